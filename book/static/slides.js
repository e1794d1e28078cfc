// Slides: 1280 by 800. A slide with more than fits is drawn smaller, one with little larger.
const [WIDTH, HEIGHT] = [1280, 800];

function fit(slide) {
  for (const zoom of [1.3, 1.15, 1, 0.9, 0.8, 0.7, 0.6, 0.5]) {
    slide.style.zoom = zoom;
    slide.style.width = `${WIDTH / zoom}px`;
    if (slide.scrollHeight * zoom <= HEIGHT) break;
  }
}

addEventListener("load", async () => {
  await MathJax.startup.promise;
  await Reveal.initialize({
    width: WIDTH,
    height: HEIGHT,
    margin: 0.04,
    center: false,
    hash: true,
    slideNumber: "c/t",
    transition: "none",
  });
  Reveal.on("slidechanged", ({ currentSlide }) => fit(currentSlide));
  fit(Reveal.getCurrentSlide());
  document.body.dataset.ready = "true";
});
