"""Loaders of tables."""

import numpy

from d2lutils.datasets.iterators import ArrayIterator, positive
from d2lutils.datasets.store.errors import DataError
from d2lutils.datasets.store.source import load


def load_airfoil(batch_size=10, *, num_examples=1500):
    """Load the NASA airfoil measurements as shuffled minibatches of standardised numbers.

    Frequency, angle of attack, chord length, flow speed and displacement thickness predict the
    sound pressure level. Every column, the target too, has mean 0 and standard deviation 1 over
    the examples kept; one that is the same in all of them is 0.

    Parameters
    ----------
    batch_size : int
        Examples in a batch.
    num_examples : int
        Keep only the first examples of the table, up to 1,503.

    Returns
    -------
    train_iter : ArrayIterator
        Batches X (n, 5) and y (n, 1), float32; `source` is "full" or "embedded".
    feature_dim : int
        5.

    Raises
    ------
    ValueError
        An argument is not a whole number from 1 up, or `num_examples` is out of range.
    DataError
        With ``D2L_DATA=full``, if the real file cannot be had.

    Notes
    -----
    Introduced in section 7.4. Brooks, Pope and Marcolini, Airfoil self-noise and prediction,
    NASA RP-1218, 1989.

    Examples
    --------
    >>> train_iter, feature_dim = load_airfoil(batch_size=10)
    >>> X, y = next(iter(train_iter))
    >>> X.shape, y.shape, feature_dim
    ((10, 5), (10, 1), 5)

    """
    positive("batch_size", batch_size)
    if not 2 <= positive("num_examples", num_examples) <= 1503:
        raise ValueError(f"num_examples must be from 2 to 1,503, got {num_examples!r}")
    table, source = load("airfoil", _read_airfoil, _make_airfoil)
    table = table[:num_examples]
    table = standardise(table).astype("float32")
    batches = ArrayIterator((table[:, :-1], table[:, -1:]), batch_size, shuffle=True, source=source)
    return batches, table.shape[1] - 1


def load_house_prices():
    """Load the tables of the Kaggle competition on house prices in Ames, Iowa.

    Returns
    -------
    train : pandas.DataFrame, 1,460 rows and 81 columns
        ``Id``, 79 features, ``SalePrice`` in dollars.
    test : pandas.DataFrame, 1,459 rows and 80 columns
        The same without ``SalePrice``. Of both, ``attrs["source"]`` is "full" or "embedded".

    Raises
    ------
    DataError
        With ``D2L_DATA=full``, if the real files cannot be had.

    Notes
    -----
    Introduced in section 3.16. De Cock, Ames, Iowa: alternative to the Boston housing data, Journal
    of Statistics Education 19(3), 2011.

    Examples
    --------
    >>> train, test = load_house_prices()
    >>> train.shape, test.shape
    ((1460, 81), (1459, 80))

    """
    tables, source = load("kaggle-house", _read_houses, _make_houses)
    for table in tables:
        table.attrs["source"] = source
    return tables


def standardise(table):
    """Give every column mean 0 and standard deviation 1; a constant column becomes 0.

    Parameters
    ----------
    table : numpy.ndarray, shape (n, d)
        Finite numbers.

    Returns
    -------
    numpy.ndarray of float64, shape (n, d)

    Examples
    --------
    >>> standardise(numpy.array([[1.0, 0.1], [3.0, 0.1]]))
    array([[-1.,  0.],
           [ 1.,  0.]])

    """
    table = numpy.asarray(table, dtype="float64")
    varies = table.max(axis=0) > table.min(axis=0)  # rounding gives a constant some deviation
    centred = numpy.where(varies, table - table.mean(axis=0), 0)
    return centred / numpy.where(varies, table.std(axis=0), 1)


def _read_airfoil(paths):
    path = paths["airfoil_self_noise.dat"]
    try:
        return numpy.loadtxt(path, ndmin=2)
    except ValueError as error:
        raise DataError(
            path, f"it is not a table of numbers ({error})", "Delete the file and fetch it again."
        ) from None


def _make_airfoil():
    from d2lutils.datasets.standins.airfoil import make_airfoil

    return make_airfoil()


def _read_houses(paths):
    import pandas

    return tuple(
        pandas.read_csv(paths[f"kaggle_house_pred_{part}.csv"]) for part in ("train", "test")
    )


def _make_houses():
    from d2lutils.datasets.standins.houses import make_houses

    return make_houses()
