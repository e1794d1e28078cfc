"""What losses and scores expect of their arrays, said before the numbers come out wrong."""

import numpy

from d2lutils.convert import as_numpy


def require_classes(y_hat, y):
    """Complain if scores and labels are not those of a classification.

    Parameters
    ----------
    y_hat : array, shape (n, k)
        One score a class, of at least two.
    y : array, shape (n,)
        True classes: whole numbers from 0 to k - 1, of any dtype.

    Raises
    ------
    ValueError
        What is wrong, and what to do.

    Notes
    -----
    Introduced in section 3.6.

    Examples
    --------
    >>> require_classes(numpy.zeros((2, 3)), numpy.array([0, 3]))
    Traceback (most recent call last):
        ...
    ValueError: the label 3 is not one of the 3 classes 0 to 2

    """
    _require_shapes(tuple(y_hat.shape), tuple(y.shape))
    require_labels(y, y_hat.shape[1])


def _require_shapes(scores, labels):
    if len(scores) != 2:
        raise ValueError(
            f"scores must have shape (n, k), a row an example and a column a class, got {scores}"
        )
    if scores[1] < 2:
        raise ValueError(
            f"scores of shape {scores} have fewer than two columns: let the network give two "
            "outputs, or pass a score of your own, for example the mean of (y_hat > 0) == y"
        )
    if labels == scores:
        raise ValueError(
            f"labels of shape {labels} look one-hot: take the class numbers, y.argmax(axis=1)"
        )
    if labels != scores[:1]:
        remedy = ": flatten them with y.reshape(-1)" if labels == (scores[0], 1) else ""
        raise ValueError(f"labels must have shape {scores[:1]}, got {labels}{remedy}")


def require_labels(y, num_classes):
    """Complain if labels, of any shape, are not whole numbers from 0 to `num_classes` - 1."""
    labels = as_numpy(y)
    if labels.size and labels.dtype.kind == "f":
        broken = labels[~(labels == numpy.floor(labels))]  # nan too
        if broken.size:
            raise ValueError(f"the label {broken[0]} is not a whole number: classes are counted")
    outside = labels[(labels < 0) | (labels >= num_classes)]
    if outside.size:
        raise ValueError(
            f"the label {outside[0]:.0f} is not one of the {num_classes} classes 0 to "
            f"{num_classes - 1}"
        )


def sum_losses(l, y):
    """Add up the losses of a batch in double precision.

    Parameters
    ----------
    l : array, shape (n,) or (n, ...)
        One number an example, or one an element of `y`.
    y : array, shape (n, ...)
        The labels.

    Returns
    -------
    float
        Sums in float16 end at 65,504, and long ones in float32 lose digits.

    Raises
    ------
    ValueError
        If the losses do not match the labels: a mean or a sum was taken, or they were broadcast.

    Notes
    -----
    Introduced in section 3.6.

    Examples
    --------
    >>> sum_losses(numpy.full(3, 60_000, dtype="float16"), numpy.zeros(3))
    180000.0

    """
    require_losses(l, y)
    return float(as_numpy(l).sum(dtype="float64"))


def require_losses(l, y):
    """Complain if there is not one loss an example, or one an element of the labels."""
    if not hasattr(y, "shape"):  # several arrays of labels: nothing to compare with
        return
    shape, labels = tuple(l.shape), tuple(y.shape)
    if shape[:1] != labels[:1]:
        raise ValueError(
            f"the loss has shape {shape} for labels of shape {labels}, but must hold one "
            "number an example: leave out its mean or sum, the step divides by the batch size."
        )
    if l.size not in (len(y), y.size):
        raise ValueError(
            f"the loss has shape {shape} for labels of shape {labels}, but must hold one number an "
            "example: predictions and labels of unlike shape were broadcast, reshape one of them."
        )


def require_repeatable(train_iter, test_iter, num_epochs):
    """Complain about data that cannot be read in each of several epochs, or are not there."""
    for name, data in (("train_iter", train_iter), ("test_iter", test_iter)):
        if hasattr(data, "__next__") or (data is train_iter and not hasattr(data, "__len__")):
            raise ValueError(
                f"{name} is a {type(data).__name__}, which is used up after one pass and has no "
                f"length: make a list of its batches, list({name})"
            )
    if num_epochs < 1 or not len(train_iter):
        raise ValueError(f"nothing to do: {num_epochs} epochs of {len(train_iter)} batches")
    if test_iter is not None and hasattr(test_iter, "__len__") and not len(test_iter):
        raise ValueError("test_iter is empty: pass None for no evaluation")
