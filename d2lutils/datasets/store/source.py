"""Full or embedded: which kind of data a loader serves, and what was served."""

from d2lutils.datasets.store.cache import data_mode, fetch
from d2lutils.datasets.store.errors import DataError
from d2lutils.datasets.store.registry import find

_used = {}
_announced = set()


def load(dataset, full, embedded):
    """Serve the data that ``D2L_DATA`` asks for.

    Parameters
    ----------
    dataset : str
        Its name in the registry.
    full : callable
        Makes the data from the paths that `fetch` returns.
    embedded : callable
        Makes the stand-in, without the network.

    Returns
    -------
    data
        What `full` or `embedded` returned.
    source : str
        "full" or "embedded".

    Raises
    ------
    DataError
        With ``D2L_DATA=full``, if the real files cannot be had.

    """
    mode = data_mode()
    if mode != "embedded":
        try:
            data = full(fetch(dataset))
        except DataError as error:
            if mode == "full":
                raise error.with_traceback(None) from None
            _announce(dataset, error)
        else:
            _used[dataset] = "full"
            return data, "full"
    data = embedded()
    _used[dataset] = "embedded"
    return data, "embedded"


def note_package(dataset):
    """Note that a loader served data that comes with a dependency, in every mode."""
    _used[dataset] = "package"


def _announce(dataset, error):
    """Print, once a process, that the stand-in is in use and how to get the real data."""
    if dataset not in _announced:
        _announced.add(dataset)
        facts = find(dataset)
        print(
            f"{facts.title}: using the embedded data ({facts.embedded}), because "
            f"{error.file} is not at hand: {error.cause}. For the real data run "
            f"`d2l data fetch {dataset}`, or see data/README.md."
        )


def sources_used():
    """Return which data the loaders have served in this process.

    Returns
    -------
    dict of str to str
        "full", "embedded" or "package" (came with a dependency) by the name of the data set.

    """
    return dict(_used)
