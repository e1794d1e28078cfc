"""The kernels behind the served book: not more at once than the machine bears."""

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError
from traitlets import Integer

LIMIT = 8
FULL = (
    "{limit} kernels run already, the most that this server allows. Close pages with live code, "
    "or shut kernels down in JupyterLab (Running Terminals and Kernels), and try again."
)


class LimitedKernelManager(AsyncMappingKernelManager):
    """Jupyter's manager of kernels with an upper limit on their number.

    Attributes
    ----------
    max_kernels : int
        Kernels that may run at once; the start of one more is refused with status 503.

    """

    max_kernels = Integer(LIMIT, help="Kernels that may run at once.", config=True)

    async def _async_start_kernel(self, **options):
        """Start a kernel, or raise HTTPError when there are enough."""
        if len(self) >= self.max_kernels:
            message = FULL.format(limit=self.max_kernels)
            raise HTTPError(503, message, reason="Too many kernels")
        return await super()._async_start_kernel(**options)

    start_kernel = _async_start_kernel
