// The reader's own copy of this page's notebook, where `d2l serve` is behind the page: the link that
// opens it in JupyterLab, and at the end of the page the button that begins it afresh.
(() => {
  const link = document.querySelector("a.open-in-lab");
  const [serverRoot, page] = location.pathname.split("/read/");
  if (!link || !location.protocol.startsWith("http") || page === undefined) return;
  const text = JSON.parse(document.getElementById("copy-words").textContent);
  const address = `${serverRoot}/read-copy/${link.dataset.copy}`;
  link.href = address;
  link.hidden = false;

  const part = document.createElement("p");
  part.className = "own-copy";
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-outline-primary";
  button.textContent = text.reset;
  part.append(text.yours.replace("{path}", `work/${link.dataset.copy}.ipynb`), " ", button, " ");
  part.append(status);
  document.querySelector("article.bd-article")?.append(part);

  async function reset() {
    await fetch(`${serverRoot}/lab`); // sets the cookie against forged requests
    const token = document.cookie.match(/_xsrf=([^;]*)/)?.[1] ?? "";
    const answer = await fetch(address, { method: "POST", headers: { "X-XSRFToken": token } });
    if (!answer.ok) throw new Error(answer.statusText);
    const { kept } = await answer.json();
    return kept ? text.kept.replace("{name}", kept) : text.same;
  }

  button.addEventListener("click", async () => {
    if (!confirm(text.sure)) return;
    status.textContent = await reset().catch(() => text.failed);
  });
})();
