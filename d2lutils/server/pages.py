"""The built book behind the server's token: an extension of the Jupyter server."""

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from d2lutils.paths import HTML
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


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(server):
    pattern = url_path_join(server.web_app.settings["base_url"], PREFIX, "(.*)")
    options = {"path": str(HTML), "default_filename": "index.html"}
    proof_path = url_path_join(server.web_app.settings["base_url"], "read-proof")
    handlers = [(pattern, PageHandler, options), (proof_path, ProofHandler)]
    server.web_app.add_handlers(".*$", handlers)
