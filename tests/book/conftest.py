"""Fixtures of the tests that read the built site."""

from tests.book.site import site  # noqa: F401
