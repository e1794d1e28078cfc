"""The one exception of the data layer."""


class DataError(RuntimeError):
    """Data that cannot be had, or that is not what it should be.

    Its text is one paragraph: the file, the cause and the next step.

    Parameters
    ----------
    file : str or pathlib.Path
        What the trouble is about.
    cause : str
        Why, without the full stop.
    next_step : str
        What the reader can do, as full sentences.

    Examples
    --------
    >>> print(DataError("a.gz", "the download broke off", "Run the cell again."))
    a.gz: the download broke off. Run the cell again.

    """

    def __init__(self, file, cause, next_step):
        self.file, self.cause, self.next_step = str(file), cause, next_step
        super().__init__(file, cause, next_step)

    def __str__(self):
        return f"{self.file}: {self.cause}. {self.next_step}"

    def _render_traceback_(self):
        """Return what a notebook shows: the paragraph, not the way to it."""
        return [f"DataError: {self}"]


class Refused(Exception):
    """One place did not give the file; the next one may."""


class Unreachable(Refused):
    """No connection to the place, or it fell silent."""
