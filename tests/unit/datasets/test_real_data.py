"""The real files, where a mirror holds them: D2L_DATA_MIRROR."""

import os

import numpy
import pytest

import d2lutils as d2l
from d2lutils.datasets.idx import read_idx
from d2lutils.datasets.store.cache import fetch

MIRROR = os.environ.get("D2L_DATA_MIRROR")
pytestmark = [
    pytest.mark.mirror,
    pytest.mark.skipif(not MIRROR, reason="D2L_DATA_MIRROR names no folder with the real files"),
]


@pytest.fixture(autouse=True)
def _full(_isolated, monkeypatch):
    monkeypatch.setenv("D2L_DATA_MIRROR", MIRROR)
    monkeypatch.setenv("D2L_DATA", "full")


@pytest.mark.parametrize("dataset", ["fashion-mnist", "kaggle-house", "airfoil"])
def test_sums(dataset):
    assert all(path.exists() for path in fetch(dataset).values())


def test_fashion_mnist_files():
    paths = fetch("fashion-mnist")
    X, y = (read_idx(paths[f"train-{kind}-ubyte.gz"]) for kind in ("images-idx3", "labels-idx1"))
    assert (X.shape, X.dtype) == ((60_000, 28, 28), numpy.uint8)
    assert numpy.bincount(y).tolist() == [6000] * 10
    assert y[:4].tolist() == [9, 0, 0, 3]
    y_test = read_idx(paths["t10k-labels-idx1-ubyte.gz"])
    assert numpy.bincount(y_test).tolist() == [1000] * 10


def test_fashion_mnist_batches():
    train_iter, test_iter = d2l.load_fashion_mnist(256)
    assert (train_iter.num_examples, test_iter.num_examples) == (60_000, 10_000)
    assert (len(train_iter), train_iter.source) == (235, "full")
    X, y = next(iter(test_iter))
    assert (X.shape, y.dtype) == ((256, 1, 28, 28), numpy.int32)
    assert (float(X.min()), float(X.max())) == (0, 1)
    assert d2l.fashion_mnist_labels(y[:3]) == ["ankle boot", "pullover", "trouser"]
    assert sum(len(y) for _, y in train_iter) == 60_000


def test_airfoil_table():
    train_iter, feature_dim = d2l.load_airfoil(100)
    assert (train_iter.num_examples, feature_dim, train_iter.source) == (1500, 5, "full")


def test_house_tables_and_their_stand_ins_agree(monkeypatch):
    real = d2l.load_house_prices()
    monkeypatch.setenv("D2L_DATA", "embedded")
    made = d2l.load_house_prices()
    assert real[0]["SalePrice"][0] == 208_500
    for ours, theirs in zip(made, real):
        assert ours.shape == theirs.shape
        assert list(ours.columns) == list(theirs.columns)
        assert list(ours.dtypes) == list(theirs.dtypes)
        gaps, real_gaps = ours.isna().mean(), theirs.isna().mean()
        assert ((gaps > 0) == (real_gaps > 0)).all()
        numpy.testing.assert_allclose(gaps, real_gaps, atol=0.06)
        for name in theirs.columns[theirs.dtypes == "object"]:
            assert set(ours[name].dropna()) <= set(real[0][name]) | set(real[1][name]), name
        numeric = theirs.columns[theirs.dtypes != "object"]
        ratio = ours[numeric].mean() / theirs[numeric].mean()
        rare = ["BsmtFinSF2", "PoolArea", "MiscVal", "3SsnPorch", "LowQualFinSF"]
        assert ratio.drop(rare).between(0.6, 1.5).all()
