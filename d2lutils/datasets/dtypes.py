"""Which arrays MXNet can take, and what to do about the others."""

from d2lutils.convert import as_numpy

KNOWN = ("float16", "float32", "float64", "uint8", "int8", "int32", "int64", "bool")
TABLE_KINDS = ("float16", "float32", "uint8", "int8", "int32", "int64")


def checked(data):
    """Return data as a NumPy array that MXNet can take.

    Parameters
    ----------
    data : numpy.ndarray, mxnet.np.ndarray, list, pandas.DataFrame or pandas.Series
        A table must be of one kind of numbers that a layer takes: pandas makes columns float64 or
        bool without being asked, and a layer refuses both at the first batch.

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    ValueError
        What is wrong, and how to convert it.

    """
    if hasattr(data, "iloc"):  # pandas
        _check_table(data)
    array = as_numpy(data)
    if str(array.dtype) in KNOWN:
        return array
    if array.dtype.kind in "OSUMm":
        raise ValueError(
            f"the data are not numbers but of dtype {array.dtype}: turn text and dates into "
            "numbers first, then .astype('float32')"
        )
    target = "int32" if array.dtype.kind in "iu" else "float32"
    raise ValueError(f"MXNet has no dtype {array.dtype}: convert the data with .astype('{target}')")


def _check_table(table):
    columns = [(table.name, table.dtype)] if table.ndim == 1 else table.dtypes.items()
    wrong = [f"{name} ({dtype})" for name, dtype in columns if str(dtype) not in TABLE_KINDS]
    if wrong:
        some = ", ".join(wrong[:5]) + (f" and {len(wrong) - 5} more" if wrong[5:] else "")
        raise ValueError(
            f"these columns cannot be trained on: {some}. Turn text into numbers, then convert the "
            "table with .astype('float32'), or labels with .astype('int32')"
        )
