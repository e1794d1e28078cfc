"""Names of a package that are loaded from their modules when first used (PEP 562)."""

import importlib
import sys


def attach(package, modules):
    """Make the public names of a package's modules attributes of the package, loaded on demand.

    Parameters
    ----------
    package : str
        The package's ``__name__``.
    modules : dict of str to list of str
        The public names by the module that defines them.

    Returns
    -------
    (callable, callable, list of str)
        The package's ``__getattr__``, ``__dir__`` and ``__all__``. Modules whose name does not
        begin with an underscore are public themselves.

    """
    module_of = {name: module for module, names in modules.items() for name in names}
    public = sorted([*module_of, *(module for module in modules if module[0] != "_")])

    def __getattr__(name):
        if name in modules:
            return importlib.import_module(f"{package}.{name}")
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f"{package}.{module_of[name]}"), name)
        setattr(sys.modules[package], name, value)  # the next access is a plain look-up
        return value

    return __getattr__, lambda: public, public
