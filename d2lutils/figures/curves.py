"""A training curve that grows while training."""

import io
import sys
import time

from d2lutils.figures.plots import COLORS, FORMATS, STYLE, in_notebook


class TrainingCurve:
    """A progress bar and curves while training, one clean figure when it is over.

    Losses and scores have a panel each, since their scales have nothing to do with each other.
    Drawing takes a bounded share of the time, so that looking at the training hardly slows it.

    Parameters
    ----------
    num_epochs : int
        Length of the x axis.
    max_share : float
        The largest fraction of the time that intermediate drawing may take.

    Examples
    --------
    >>> curve = TrainingCurve(num_epochs=1)
    >>> for batch in curve.track([0, 1, 2], epoch=0):
    ...     pass
    >>> curve.update({"train loss": [0.5]})
    >>> curve.close()

    """

    def __init__(self, num_epochs, *, max_share=0.02):
        self.num_epochs, self.max_share = num_epochs, max_share
        self.curves = {}
        self._began = time.perf_counter()
        self._drawing = 0.0  # seconds spent on drawing
        self._figure, self._handle = "", None

    def track(self, batches, epoch):
        """Yield the batches of one epoch and move the progress bar."""
        num_batches = len(batches)
        for i, batch in enumerate(batches):
            yield batch
            self._progress(epoch + (i + 1) / num_batches)

    def update(self, curves):
        """Take the curves known so far: name to a list with one value an epoch."""
        self.curves = curves
        if self._may_draw():
            began = time.perf_counter()
            self._figure = self._svg()
            self._drawing += time.perf_counter() - began

    def close(self):
        """Replace the progress bar by the final figure."""
        if in_notebook():
            self._show({"image/svg+xml": self._svg(), "text/plain": self._summary()})
        elif sys.stderr.isatty():
            print(f"\r{self._summary()}", file=sys.stderr)

    def _may_draw(self):
        elapsed = time.perf_counter() - self._began
        return in_notebook() and self._drawing <= self.max_share * elapsed

    def _progress(self, epochs_done):
        if not self._may_draw():
            return
        began = time.perf_counter()
        text = f"epoch {epochs_done:.1f} of {self.num_epochs}"
        bar = f'<progress max="{self.num_epochs}" value="{epochs_done:.3f}"></progress> {text}'
        self._show({"text/html": f"{bar}<br>{self._figure}", "text/plain": text})
        self._drawing += time.perf_counter() - began

    def _show(self, bundle):
        from IPython.display import display

        if self._handle is None:
            self._handle = display(bundle, raw=True, display_id=True)
        else:
            self._handle.update(bundle, raw=True)

    def _summary(self):
        last = [f"{name} {values[-1]:.3f}" for name, values in self.curves.items() if values]
        return f"epoch {self.num_epochs}: " + ", ".join(last)

    def _svg(self):
        from matplotlib import cycler, pyplot, rc_context
        from matplotlib.figure import Figure

        losses = {name: values for name, values in self.curves.items() if "loss" in name}
        scores = {name: values for name, values in self.curves.items() if "loss" not in name}
        panels = [panel for panel in (losses, scores) if panel] or [{}]
        width, height = pyplot.rcParams["figure.figsize"]
        with rc_context({**STYLE, "axes.prop_cycle": cycler(color=COLORS)}):
            figure = Figure(figsize=(width * len(panels), height))
            for ax, panel in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels):
                self._draw_panel(ax, panel)
            svg = io.StringIO()
            figure.savefig(svg, format="svg", bbox_inches="tight", metadata={"Date": None})
        return svg.getvalue()

    def _draw_panel(self, ax, curves):
        for i, (name, values) in enumerate(curves.items()):
            epochs = range(1, len(values) + 1)
            style = {"marker": "o", "markersize": 3, "clip_on": False}  # whole first and last marks
            ax.plot(epochs, values, FORMATS[i % 4], label=name, **style)
        ax.set(xlabel="epoch", xlim=(1, max(self.num_epochs, 2)))
        ax.xaxis.get_major_locator().set_params(integer=True)
        if curves:
            ax.legend()
