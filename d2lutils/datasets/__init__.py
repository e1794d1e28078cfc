"""Data sets: the registry, verified downloads, stand-ins, and minibatches.

Names are loaded from their modules when first used: `d2l doctor` and `d2l data` need no MXNet.
"""

from d2lutils._lazy import attach

#: The public names by the module that defines them.
MODULES = {
    "_archives": ["unpack"],
    "_commands": ["fetch_all", "print_list", "print_verification"],
    "_download": ["retry_network"],
    "_errors": ["DataError"],
    "_source": ["sources_used"],
    "_store": ["FileStatus", "cache_folder", "data_mode", "fetch", "list_files", "verify"],
    "arrays": ["ArrayIterator", "k_fold", "load_array"],
    "idx": ["read_idx"],
    "images": ["fashion_mnist_labels", "load_fashion_mnist", "load_photo", "resize_bilinear"],
    "synthetic": ["synthetic_data"],
    "tabular": ["load_airfoil", "load_house_prices"],
}

__getattr__, __dir__, __all__ = attach(__name__, MODULES)
