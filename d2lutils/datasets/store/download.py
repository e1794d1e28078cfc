"""One file from one address, with time-outs and without hope after a failure."""

import re
import warnings
from urllib.parse import urlsplit

from d2lutils.datasets.store.errors import Refused, Unreachable

CONNECT_SECONDS = 5  # to get a connection
READ_SECONDS = 15  # of silence while a connection is open

PACKED = (".gz", ".tgz", ".bz2", ".xz", ".zip")  # files that are archives under their own name

_silent_hosts = set()
_offline = False


def give_up():
    """Remember that no host could be reached: this process does not wait for the network again."""
    global _offline
    _offline = True


def retry_network():
    """Make a fresh start: try the network again."""
    global _offline
    _offline = False
    _silent_hosts.clear()


class _Limited:
    """A file that refuses to grow beyond the size the registry names."""

    def __init__(self, file, size):
        self.file, self.left, self.flush = file, size, file.flush

    def write(self, chunk):
        self.left -= len(chunk)
        if self.left < 0:
            raise Refused("sends more bytes than the file has")
        self.file.write(chunk)


def import_pooch():
    """Return the module pooch, without the warning that Jupyter has no ipywidgets.

    It concerns the progress bar only, which is text then, as it should be.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pooch
    return pooch


def download(address, file, size):
    """Write what `address` serves into the open binary `file`.

    Parameters
    ----------
    address : str
        http or https.
    file : file object
        Open for writing bytes.
    size : int
        Bytes expected; a longer answer is refused while it arrives.

    Raises
    ------
    Unreachable
        No connection, or silence; at once if that happened before in this process.
    Refused
        Any other answer than the file.
    OSError
        The file cannot be written.

    """
    import requests

    host = urlsplit(address).netloc
    if _offline or host in _silent_hosts:
        raise Unreachable(f"{host} was not tried, as there was no connection before")
    fetch = import_pooch().HTTPDownloader(
        progressbar=True,
        timeout=(CONNECT_SECONDS, READ_SECONDS),
        headers={"Accept-Encoding": "identity"},  # the bytes as they are, or the sum is wrong
        hooks={"response": _keep_packed} if address.endswith(PACKED) else {},
    )
    try:
        fetch(address, _Limited(file, size), None)
    except requests.RequestException as error:
        raise _named(error, address) from None
    except Refused as error:
        raise Refused(f"{host} {error}") from None


def _keep_packed(response, **_):
    """Leave an archive packed that the server takes for a page packed on the way."""
    response.raw.headers.pop("Content-Encoding", None)


def _named(error, address):
    """Return the exception that tells the cause of one of requests."""
    from requests import exceptions

    host = urlsplit(address).netloc
    if isinstance(error, exceptions.HTTPError):
        return Refused(f"{host} answers HTTP {error.response.status_code}")
    if isinstance(error, exceptions.SSLError):
        return Refused(
            f"the secure connection to {host} failed ({_ssl_reason(error)}; look at the clock of "
            "this machine, and whether the network puts certificates of its own in between)"
        )
    if isinstance(error, exceptions.InvalidSchema) and "SOCKS" in str(error):
        return Refused(
            f"the proxy {_proxy(address)} is a SOCKS proxy, for which Python needs PySocks: run "
            "`pip install pysocks`, or unset ALL_PROXY"
        )
    if isinstance(error, (exceptions.ConnectionError, exceptions.Timeout)):
        _silent_hosts.add(host)
        return Unreachable(_why_unreachable(error, address))
    if isinstance(error, exceptions.ChunkedEncodingError):
        return Refused(f"{host} broke off the transfer")
    return Refused(f"{host} failed ({type(error).__name__})")


def _why_unreachable(error, address):
    import requests

    host = urlsplit(address).netloc
    if isinstance(error, requests.exceptions.ProxyError):
        return (
            f"{host} cannot be reached, because the proxy {_proxy(address)} does not let it through"
            " (HTTP_PROXY, HTTPS_PROXY or ALL_PROXY is set; unset it, or name the host in NO_PROXY)"
        )
    if isinstance(error, requests.ReadTimeout) or "Read timed out" in str(error):
        return f"{host} was silent for {READ_SECONDS} s"
    return f"{host} cannot be reached"


def _proxy(address):
    """Return the proxy that the environment names for an address, without its password."""
    import requests

    proxy = requests.utils.select_proxy(address, requests.utils.get_environ_proxies(address))
    return re.sub(r"^(\w+://)?(.*@)?", "", proxy or "of this machine")


def _ssl_reason(error):
    """Return OpenSSL's own words out of the error's many layers."""
    found = re.search(r"\[SSL[^\]]*\] ([^()'\"]+)", str(error))
    return found[1].strip() if found else "no agreement"
