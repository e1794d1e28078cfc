"""What ``d2l data list``, ``d2l data fetch`` and ``d2l data verify`` do."""

from d2lutils.datasets.store.cache import cache_folder, fetch, list_files, verify
from d2lutils.datasets.store.errors import DataError
from d2lutils.datasets.store.registry import registry


def print_list():
    """Print every registered file: its state in the cache, size, data set and licence."""
    print(f"Cache: {cache_folder()}")
    for file in list_files():
        print(f"{file.dataset:<14}{file.name:<30}{file.bytes:>12,} B  {file.state}")
    for dataset in registry().values():
        print(f"{dataset.name}: {dataset.title}. {dataset.licence}. {dataset.source}")


def fetch_all(names=()):
    """Fetch data sets and print where their files are.

    Parameters
    ----------
    names : iterable of str
        Registered data sets; all that the book may fetch if there are none.

    Returns
    -------
    int
        0, or 1 if one of them could not be had: the exit code of the command.

    """
    failures = 0
    for name in names or may_be_fetched():
        try:
            for path in fetch(name).values():
                print(f"{name}: {path}")
        except DataError as error:
            failures += 1
            print(f"{name}: {error}")
    return int(failures > 0)


def may_be_fetched():
    """Return the names of the data sets whose files all have an address."""
    return [d.name for d in registry().values() if all(file.addresses for file in d.files)]


def print_verification():
    """Check the sums of the files in the cache and print what is damaged.

    Returns
    -------
    int
        0, or 1 if a file is damaged: the exit code of the command.

    """
    damaged = verify()
    for file in damaged:
        print(f"{file.path} {file.state}. Delete it and run `d2l data fetch {file.dataset}`.")
    ready = sum(file.state == "ready" for file in list_files())
    print(f"{ready} files are as registered, {len(damaged)} are damaged.")
    return int(len(damaged) > 0)
