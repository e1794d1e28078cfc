"""Data sets: the registry, verified downloads, stand-ins, and minibatches."""
from d2lutils.datasets._archives import unpack
from d2lutils.datasets._download import forget as retry_network
from d2lutils.datasets._errors import DataError
from d2lutils.datasets._source import sources_used
from d2lutils.datasets._store import FileStatus, data_home, data_mode, fetch, list_files, verify
from d2lutils.datasets.arrays import ArrayIterator, load_array
from d2lutils.datasets.idx import read_idx
from d2lutils.datasets.images import fashion_mnist_labels, load_fashion_mnist, resize_bilinear
from d2lutils.datasets.synthetic import synthetic_data
from d2lutils.datasets.tabular import load_airfoil, load_house_prices

__all__ = [
    "ArrayIterator", "DataError", "FileStatus", "data_home", "data_mode", "fashion_mnist_labels",
    "fetch", "list_files", "load_airfoil", "load_array", "load_fashion_mnist",
    "load_house_prices", "read_idx", "resize_bilinear", "retry_network", "sources_used",
    "synthetic_data", "unpack", "verify",
]
