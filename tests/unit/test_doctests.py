"""Every example in a docstring of d2lutils gives what it says."""

import doctest
import importlib
import pkgutil

import pytest

import d2lutils

MODULES = [
    module.name
    for module in pkgutil.walk_packages(d2lutils.__path__, "d2lutils.")
    if not module.name.endswith("__main__")  # runs the command when imported
]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name):
    failures, _ = doctest.testmod(
        importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert failures == 0


def test_there_are_examples():
    tried = sum(
        doctest.testmod(importlib.import_module(name), report=False).attempted for name in MODULES
    )
    assert tried > 40
