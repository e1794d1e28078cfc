"""The curve that grows while training."""

import pytest

import d2lutils as d2l


class Display:
    """Stands in for a notebook: keeps what was shown."""

    def __init__(self):
        self.shown = []

    def __call__(self, bundle, raw, display_id):
        self.shown.append(bundle)
        return self

    def update(self, bundle, raw):
        self.shown.append(bundle)


@pytest.fixture
def display(monkeypatch):
    recorder = Display()
    monkeypatch.setattr("d2lutils.figures.curves.in_notebook", lambda: True)
    monkeypatch.setattr("IPython.display.display", recorder)
    return recorder


def test_training_curve_moves_a_bar_and_leaves_one_figure(display):
    curve = d2l.TrainingCurve(2, max_share=1.0)
    for epoch in range(2):
        for _ in curve.track([0, 0, 0, 0], epoch):
            pass
        curve.update({"train loss": [0.5] * (epoch + 1)})
    curve.close()
    assert 'value="0.250"' in display.shown[0]["text/html"]
    assert any("<svg" in shown["text/html"] for shown in display.shown[4:-1])
    assert set(display.shown[-1]) == {"image/svg+xml", "text/plain"}
    assert display.shown[-1]["text/plain"] == "epoch 2: train loss 0.500"


def test_training_curve_draws_within_its_share_of_the_time(display):
    curve = d2l.TrainingCurve(1, max_share=0.0)
    for _ in curve.track(range(50), 0):
        pass
    curve.update({"train loss": [0.5]})
    assert len(display.shown) == 1  # the first, when no time had been spent yet
    curve.close()
    assert "image/svg+xml" in display.shown[-1]


def test_final_figure_is_reproducible(display):
    for _ in range(2):
        curve = d2l.TrainingCurve(3)
        curve.update({"train loss": [0.9, 0.6, 0.5], "test acc": [0.5, 0.6, 0.7]})
        curve.close()
    figures = [shown["image/svg+xml"] for shown in display.shown if "image/svg+xml" in shown]
    assert figures[0] == figures[1]


def test_losses_and_scores_do_not_share_an_axis(display):
    for curves, num_axes in (
        ({"train loss": [3.0, 2.0]}, 1),
        ({"train loss": [3.0, 2.0], "train acc": [0.5, 0.6], "test acc": [0.4, 0.5]}, 2),
    ):
        curve = d2l.TrainingCurve(2)
        curve.update(curves)
        curve.close()
        assert display.shown[-1]["image/svg+xml"].count('<g id="axes_') == num_axes


def test_outside_a_notebook_nothing_is_displayed(capsys):
    curve = d2l.TrainingCurve(1)
    curve.update({"train loss": [0.5]})
    curve.close()
    assert capsys.readouterr() == ("", "")
