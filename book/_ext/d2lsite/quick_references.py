"""References resolved from memory: each would otherwise search a disk.

For every ``{numref}`` Sphinx reads the tree of the page referred to again, and for every citation
pybtex looks its style up among all installed packages: 15 ms a time.
"""

import functools

from pybtex import plugin
from sphinx.domains.std import StandardDomain


class Remembering:
    """An environment that keeps the trees it was last asked for; they may be read, not changed."""

    def __init__(self, env):
        self.env = env
        self.get_doctree = functools.lru_cache(maxsize=4)(env.get_doctree)

    def __getattr__(self, name):
        return getattr(self.env, name)


class QuickStandardDomain(StandardDomain):
    """The standard domain; references by number read each tree once."""

    @functools.cached_property
    def remembering(self):
        """Return the environment with a memory; made when all pages have been read."""
        return Remembering(self.env)

    def _resolve_numref_xref(self, env, *args):
        return super()._resolve_numref_xref(self.remembering, *args)


def setup(app):
    """Replace the domain, and let pybtex remember what it found."""
    app.add_domain(QuickStandardDomain, override=True)
    plugin._load_entry_point = functools.cache(plugin._load_entry_point)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
