"""The built book behind the server's token: an extension of the Jupyter server."""

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from d2lutils.serve import HTML

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


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(server):
    pattern = url_path_join(server.web_app.settings["base_url"], PREFIX, "(.*)")
    options = {"path": str(HTML), "default_filename": "index.html"}
    server.web_app.add_handlers(".*$", [(pattern, PageHandler, options)])
