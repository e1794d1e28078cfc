"""Animations: the same bytes on every run, small, and nothing loaded from elsewhere."""

import io
import re

import numpy
import pytest
from PIL import Image

import d2lutils as d2l


def draw(ax, i):
    ax.plot([0, 1], [0, i], marker="o")
    ax.set(xlim=(0, 1), ylim=(0, 5), title=f"step {i}")


def test_two_runs_give_the_same_bytes():
    assert d2l.animate(draw, 3) == d2l.animate(draw, 3)


def test_frames_are_what_was_drawn_in_order():
    moving = d2l.animate(draw, 4, figsize=(3, 2))
    pictures = [Image.open(io.BytesIO(frame)).convert("L") for frame in moving.frames]
    assert {picture.size for picture in pictures} == {(300, 200)}
    darks = [numpy.asarray(picture) < 250 for picture in pictures]
    assert not (darks[0] == darks[3]).all()
    highest = [dark[60:, 60:].argmax(axis=0)[-60:].mean() for dark in darks[1:]]
    assert highest == sorted(highest, reverse=True)  # the line's end rises


def test_the_player_is_one_piece():
    moving = d2l.animate(draw, 2, alt="a line that rises")
    html = moving.html()
    assert html.count('alt="a line that rises"') == 1
    assert 'aria-label="a line that rises"' in html
    assert not re.search(r"https?://|src=\"(?!data:)|<link", html)
    bundle = moving._repr_mimebundle_()
    assert bundle["text/plain"] == "Animation of 2 frames"
    assert bundle["text/html"] == html


def test_alternative_text_cannot_break_the_page():
    assert "<b>" not in d2l.animate(draw, 1, alt='"><b>').html()


def test_a_player_that_is_too_large_is_refused():
    noise = numpy.random.RandomState(0).rand(40, 200, 300)

    def draw_noise(ax, i):
        ax.imshow(noise[i])

    with pytest.raises(ValueError, match="kB"):
        d2l.animate(draw_noise, 40, figsize=(6, 4))


def test_no_frame_is_refused():
    with pytest.raises(ValueError, match="at least one frame"):
        d2l.animate(draw, 0)


def test_a_thin_line_keeps_its_colour():
    def draw_line(ax, i):
        ax.contour(numpy.random.RandomState(0).rand(20, 20), colors="0.7")
        ax.plot([0, 19], [0, 19], color="#D55E00", linewidth=1)

    pixels = numpy.asarray(
        Image.open(io.BytesIO(d2l.animate(draw_line, 1).frames[0])).convert("RGB")
    )
    red, green, blue = pixels.reshape(-1, 3).astype(int).T
    assert ((red > 180) & (green < 140) & (blue < 90)).sum() > 50
