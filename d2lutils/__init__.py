"""The shared package of the book: everything its sections build and use again.

``import d2lutils as d2l`` changes nothing: no matplotlib setting, no random state, no NumPy mode
of MXNet. Names are loaded from their modules when first used, so that `d2l doctor` can explain
why MXNet does not import, and a plot-free script does not pay for matplotlib.
"""

import importlib

__version__ = "0.1.0"

#: The public names by the module that defines them.
MODULES = {
    "checks": ["CheckResult", "check", "compare"],
    "datasets": [
        "ArrayIterator",
        "DataError",
        "fashion_mnist_labels",
        "load_airfoil",
        "load_array",
        "load_fashion_mnist",
        "load_house_prices",
        "synthetic_data",
    ],
    "device": ["OnDevice", "by_device", "device_of", "split_batch", "try_all_gpus", "try_gpu"],
    "gradients": ["numerical_gradient"],
    "layers": ["Residual", "corr2d", "linreg", "resnet18"],
    "losses": ["cross_entropy", "squared_loss"],
    "metrics": ["Accumulator", "accuracy", "evaluate_accuracy", "evaluate_loss"],
    "optim": ["grad_clipping", "sgd"],
    "plotting": ["TrainingCurve", "plot", "show_images", "use_svg_display"],
    "timing": ["Timer"],
    "training": ["History", "fit", "train_epoch"],
}
_MODULE_OF = {name: module for module, names in MODULES.items() for name in names}

__all__ = sorted([*_MODULE_OF, *MODULES])


def __getattr__(name):
    if name in MODULES:
        return importlib.import_module(f"d2lutils.{name}")
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'd2lutils' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"d2lutils.{_MODULE_OF[name]}"), name)
    globals()[name] = value  # the next access is a plain look-up
    return value


def __dir__():
    return __all__
