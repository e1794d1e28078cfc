"""The convolutional networks of chapter 5, a module each, as their papers define them."""

from d2lutils._lazy import attach

#: The public names by the module that defines them.
MODULES = {
    "_lenet": ["lenet"],
    "_resnet": ["Residual", "resnet18"],
}

__getattr__, __dir__, __all__ = attach(__name__, MODULES)
