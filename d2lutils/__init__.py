"""The shared package of the book: everything its sections build and use again.

``import d2lutils as d2l`` changes nothing: no matplotlib setting, no random state, no NumPy mode
of MXNet. Names are loaded from their modules when first used, so that `d2l doctor` can explain
why MXNet does not import, and a plot-free script does not pay for matplotlib.
"""

import lazy_loader

__version__ = "0.1.0"

# The names and their modules are in __init__.pyi, once, where editors find them too.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
