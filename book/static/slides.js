// Slides: 1280 by 800, and a slide with more than fits is drawn smaller.
const [WIDTH, HEIGHT] = [1280, 800];

function fit(slide) {
  slide.style.zoom = 1;
  const zoom = Math.min(1, HEIGHT / slide.scrollHeight);
  slide.style.zoom = zoom;
  slide.style.width = `${WIDTH / zoom}px`; // smaller text may use the whole width
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
