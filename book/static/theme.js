// The theme knows light from dark only when its script has run, and paints the page once before:
// both logos, other line heights, white for those who asked for dark. Here it is told at once.
{
  const root = document.documentElement;
  if (root.dataset.theme === "auto") {
    root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
}
