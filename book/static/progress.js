// Which sections were read and which exercises solved: remembered in this browser alone, shown in
// the contents and on the cover, and given out as a file.
const bookProgress = (() => {
  const KEY = "d2l-progress";
  const root = new URL(document.documentElement.dataset.content_root ?? "./", location);
  const pageOf = (address) => {
    const { pathname } = new URL(address, location);
    if (!pathname.startsWith(root.pathname)) return null;
    return pathname.slice(root.pathname.length).replace(/\.html$/, "");
  };
  const page = pageOf(location);
  const isSection = /^chapters\/\w+\/\d\w*$/.test(page ?? "");

  function read() {
    try {
      const stored = JSON.parse(localStorage.getItem(KEY));
      return { last: null, sections: {}, ...stored };
    } catch {
      return { last: null, sections: {} }; // no storage, or not ours
    }
  }

  function change(action) {
    const progress = read(); // another tab may have written
    action(progress);
    try {
      localStorage.setItem(KEY, JSON.stringify(progress));
    } catch (error) {
      console.warn("Progress is not kept:", error);
    }
    show();
  }

  // What is known of this section; made when there is something to note.
  function section(progress) {
    const known = (progress.sections[page] ??= { read: null, solved: [] });
    known.exercises = document.querySelectorAll("div.cell.tag_exercise").length;
    return known;
  }

  function marks(known) {
    const solved = known.solved.length ? `${known.solved.length}/${known.exercises}` : "";
    return [known.read ? "✓" : "", solved].filter(Boolean).join(" ");
  }

  function show() {
    const { sections } = read();
    const words = document.getElementById("progress-words");
    if (!words) return;
    const text = JSON.parse(words.textContent);
    for (const link of document.querySelectorAll(".bd-sidebar-primary .bd-links a.internal")) {
      const known = sections[pageOf(link.href)];
      let mark = link.querySelector(".progress-mark");
      if (!known) {
        mark?.remove();
        continue;
      }
      if (!mark) {
        mark = document.createElement("span");
        mark.className = "progress-mark";
        link.append(mark);
      }
      mark.textContent = marks(known);
      mark.title = text.mark.replace("{solved}", known.solved.length);
    }
  }

  function download(progress) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(progress, null, 1)]));
    link.download = "d2l-progress.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
  }

  function showOnCover() {
    const { last, sections } = read();
    const text = JSON.parse(document.getElementById("progress-words").textContent);
    if (!last) return;
    const all = Object.values(sections);
    const solved = all.reduce((sum, known) => sum + known.solved.length, 0);
    const place = document.createElement("p");
    place.className = "progress-cover";
    const onward = document.createElement("a");
    onward.href = new URL(`${last}.html`, root);
    const named = [...document.querySelectorAll(".bd-links a.internal")].find(
      (link) => pageOf(link.href) === last,
    );
    onward.textContent = named?.firstChild.textContent.trim() ?? last;
    const count = text.count
      .replace("{read}", all.filter((known) => known.read).length)
      .replace("{solved}", solved);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-primary";
    button.textContent = text.export;
    button.addEventListener("click", () => download(read()));
    place.append(text.onward, onward, count, " ", button);
    document.querySelector("article.bd-article h1")?.after(place);
  }

  if (isSection) {
    change((progress) => (progress.last = page));
    const end = document.querySelector("footer.prev-next-footer");
    new IntersectionObserver((seen, observer) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      change((progress) => (section(progress).read ??= new Date().toISOString()));
    }).observe(end ?? document.querySelector("footer"));
  } else show();
  if (page === "book/index") showOnCover();

  return {
    // Note an exercise as solved when its cell has run and printed ✓ and neither ✗ nor ….
    note(cell) {
      if (!cell.classList.contains("tag_exercise")) return;
      const lines = cell.querySelector(".cell_output")?.innerText.split("\n") ?? [];
      const begin = (mark) => lines.some((line) => line.trim().startsWith(mark));
      if (!begin("✓") || begin("✗") || begin("…")) return;
      const before = [...document.querySelectorAll(".exercise[id]")].filter(
        (box) => box.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING,
      );
      const name = before.at(-1)?.id;
      if (name)
        change((progress) => {
          const known = section(progress);
          if (!known.solved.includes(name)) known.solved.push(name);
        });
    },
  };
})();
