"""Minibatches of arrays."""

import re

import mxnet as mx
import numpy
import pytest
from mxnet import np

import d2lutils as d2l


def data(n=10):
    return np.arange(2.0 * n).reshape(n, 2), np.arange(1.0 * n).reshape(n, 1)


def test_batches_cover_all_rows_once_and_stay_paired():
    X, y = data()
    batches = d2l.load_array((X, y), 4)
    assert len(batches) == 3
    for _ in range(2):  # as often as asked for
        seen = list(batches)
        assert [part.shape for part in seen[2]] == [(2, 2), (2, 1)]
        assert all(isinstance(part, mx.np.ndarray) for batch in seen for part in batch)
        assert (
            np.concatenate([b[0] for b in seen])[:, :1] == 2 * np.concatenate([b[1] for b in seen])
        ).all()
        assert sorted(np.concatenate([b[1] for b in seen]).flatten().tolist()) == list(range(10))


def test_order():
    X, y = data(100)
    fixed = [b[1].asnumpy() for b in d2l.load_array((X, y), 30, shuffle=False)]
    numpy.testing.assert_array_equal(numpy.concatenate(fixed), y.asnumpy())

    def order(batches):
        return numpy.concatenate([b[1].asnumpy() for b in batches])[:, 0]

    batches = d2l.load_array((X, y), 30)
    numpy.random.seed(4)
    first, second = order(batches), order(batches)
    assert (first != second).any()
    numpy.random.seed(4)
    numpy.testing.assert_array_equal(order(batches), first)
    numpy.random.seed(4)
    numpy.testing.assert_array_equal(numpy.random.permutation(100), first)


def test_types_are_kept():
    arrays = numpy.ones(3, "float32"), numpy.ones(3, "int32"), np.ones(3, dtype="uint8")
    batch = next(iter(d2l.load_array(arrays, 3)))
    assert [part.dtype for part in batch] == [numpy.float32, numpy.int32, numpy.uint8]


def test_a_batch_is_a_copy():
    X, y = data()
    batches = d2l.load_array((X, y), 10, shuffle=False)
    next(iter(batches))[0][:] = -1
    assert (next(iter(batches))[0] == X).all()


@pytest.mark.parametrize(
    "arrays",
    [
        (),
        (np.ones((3, 2)), np.ones(4)),
        (np.ones((0, 2)), np.ones(0)),
        (numpy.float32(3),),
    ],
)
def test_arrays_that_do_not_fit(arrays):
    with pytest.raises(ValueError, match="rows|no examples"):
        d2l.load_array(arrays, 2)


@pytest.mark.parametrize("batch_size", [0, -1, 2.5, "2", None, True])
def test_bad_batch_size(batch_size):
    with pytest.raises(ValueError, match="batch_size must be a whole number from 1 up"):
        d2l.load_array(data(), batch_size)


def test_a_batch_larger_than_the_data():
    assert [len(y) for _, y in d2l.load_array(data(), 1000)] == [10]


def test_synthetic_data_has_the_model_and_the_noise():
    w, b = np.array([2, -3.4]), 4.2
    X, y = d2l.synthetic_data(w, b, 20000, noise=0.1)
    assert (X.shape, y.shape) == ((20000, 2), (20000, 1))
    design = numpy.column_stack([X.asnumpy(), numpy.ones(20000)])
    found, squares, *_ = numpy.linalg.lstsq(design, y.asnumpy()[:, 0], rcond=None)
    numpy.testing.assert_allclose(found, [2, -3.4, 4.2], atol=0.01)
    numpy.testing.assert_allclose((squares[0] / 20000) ** 0.5, 0.1, rtol=0.05)


@pytest.mark.parametrize(("n", "k"), [(7, 3), (20, 5), (1460, 5), (6, 6)])
def test_k_fold_equals_scikit_learn(n, k):
    from sklearn.model_selection import KFold

    numpy.random.seed(5)
    mine = d2l.k_fold(n, k)
    numpy.random.seed(5)
    theirs = list(KFold(k, shuffle=True).split(numpy.zeros(n)))  # the global generator, too
    assert len(mine) == len(theirs) == k
    for (train, valid), (their_train, their_valid) in zip(mine, theirs):
        numpy.testing.assert_array_equal(numpy.sort(train), their_train)  # theirs are sorted
        numpy.testing.assert_array_equal(numpy.sort(valid), their_valid)
    assert sorted(numpy.concatenate([valid for _, valid in mine])) == list(range(n))


@pytest.mark.parametrize("k", [-1, 0, 1, 8])
def test_k_fold_refuses_impossible_numbers(k):
    with pytest.raises(ValueError, match=f"cannot cut 7 examples into {k} folds"):
        d2l.k_fold(7, k)


@pytest.mark.parametrize(
    ("column", "dtype"),
    [
        ([True, False], "bool"),
        ([1, 2], "int16"),
        ([1, 2], "uint16"),
        ([1, 2], "uint64"),
        ([0.5, 1.5], "float64"),
        (["a", "b"], "object"),
        (["2026-01-01", "2026-01-02"], "datetime64[ns]"),
    ],
)
def test_columns_that_cannot_be_trained_on_are_named_at_construction(column, dtype):
    import pandas

    good = pandas.Series([1.0, 2.0], dtype="float32")
    table = pandas.DataFrame({"size": good, "kind": pandas.Series(column).astype(dtype)})
    y = numpy.zeros(2, "float32")
    message = rf"cannot be trained on: kind \({re.escape(dtype)}\)\. .*astype\('float32'\)"
    with pytest.raises(ValueError, match=message):
        d2l.load_array((table, y), 2)
    with pytest.raises(ValueError, match=message):
        d2l.load_array((y, table["kind"]), 2)
    X, _ = next(iter(d2l.load_array((table[["size"]], y), 2, shuffle=False)))
    assert X.tolist() == [[1.0], [2.0]]


@pytest.mark.parametrize("dtype", ["int16", "uint16", "uint32", "uint64", "complex64", "U3", "O"])
def test_arrays_that_mxnet_does_not_know_are_refused_at_construction(dtype):
    with pytest.raises(ValueError, match=r"\.astype\('(int32|float32)'\)"):
        d2l.load_array((numpy.ones(3).astype(dtype),), 2)
