"""Figures that move: a player that needs nothing but the page it is on."""

import base64
import hashlib
import html
import io
import json
from dataclasses import dataclass

MAX_BYTES = 300_000  # of a player, in the notebook and on the page
PLAYER = """<div id="{id}" role="group" aria-label="{alt}" style="max-width: {width}px">
<img src="{first}" alt="{alt}" style="max-width: 100%; display: block; background: #fff">
<div style="display: flex; gap: 0.5em; align-items: center">
<button type="button" data-step="-1" aria-label="one step back">&#9664;&#xFE0E;</button>
<button type="button" data-play aria-label="play or pause">&#9654;&#xFE0E;</button>
<button type="button" data-step="1" aria-label="one step on">&#9654;&#xFE0E;|</button>
<input type="range" min="0" max="{last}" value="0" aria-label="frame" style="flex: 1">
</div>
<script>
(() => {{
  const frames = {frames}, player = document.getElementById("{id}");
  const [image, slider] = ["img", "input"].map((name) => player.querySelector(name));
  const play = player.querySelector("[data-play]");
  let timer = null;
  const show = (i) => {{
    slider.value = i;
    image.src = "data:image/png;base64," + frames[i];
  }};
  const stop = () => {{
    clearInterval(timer);
    timer = null;
    play.textContent = "\\u25B6\\uFE0E";
  }};
  const next = () => (+slider.value < frames.length - 1 ? show(+slider.value + 1) : stop());
  play.onclick = () => {{
    if (timer) return stop();
    if (+slider.value === frames.length - 1) show(0);
    play.textContent = "\\u23F8\\uFE0E";
    timer = setInterval(next, {interval});
  }};
  for (const button of player.querySelectorAll("[data-step]"))
    button.onclick = () => {{
      stop();
      const i = +slider.value + +button.dataset.step;
      show(Math.max(0, Math.min(frames.length - 1, i)));
    }};
  slider.oninput = () => {{
    stop();
    show(+slider.value);
  }};
}})();
</script>
</div>"""


@dataclass(frozen=True)
class Animation:
    """Frames as PNG pictures, shown in a notebook and on a page by a player with pause and step."""

    frames: tuple
    interval: int
    alt: str
    width: int

    def html(self):
        """Return the player, one piece of HTML that loads nothing."""
        encoded = [base64.b64encode(frame).decode() for frame in self.frames]
        name = hashlib.sha256("".join(encoded).encode()).hexdigest()[:12]
        return PLAYER.format(
            id=f"player-{name}",
            alt=html.escape(self.alt),
            first=f"data:image/png;base64,{encoded[0]}",
            last=len(encoded) - 1,
            frames=json.dumps(encoded),
            interval=self.interval,
            width=self.width,
        )

    def _repr_mimebundle_(self, include=None, exclude=None):
        last = base64.b64encode(self.frames[-1]).decode()  # for paper
        text = f"Animation of {len(self.frames)} frames"
        return {"text/html": self.html(), "image/png": last, "text/plain": text}


def _picture(figure, dpi):
    """Return a figure as a PNG of few colours, the same bytes on every run."""
    from PIL import Image

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    rare_too = Image.Quantize.MAXCOVERAGE  # a thin coloured line keeps its colour
    few = Image.open(buffer).convert("RGB").quantize(24, rare_too, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    few.save(buffer, format="png", optimize=True)
    return buffer.getvalue()


def animate(draw, num_frames, *, figsize=(4.5, 3), interval=200, alt="", dpi=100):
    """Draw the frames of an animation and return it; as a cell's last value it shows a player.

    Parameters
    ----------
    draw : callable
        ``draw(ax, i)`` draws frame i, from 0, on empty axes.
    num_frames : int
        How many frames to draw.
    figsize : (float, float)
        Width and height of a frame in inches.
    interval : int
        Milliseconds between frames.
    alt : str
        What is to be seen, for readers who cannot see it.
    dpi : int
        Pixels an inch.

    Returns
    -------
    Animation
        The frames, and the player as `html()`.

    Raises
    ------
    ValueError
        No frame, or a player of more than 300 kB: take fewer frames, fewer inches or fewer dpi.

    Notes
    -----
    First used in section 3.2.

    Examples
    --------
    >>> moving = animate(lambda ax, i: ax.plot([0, i]), 3, figsize=(1, 1))
    >>> len(moving.frames)
    3

    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    if num_frames < 1:
        raise ValueError(f"an animation needs at least one frame, not {num_frames}")
    figure, frames = Figure(figsize=figsize, layout="tight"), []
    FigureCanvasAgg(figure)
    for i in range(num_frames):
        figure.clear()
        draw(figure.add_subplot(), i)
        frames.append(_picture(figure, dpi))
    moving = Animation(tuple(frames), interval, alt, round(figsize[0] * dpi))
    if (size := len(moving.html())) > MAX_BYTES:
        raise ValueError(
            f"the player of {num_frames} frames takes {size // 1000} kB, more than the "
            f"{MAX_BYTES // 1000} kB that a page bears: take fewer frames, inches or dpi"
        )
    return moving
