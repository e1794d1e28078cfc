"""Figures that can be dragged: their numbers are the library's, their words complete, and small."""

import json
import os
import re
import shutil
import subprocess

import numpy
import polib
import pytest
from docutils import nodes

import d2lutils as d2l
import draw_stills
from d2lsite import explorables, words
from d2lutils.paths import ROOT

# This process may have built the Chinese edition before.
pytestmark = pytest.mark.usefixtures("english")

FOLDER = ROOT / "book" / "static" / "explorables"
CURRENT = {"gradient_descent": {"lr": 0.09}, "momentum": {"lr": 0.03, "beta": 0.8}}
CURRENT |= {"adagrad": {"lr": 0.5}, "rmsprop": {"lr": 0.1, "gamma": 0.8}}
CURRENT |= {"adam": {"lr": 0.2, "beta1": 0.8, "beta2": 0.99}}
RATES = [0, 0.05, 0.4, 0.49, 0.5, 0.51, 0.95, 0.99, 1, 1.01, 1.05, 2.2]
MOMENTA = [(1, 0), (2, 0.3), (10, 0), (10, 0.27), (20, 0.2)]
MOMENTA += [(50, 0.9), (100, 0), (100, 0.67), (1000, 0.5), (1000, 0.88)]


def run(names, code):
    """Return what the scripts compute; without node, which comes with npm, skip or fail."""
    if not shutil.which("node"):
        if os.environ.get("CI"):
            pytest.fail("node is not installed: apt-get install npm")
        pytest.skip("node is not installed")
    return draw_stills.run_scripts(names, code)


def valleys(x):
    return (x[0] ** 2 - 1) ** 2 / 4 + 4 * x[1] ** 2


def valleys_gradient(x):
    eps = 1e-6
    return numpy.array([(valleys(x + d) - valleys(x - d)) / (2 * eps) for d in eps * numpy.eye(2)])


@pytest.mark.parametrize("name", CURRENT)
def test_paths_over_the_bowl_are_the_librarys(name):
    call = f'optimisers.descend(optimisers.bowl(20).gradient, "{name}", [2, 1], 40, '
    points = run(["optimisers.js"], call + json.dumps(CURRENT[name]) + ")")
    expected = d2l.descend(d2l.bowl_gradient, getattr(d2l, name), [2, 1], 40, **CURRENT[name])
    numpy.testing.assert_allclose(points, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", CURRENT)
def test_paths_over_the_valleys_are_the_librarys(name):
    call = f'optimisers.descend(optimisers.valleys().gradient, "{name}", [0.3, 1], 40, '
    points = run(["optimisers.js"], call + json.dumps(CURRENT[name]) + ")")
    expected = d2l.descend(valleys_gradient, getattr(d2l, name), [0.3, 1], 40, **CURRENT[name])
    numpy.testing.assert_allclose(points, expected, rtol=1e-5, atol=1e-6)


def test_defaults_are_the_librarys():
    """With nothing but a rate each optimiser makes the steps that the library's makes."""
    code = """Object.entries(optimisers.updates).map(([name, update]) => {
      const state = {};
      return [name, [3, -1e-4, 0.5].map((grad) => update(grad, state, { lr: 0.1 }))];
    })"""
    steps = dict(run(["optimisers.js"], code))
    assert set(steps) == set(CURRENT)
    for name, made in steps.items():
        state = {}
        expected = [getattr(d2l, name)(grad, state, lr=0.1) for grad in (3, -1e-4, 0.5)]
        numpy.testing.assert_allclose(made, expected, rtol=1e-12)


def test_heights_are_the_librarys():
    points = numpy.random.RandomState(0).uniform(-2, 2, size=(10, 2))
    for name, f in (("bowl(20)", d2l.bowl), ("valleys()", valleys)):
        heights = run(["optimisers.js"], f"{points.tolist()}.map(optimisers.{name}.value)")
        numpy.testing.assert_allclose(heights, f(points.T), rtol=1e-12)


def test_the_rate_figure_walks_as_the_section_does():
    states = [{"lr": lr, "curvature": 2, "x": 2} for lr in RATES]
    scripts = ["plot.js", *explorables.SCRIPTS["rate"]]
    paths = run(scripts, f"{json.dumps(states)}.map(explorables.rate.path)")
    for lr, path in zip(RATES, paths, strict=True):
        expected = d2l.descend(lambda x: 2 * x, d2l.gradient_descent, [2], 20, lr=lr)
        numpy.testing.assert_allclose(path, expected[:, 0], rtol=1e-9)


def test_the_rate_figure_names_what_happens():
    said = sentences("rate", [{"lr": lr, "curvature": 2, "x": 2} for lr in RATES], english_words())
    kinds = ["stays", *3 * ["from one side"], "hits", *3 * ["less far"]]
    kinds += ["neither", *3 * ["diverges"]]
    assert [kind for kind, sentence in zip(kinds, said, strict=True) if kind in sentence] == kinds
    assert said[-2].endswith("x = 13.45.")


def count_steps(condition, **settings):
    """Count as section 7.4 does."""
    path = d2l.descend(
        lambda x: d2l.bowl_gradient(x, condition), d2l.momentum, [1, 1], 12_000, **settings
    )
    return int((numpy.linalg.norm(path, axis=1) > 1e-6).sum())


def test_steps_are_counted_as_in_the_section():
    code = f"""{json.dumps(MOMENTA)}.map(([condition, beta]) => {{
      const lr = optimisers.bestRate(condition, beta);
      return [lr, optimisers.countSteps(condition, lr, beta)];
    }})"""
    for (condition, beta), (lr, count) in zip(MOMENTA, run(["optimisers.js"], code), strict=True):
        assert count == count_steps(condition, lr=lr, beta=beta), (condition, beta)


def shrinking(condition, lr, beta):
    """Return the factor of a step in the long run: the largest eigenvalue of both directions."""
    steps = [[[1 + beta - lr * c, -beta], [1, 0]] for c in (1, condition)]
    return max(abs(numpy.linalg.eigvals(step)).max() for step in steps)


@pytest.mark.parametrize("condition", [2, 20, 300])
def test_no_rate_and_no_momentum_shrinks_more_than_the_best(condition):
    code = f"[0, 0.3, 0.8, optimisers.bestBeta({condition})]"
    betas = run(["optimisers.js"], f"{code}.map((b) => [b, optimisers.bestRate({condition}, b)])")
    factors = []
    for beta, lr in betas:
        factors.append(shrinking(condition, lr, beta))
        others = lr * numpy.array([0.8, 0.95, 0.99, 1.01, 1.05, 1.2])
        assert factors[-1] <= min(shrinking(condition, r, beta) for r in others) + 1e-6
    assert factors[-1] == min(factors)
    root = condition**0.5
    assert factors[-1] == pytest.approx((root - 1) / (root + 1), rel=1e-6)  # the table of 7.4


def english_words():
    """Return the words without a catalog, which are English."""
    return explorables.words()


def chinese(monkeypatch):
    """Return the words of the Chinese edition."""
    catalog = polib.pofile(str(words.SOURCES / "zh_CN" / "LC_MESSAGES" / "d2lsite.po"))
    known = {entry.msgid: entry.msgstr for entry in catalog}
    monkeypatch.setattr(explorables, "_", known.__getitem__)
    return explorables.words()


TIMES = [
    (3, 2),
    (2, 3),
    (2, 2),
    (0.5, 4),
    (4, 0.5),
    (1.1, 1),
    (1, 1.1),
    (0.7, 0.1),
    (4, 4),
    (2.5, 3.7),
]


def test_the_timeline_is_that_of_the_scheduler_and_the_speedup_that_of_the_section():
    for compute, transfer in TIMES:
        state = json.dumps({"compute": compute, "transfer": transfer})
        lanes, ups = run(
            ["plot.js", "timeline.js"],
            f"""[explorables.timeline.lanes({state}),
                [1, 2, 8, 16].map((k) => explorables.timeline.speedup(k, {state}))]""",
        )
        end = lanes[-1]["transfer"][1]
        assert end == pytest.approx(5 * max(compute, transfer) + min(compute, transfer))
        for before, after in zip(lanes, lanes[1:]):
            assert after["compute"][0] == pytest.approx(before["compute"][1])
            assert after["transfer"][0] >= max(after["compute"][1], before["transfer"][1]) - 1e-9
        for k, up in zip((1, 2, 8, 16), ups):
            alone = 5 * compute
            assert up == pytest.approx(alone / (alone / k + 2 * (k - 1) / k * transfer))


def sentences(name, states, said):
    """Return what a figure says of some states."""
    text = json.dumps({**said["player"], **said[name]})
    code = f"{json.dumps(states)}.map((state) => explorables.{name}.says(state, {text}))"
    return run(["plot.js", *explorables.SCRIPTS[name]], code)


STATES = {
    "rate": [{"lr": lr, "curvature": 2, "x": 2} for lr in RATES],
    "condition": [
        {"condition": 1, "beta": 0},
        {"condition": 20, "beta": 0.2},
        {"condition": 20, "beta": 0.41},
        {"condition": 20, "beta": 0.9},
    ],
    "descent": [
        {"function": "bowl", "optimiser": "adam", "lr": 0.2, "at": [2, 1], "count": 0},
        {"function": "bowl", "optimiser": "adam", "lr": 0.2, "at": [2, 1], "count": 20},
        {"function": "bowl", "optimiser": "momentum", "lr": 0.02, "at": [2, 1], "count": 120},
        {"function": "bowl", "optimiser": "momentum", "lr": 1, "at": [2, 1], "count": 120},
        {"function": "valleys", "optimiser": "rmsprop", "lr": 0.05, "at": [0, 1], "count": 40},
    ],
    "timeline": [
        {"compute": 3, "transfer": 2, "devices": 8},
        {"compute": 2, "transfer": 3, "devices": 8},
        {"compute": 2, "transfer": 2, "devices": 8},
        {"compute": 3, "transfer": 2, "devices": 1},
    ],
}


@pytest.mark.parametrize("name", explorables.SCRIPTS)
def test_each_state_has_a_sentence_of_its_own_in_both_languages(name, monkeypatch):
    kinds = {"rate": 6, "condition": 4, "descent": 5, "timeline": 4}[name]
    for said in (english_words(), chinese(monkeypatch)):
        found = sentences(name, STATES[name], said)
        assert len({re.sub(r"[\d.×⁰¹²³⁴-⁹⁻−]+", "", sentence) for sentence in found}) == kinds
        assert not [s for s in found if re.search(r"[{}]|undefined|NaN|null", s) or len(s) < 12]


def test_numbers_are_written_as_they_are_read():
    values = "[0, 0.95, -1.1, 13.455, 0.00123, 0.00012, 1e5, -2e7, Infinity, -0]"
    expected = ["0", "0.95", "−1.1", "13.5", "0.00123", "1.2×10⁻⁴", "1.0×10⁵", "−2.0×10⁷", "∞", "0"]
    assert run(["plot.js"], f"{values}.map((v) => drawing.number(v))") == expected


def test_contour_lines_are_where_the_function_has_that_height():
    code = """drawing.plot({ width: 400, height: 300, x: [-1.5, 1.5], y: [-1, 1] })
      .contour(([a, b]) => a * a + b * b, [0.5])"""
    path = re.search(r' d="([^"]+)"', run(["plot.js"], code))[1]
    numbers = numpy.array(re.findall(r"-?[\d.]+", path), dtype=float).reshape(-1, 2)
    assert len(numbers) > 100
    x = -1.5 + 3 * (numbers[:, 0] - 40) / (400 - 54)
    y = 1 - 2 * (numbers[:, 1] - 27) / (300 - 65)
    numpy.testing.assert_allclose(x**2 + y**2, 0.5, atol=0.006)


@pytest.mark.parametrize("name", explorables.SCRIPTS)
def test_the_still_picture_is_what_the_figure_draws(name):
    stored = (draw_stills.IMAGES / f"explorable_{name}.svg").read_text(encoding="utf-8")
    run([], "0")  # or skip
    assert stored == draw_stills.draw(name), "run python tools/draw_stills.py"
    assert "var(" not in stored
    assert "NaN" not in stored


def test_each_script_is_small_and_in_use():
    used = {*explorables.SHARED}.union(*explorables.SCRIPTS.values())
    assert {path.name for path in FOLDER.glob("*.js")} == used
    assert {path.name for path in FOLDER.iterdir()} == used | {"explorable.css"}
    assert all(path.stat().st_size < 15_000 for path in FOLDER.iterdir())


def test_a_broken_script_is_noticed():
    with pytest.raises(subprocess.CalledProcessError):
        run(["plot.js"], "explorables.nothing.says({})")


@pytest.mark.parametrize(
    ("classes", "warned"),
    [(["explorable", "rate"], 0), (["explorable", "rte"], 1), (["rate"], 0), ([], 0)],
)
def test_a_figure_whose_script_is_not_known_is_an_error_of_the_build(classes, warned, monkeypatch):
    warnings = []
    monkeypatch.setattr(explorables.logger, "warning", lambda *args, **_: warnings.append(args))
    explorables.check(None, nodes.section("", nodes.figure(classes=classes)))
    assert len(warnings) == warned
