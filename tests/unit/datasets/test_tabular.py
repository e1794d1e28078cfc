"""The loaders of tables, on the made-up ones."""

import numpy
import pytest
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.neighbors import KNeighborsRegressor

import d2lutils as d2l
from d2lutils.datasets.standins.airfoil import make_airfoil
from d2lutils.datasets.standins.houses import make_houses


@pytest.fixture(autouse=True)
def _embedded(monkeypatch):
    monkeypatch.setenv("D2L_DATA", "embedded")


def test_airfoil_batches():
    train_iter, feature_dim = d2l.load_airfoil(10)
    assert (train_iter.num_examples, len(train_iter), feature_dim) == (1500, 150, 5)
    assert train_iter.source == "embedded"
    X, y = next(iter(train_iter))
    assert (X.shape, X.dtype, y.shape, y.dtype) == ((10, 5), "float32", (10, 1), "float32")
    for array in train_iter.arrays:
        numpy.testing.assert_allclose(array.mean(axis=0), 0, atol=1e-4)
        numpy.testing.assert_allclose(array.std(axis=0), 1, rtol=1e-4)
    assert d2l.load_airfoil(10, num_examples=100)[0].num_examples == 100


@pytest.mark.parametrize(
    "options",
    [{"batch_size": 0}, {"num_examples": 1}, {"num_examples": 1504}, {"num_examples": "all"}],
)
def test_airfoil_bad_arguments(options):
    with pytest.raises(ValueError, match=f"{next(iter(options))} must be"):
        d2l.load_airfoil(**options)


def test_airfoil_can_be_learned_and_better_than_by_a_line():
    table = make_airfoil()
    assert table.shape == (1503, 6)
    table = (table - table.mean(0)) / table.std(0)
    X, y, folds = table[:, :5], table[:, 5], KFold(5, shuffle=True, random_state=0)

    def error(model):
        return ((cross_val_predict(model, X, y, cv=folds) - y) ** 2).mean()

    line, neighbors = error(LinearRegression()), error(KNeighborsRegressor(5))
    assert 0.1 < line < 0.6
    assert neighbors < 0.7 * line


def log_rmse(tables):
    """Five-fold log-RMSE of a ridge regression on standardised numbers and one-hot names."""
    import pandas

    train, test = tables
    both = pandas.concat([train.iloc[:, 1:-1], test.iloc[:, 1:]])
    numeric = both.select_dtypes("number").columns
    both[numeric] = ((both[numeric] - both[numeric].mean()) / both[numeric].std()).fillna(0)
    X = pandas.get_dummies(both, dummy_na=True).astype("float64").values[: len(train)]
    price = train["SalePrice"].values
    guess = numpy.clip(cross_val_predict(Ridge(10), X, price, cv=KFold(5)), 1, None)
    return numpy.sqrt(numpy.mean((numpy.log(guess) - numpy.log(price)) ** 2))


def test_houses():
    train, test = d2l.load_house_prices()
    assert train.shape == (1460, 81)
    assert test.shape == (1459, 80)
    assert train.attrs["source"] == test.attrs["source"] == "embedded"
    assert list(train.columns[:-1]) == list(test.columns)
    assert train.columns[-1] == "SalePrice"
    assert [*train["Id"], *test["Id"]] == list(range(1, 2920))
    assert train["SalePrice"].between(30_000, 800_000).all()
    assert 0.15 < train["LotFrontage"].isna().mean() < 0.2
    assert train["PoolQC"].isna().mean() > 0.98
    assert (
        train["GrLivArea"] == train["1stFlrSF"] + train["2ndFlrSF"] + train["LowQualFinSF"]
    ).all()


def test_house_prices_follow_from_the_features():
    assert 0.14 < log_rmse(make_houses()) < 0.2
    train, test = make_houses()
    shuffled = train.assign(SalePrice=numpy.random.permutation(train["SalePrice"]))
    assert log_rmse((shuffled, test)) > 0.35


def test_stand_ins_are_the_same_every_time_and_leave_the_generator_alone():
    state = numpy.random.get_state()[1].copy()
    numpy.testing.assert_array_equal(make_airfoil(), make_airfoil())
    assert make_houses()[0].equals(make_houses()[0])
    numpy.testing.assert_array_equal(numpy.random.get_state()[1], state)


@pytest.mark.parametrize("num_examples", [2, 3, 20, 66, 67, 1503])
def test_columns_that_do_not_vary_are_zero(num_examples):
    """The first measurements share wing, angle and speed."""
    train_iter, _ = d2l.load_airfoil(num_examples, num_examples=num_examples)
    X, y = (part.asnumpy() for part in next(iter(train_iter)))
    for column in [*X.T, y[:, 0]]:
        assert abs(column.mean()) < 1e-5
        assert column.std() == pytest.approx(1, abs=1e-4) or not column.any()
