"""What Python and the engine's workers did when, as MXNet's profiler recorded it."""

import json
import tempfile
from collections import namedtuple
from pathlib import Path

from mxnet import npx, profiler

#: Something done in a lane: "Python" or "worker 1", "worker 2", ...; begin and length in seconds.
Span = namedtuple("Span", "lane name begin seconds")
PYTHON, ENGINE = "MXNET_C_API", "operator"
_recorded = []  # MXNet writes one whole trace a process


def record_lanes(call):
    """Run something under MXNet's profiler, to the end of its computation.

    Parameters
    ----------
    call : callable
        Without arguments.

    Returns
    -------
    list of Span
        By lane and time; the first begins at 0. Freed memory does not count.

    Raises
    ------
    RuntimeError
        At the second call: MXNet's profiler writes one whole trace in a process.

    Notes
    -----
    Introduced in section 8.2.

    """
    if _recorded:
        raise RuntimeError(
            "MXNet's profiler writes one whole trace in a process: restart the kernel to record "
            "another, or put all that is to be seen into one call"
        )
    _recorded.append(call)
    npx.waitall()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "trace.json")
        profiler.set_config(profile_all=True, filename=str(path), continuous_dump=True)
        profiler.set_state("run")
        try:
            call()
            npx.waitall()
        finally:
            profiler.set_state("stop")
            profiler.dump(True)
        events = json.loads(path.read_text(encoding="utf-8"))["traceEvents"]
    return spans_of(events)


def spans_of(events):
    """Return the spans in the events of a trace, as `record_lanes` does.

    Parameters
    ----------
    events : list of dict
        In Chrome's trace format: the engine's with ``ph`` B and E, Python's with b and e.

    """
    workers, opened, spans = {}, {}, []
    for event in sorted(events, key=lambda event: event.get("ts", 0)):
        kind = event.get("cat"), event["ph"]
        if kind[0] not in (PYTHON, ENGINE) or event["name"] == "DeleteVariable":
            continue
        key = (event["cat"], event["tid"], event["name"])
        if kind in ((ENGINE, "B"), (PYTHON, "b")):
            lane = "Python"
            if event["cat"] == ENGINE:
                lane = f"worker {workers.setdefault(event['tid'], len(workers) + 1)}"
            opened[key] = lane, event["ts"]
        elif kind in ((ENGINE, "E"), (PYTHON, "e")) and key in opened:
            lane, begin = opened.pop(key)
            spans.append(Span(lane, event["name"], begin, event["ts"] - begin))
    first = min((span.begin for span in spans), default=0)
    return sorted(
        Span(lane, name, (begin - first) / 1e6, microseconds / 1e6)
        for lane, name, begin, microseconds in spans
    )


def show_lanes(spans, colours, *, ax=None, until=None):
    """Draw spans as bars, a row for each lane, Python's at the top.

    Parameters
    ----------
    spans : list of Span
        As from `record_lanes`.
    colours : dict
        The colours of the names to be drawn, with their labels in the legend or None:
        ``{name: (colour, label)}``. Other spans are left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new one by default.
    until : float, optional
        Seconds at which the picture ends; after the last span by default.

    Returns
    -------
    matplotlib.axes.Axes

    Notes
    -----
    Introduced in section 8.2.

    """
    from matplotlib import pyplot

    lanes = sorted({span.lane for span in spans if span.name in colours})
    if ax is None:
        _, ax = pyplot.subplots(figsize=(6, 0.6 + 0.4 * len(lanes)))
    for name, (colour, label) in colours.items():
        for row, lane in enumerate(lanes):
            bars = [(s.begin, s.seconds) for s in spans if (s.lane, s.name) == (lane, name)]
            if bars:
                ax.broken_barh(bars, (row - 0.35, 0.7), color=colour, label=label, linewidth=0)
                label = None
    ax.set(yticks=range(len(lanes)), yticklabels=lanes, xlabel="seconds")
    ax.set_xlim(0, until or max(span.begin + span.seconds for span in spans))
    ax.invert_yaxis()
    ax.grid(False)
    if any(label for _, label in colours.values()):
        place = {"loc": "lower center", "bbox_to_anchor": (0.5, 1)}
        ax.legend(ncol=len(colours), frameon=False, **place)
    return ax
