// What a reader has changed in the live code of a page: kept in this browser, for each section and
// edition, and shown when live code is started again.
function keepEdits(page) {
  const KEY = `d2l-edits:${page}`;
  let store;
  try {
    store = JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    store = {}; // no storage, or not ours
  }
  const seen = new Map();

  function save() {
    try {
      if (Object.keys(store).length) localStorage.setItem(KEY, JSON.stringify(store));
      else localStorage.removeItem(KEY);
    } catch (error) {
      console.warn("Edits are not kept:", error); // full, or forbidden
    }
  }

  return {
    // Watch an editor. Edits belong to the book's code of a cell, not to its place on the page: when
    // the book's code changes, they wait in the store. `changed` is told whether the cell is edited.
    watch(editor, changed) {
      const original = editor.getValue();
      const count = (seen.get(original) ?? 0) + 1; // of cells with the same code
      seen.set(original, count);
      const name = `${count}:${original}`;
      const kept = typeof store[name] === "string" && store[name] !== original;
      editor.on("change", () => {
        const code = editor.getValue();
        if (code === original) delete store[name];
        else store[name] = code;
        save();
        changed(code !== original);
      });
      if (kept) editor.setValue(store[name]);
      changed(kept);
      return { kept, reset: () => editor.setValue(original) };
    },
  };
}
