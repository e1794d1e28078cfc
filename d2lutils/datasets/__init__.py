"""Data sets: the registry, verified downloads, stand-ins, and minibatches.

Names are loaded from their modules when first used: `d2l doctor` and `d2l data` need no MXNet.
"""

import importlib

#: The public names by the module that defines them.
MODULES = {
    "_archives": ["unpack"],
    "_commands": ["fetch_all", "print_list", "print_verification"],
    "_download": ["retry_network"],
    "_errors": ["DataError"],
    "_source": ["sources_used"],
    "_store": ["FileStatus", "cache_folder", "data_mode", "fetch", "list_files", "verify"],
    "arrays": ["ArrayIterator", "load_array"],
    "idx": ["read_idx"],
    "images": ["fashion_mnist_labels", "load_fashion_mnist", "resize_bilinear"],
    "synthetic": ["synthetic_data"],
    "tabular": ["load_airfoil", "load_house_prices"],
}
_MODULE_OF = {name: module for module, names in MODULES.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name):
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'd2lutils.datasets' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"d2lutils.datasets.{_MODULE_OF[name]}"), name)
    globals()[name] = value  # the next access is a plain look-up
    return value


def __dir__():
    return __all__
