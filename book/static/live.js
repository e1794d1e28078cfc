// Live code: the page's cells become editable and run in a kernel of the Jupyter server that serves
// the page (`make book`). Thebe draws editors and outputs; buttons and messages are the book's own.
(() => {
  const button = document.querySelector("button.live-code");
  if (!button) return;
  const text = JSON.parse(document.getElementById("live-words").textContent);
  const [serverRoot, page] = location.pathname.split("/read/");
  const scripts = new URL("thebe/", document.querySelector('script[src*="live.js"]').src);
  let notebook, session, kernel;

  const bar = document.createElement("div");
  bar.className = "live-bar";
  const status = document.createElement("span");
  status.setAttribute("role", "status"); // screen readers say what changes in it
  bar.append(status);

  function say(message, state) {
    if (!bar.isConnected) document.querySelector(".bd-article").prepend(bar);
    status.textContent = text[message];
    bar.dataset.state = state;
  }

  function addButton(parent, label, title, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm btn-outline-primary";
    made.textContent = label;
    if (title) made.title = title;
    made.addEventListener("click", action);
    parent.append(made);
    return made;
  }

  function load(tag, attributes) {
    return new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(tag), attributes);
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });
  }

  // The message that fits the server's answer, or null when it is ready for us.
  async function problem() {
    if (!location.protocol.startsWith("http") || page === undefined) return "disk";
    try {
      const answer = await fetch(`${serverRoot}/api/status`);
      if (answer.status === 401 || answer.status === 403) return "refused";
      if (!answer.ok) return "stopped";
      await fetch(`${serverRoot}/lab`); // sets the cookie against forged requests
      return null;
    } catch {
      return "stopped";
    }
  }

  // Thebe pairs cells and outputs by order, so each cell gets a place for its output. The caption of
  // a figure stays where it is; what it says of the picture is the next output's to show.
  function outputPlace(cell) {
    const place = document.createElement("div");
    place.dataset.output = "true";
    let output = cell.querySelector(".cell_output");
    if (!output) {
      output = document.createElement("div");
      output.className = "cell_output docutils container";
      cell.append(output);
    }
    const figure = output.querySelector("figure");
    for (const part of [...output.childNodes])
      place.append(...(part === figure ? [figure.querySelector("img")] : [part]));
    if (figure) {
      output.append(figure);
      figure.prepend(place);
    } else output.append(place);
  }

  function prepareCells() {
    for (const cell of document.querySelectorAll("div.cell")) {
      const source = cell.querySelector(".cell_input pre");
      if (!source) continue;
      cell.querySelector("button.copybtn")?.remove();
      source.dataset.executable = "true";
      outputPlace(cell);
    }
  }

  // Thebe expects MathJax 2; this hands LaTeX results to the MathJax 3 of the page.
  async function prepareFormulas() {
    if (!window.MathJax?.typesetPromise) {
      window.MathJax = { options: { processHtmlClass: "math" } };
      await load("script", { src: new URL("../mathjax/tex-svg-full.js", scripts) });
    }
    await MathJax.startup.promise;
    const typeset = ([job, , element]) => {
      if (job !== "Typeset") return;
      const inline = element.textContent.match(/^\s*\$([^$]+)\$\s*$/);
      if (inline) element.textContent = `\\(${inline[1]}\\)`; // $…$ is only text to MathJax 3
      element.classList.add("math"); // elsewhere MathJax leaves text alone
      MathJax.typesetPromise([element]);
    };
    MathJax.Hub = {
      Config() {},
      Configured() {},
      Register: { StartupHook() {} },
      Queue: (...jobs) => jobs.filter(Array.isArray).forEach(typeset),
    };
  }

  function boxOf(cell) {
    return document.querySelector(`[data-thebe-id="${cell.id}"]`);
  }

  function theme() {
    return document.documentElement.dataset.theme === "dark" ? "darcula" : "default";
  }

  let asked = 0; // runs: what an earlier one ends with does not speak for a later one
  let turn = Promise.resolve(); // the end of the last of them

  async function run(cells) {
    const mine = ++asked;
    const tell = (message, state) => mine === asked && say(message, state);
    const message = await problem();
    if (message) return tell(message, "error");
    tell("running", "busy");
    boxOf(cells[0]).dataset.state = "busy";
    turn = turn.then(() => runNow(cells, tell)).catch(console.error);
    return turn;
  }

  async function runNow(cells, tell) {
    if (!(await kernel.ready())) return tell("lost", "error");
    tell("running", "busy"); // a death while we waited was told meanwhile
    const life = kernel.life();
    const stillOurs = () => kernel.life() === life && bar.dataset.state === "busy";
    for (const cell of cells) {
      const box = boxOf(cell);
      box.dataset.state = "busy";
      const result = await cell.execute();
      const good = result && !result.error;
      box.dataset.state = good ? "done" : "failed";
      if (good) bookProgress.note(box.closest("div.cell"));
      if (!good) return stillOurs() && tell("failed", "warning");
    }
    if (stillOurs()) tell("done", "ready");
  }

  async function start() {
    button.disabled = true;
    say("connecting", "busy");
    const message = await problem();
    if (message) {
      button.disabled = false;
      return say(message, "error");
    }
    await Promise.all([
      load("link", { rel: "stylesheet", href: new URL("thebe.css", scripts) }),
      load("script", { src: new URL("index.js", scripts) }),
      prepareFormulas(),
    ]);
    prepareCells();
    const live = button.dataset.notebook.replace(/\.ipynb$/, `-live-${Date.now()}.ipynb`);
    ({ notebook, session } = await thebe.bootstrap({
      useBinder: false,
      requestKernel: true,
      mountStatusWidget: false,
      mountActivateWidget: false,
      mountRunButton: false,
      mountRunAllButton: false,
      mountRestartButton: false,
      mountRestartAllButton: false,
      selector: "[data-executable]",
      outputSelector: "[data-output]",
      mathjaxUrl: "data:text/javascript,//",
      mathjaxConfig: "none",
      serverSettings: {
        baseUrl: location.origin + serverRoot,
        wsUrl: location.origin.replace(/^http/, "ws") + serverRoot,
        appendToken: false,
      },
      kernelOptions: { kernelName: "python3", path: live },
      codeMirrorConfig: { theme: theme(), lineNumbers: false },
    }));
    if (!session) throw new Error("no kernel");
    kernel = watchKernel(session, { say, problem, serverRoot });
    addEventListener("pagehide", kernel.leave);
    const edits = keepEdits(page);
    let kept = false; // edits from before
    for (const cell of notebook.cells) {
      const box = boxOf(cell);
      addButton(box, `▶ ${text.run}`, text.runTitle, () => run([cell]));
      const editor = box.querySelector(".CodeMirror").CodeMirror;
      editor.setOption("extraKeys", {
        ...editor.getOption("extraKeys"),
        "Shift-Enter": () => run([cell]),
      });
      const reset = addButton(box, text.reset, text.resetTitle, () => edit.reset());
      const edit = edits.watch(editor, (edited) => (reset.hidden = !edited));
      kept ||= edit.kept;
    }
    new MutationObserver(() => {
      for (const editor of document.querySelectorAll(".CodeMirror"))
        editor.CodeMirror.setOption("theme", theme());
    }).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    addButton(bar, text.runAll, "", () => run(notebook.cells));
    addButton(bar, text.restart, "", kernel.restart);
    say(kept ? "kept" : "ready", "ready");
  }

  button.addEventListener("click", () =>
    start().catch(async (error) => {
      console.error(error);
      const full = error?.response?.status === 503;
      say(full ? "full" : ((await problem()) ?? "stopped"), "error");
    }),
  );
})();
