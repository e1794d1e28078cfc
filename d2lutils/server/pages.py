"""The built book behind the server's token: an extension of the Jupyter server."""

from urllib.parse import quote

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from d2lutils.paths import HTML
from d2lutils.server import copies
from d2lutils.server.proof import proof

PREFIX = "read"  # the book's pages are at /read/zh/… and /read/en/…


class PageHandler(JupyterHandler, web.StaticFileHandler):
    """Serves a file of the book to those who have logged in; others are sent to the login page."""

    @web.authenticated
    def get(self, path, include_body=True):
        """Send a file."""
        return web.StaticFileHandler.get(self, path, include_body)

    @web.authenticated
    def head(self, path):
        """Send what `get` would, without the file."""
        return web.StaticFileHandler.get(self, path, include_body=False)

    def set_extra_headers(self, path):
        """Let the browser ask each time whether the page has been built again."""
        self.set_header("Cache-Control", "no-cache")


class ProofHandler(JupyterHandler):
    """Proves to `d2l serve`, before it tells anybody the token, that this server is its own."""

    @allow_unauthenticated
    def get(self):
        """Answer the question in the query."""
        self.finish(proof(self.identity_provider.token, self.request.query))


class CopyHandler(JupyterHandler):
    """The reader's own copy of a section: opened with GET, begun afresh with POST."""

    @web.authenticated
    def get(self, edition, page):
        """Make the copy where there is none, and lead to it in JupyterLab."""
        path = self._answer(copies.bring_chapter, page, edition)
        below = quote(path.relative_to(copies.WORK.parent).as_posix())
        self.redirect(url_path_join(self.base_url, "lab", "tree", below))

    @web.authenticated
    def post(self, edition, page):
        """Reset the copy; answer under which name the old one is kept, or null."""
        kept = self._answer(copies.reset, page, edition)
        self.finish({"kept": kept and kept.name})

    def _answer(self, action, page, edition):
        try:
            return action(page, edition)
        except copies.CopyError as error:
            raise web.HTTPError(404, str(error)) from error


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(server):
    base = server.web_app.settings["base_url"]
    options = {"path": str(HTML), "default_filename": "index.html"}
    handlers = [
        (url_path_join(base, PREFIX, "(.*)"), PageHandler, options),
        (url_path_join(base, "read-proof"), ProofHandler),
        (url_path_join(base, "read-copy", r"(zh|en)/(chapters/\w+/\w+)"), CopyHandler),
    ]
    server.web_app.add_handlers(".*$", handlers)
