// A browser does not let a page on disk read other pages, so search results there show titles only.
if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}

// Paper is white, whatever the screen is.
let screenTheme;
addEventListener("beforeprint", () => {
  screenTheme = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = "light";
  document.querySelectorAll(".going-further > details").forEach((part) => (part.open = true));
});
addEventListener("afterprint", () => {
  document.documentElement.dataset.theme = screenTheme;
});
