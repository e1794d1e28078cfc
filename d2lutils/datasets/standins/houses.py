"""Made-up houses that stand in for the tables of the Kaggle competition on house prices."""

import json

import numpy

from d2lutils.paths import DATA

NUM_TRAIN, NUM_TEST = 1460, 1459
GRADES = numpy.array(["Fa", "TA", "Gd", "Ex"], dtype=object)
# Gaps of a single row or a few, as the real test table has them: column and how many.
TEST_GAPS = {
    "MSZoning": 4,
    "Utilities": 2,
    "Exterior1st": 1,
    "Exterior2nd": 1,
    "BsmtFinSF1": 1,
    "BsmtFinSF2": 1,
    "BsmtUnfSF": 1,
    "TotalBsmtSF": 1,
    "BsmtFullBath": 2,
    "BsmtHalfBath": 2,
    "KitchenQual": 1,
    "Functional": 2,
    "GarageCars": 1,
    "GarageArea": 1,
    "SaleType": 1,
}
MOSTLY_MISSING = {"Alley": 0.937, "PoolQC": 0.995, "Fence": 0.807, "MiscFeature": 0.963}


def make_houses(seed=7):
    """Make a training and a test table with the columns, kinds and gaps of the real ones.

    A neighbourhood, a quality, a year and an area are drawn first; the other columns follow from
    them. The logarithm of the price is a sum of their effects and noise.

    Parameters
    ----------
    seed : int
        NumPy's global generator is neither read nor changed.

    Returns
    -------
    (pandas.DataFrame, pandas.DataFrame)
        1,460 rows with ``SalePrice`` and 1,459 rows without.

    """
    import pandas

    schema = json.loads((DATA / "house_prices_schema.json").read_text(encoding="utf-8"))
    rng = numpy.random.RandomState(seed)
    n = NUM_TRAIN + NUM_TEST
    house = {"Id": numpy.arange(1, n + 1)}
    for name, shares in schema["categories"].items():
        house[name] = _category(rng, n, shares)
    level = _neighborhood(rng, n, schema["neighborhoods"], house)
    _building(rng, n, level, house)
    _basement(rng, n, house)
    _garage(rng, n, house)
    _outside(rng, n, level, house)
    house["SalePrice"] = _price(rng, n, level, house)
    table = pandas.DataFrame({name: house[name] for name in schema["columns"]})
    return _with_gaps(rng, table)


def _category(rng, n, shares):
    """Draw names as often as `shares` says."""
    weights = numpy.array(list(shares.values()), dtype="float64")
    return numpy.array(list(shares), dtype=object)[
        rng.choice(len(weights), n, p=weights / weights.sum())
    ]


def _neighborhood(rng, n, neighborhoods, house):
    """Draw where each house stands; returns how well-off its neighbourhood is, -1 to 1."""
    house["Neighborhood"] = _category(rng, n, {k: share for k, (share, _) in neighborhoods.items()})
    return numpy.array([neighborhoods[name][1] for name in house["Neighborhood"]])


def _grade(rng, quality, shift=0.0):
    """Turn the overall quality into Fa, TA, Gd or Ex, with some disagreement."""
    score = (quality - 6.1) / 1.4 + shift + rng.normal(0, 0.6, len(quality))
    return GRADES[numpy.searchsorted([-2.2, 0.25, 1.8], score)]


def _building(rng, n, level, house):
    """Quality, years and areas."""
    quality = numpy.clip(rng.normal(6.1 + 1.1 * level, 1.0).round(), 1, 10).astype(int)
    year = numpy.minimum(rng.normal(1971 + 20 * level, 20).round(), 2010).astype(int)
    renewed = numpy.where(rng.random_sample(n) < 0.5, year, rng.randint(1950, 2011, n))
    area = numpy.exp(rng.normal(7.26 + 0.12 * (quality - 6.1), 0.29))
    style = house["HouseStyle"]
    upper = numpy.where(style == "2Story", rng.uniform(0.4, 0.55, n), 0)
    upper = numpy.where(numpy.isin(style, ["1.5Fin", "2.5Fin"]), 0.35, upper)
    house.update(
        {
            "OverallQual": quality,
            "OverallCond": numpy.clip(rng.normal(6.1, 1.1, n), 1, 9).astype(int),
            "YearBuilt": numpy.maximum(year, 1872),
            "YearRemodAdd": numpy.maximum(renewed, 1950),
            "2ndFlrSF": (area * upper).astype(int),
            "1stFlrSF": (area * (1 - upper)).astype(int),
            "LowQualFinSF": (rng.uniform(80, 570, n) * (rng.random_sample(n) < 0.018)).astype(int),
        }
    )
    house["YearRemodAdd"] = numpy.maximum(house["YearRemodAdd"], house["YearBuilt"])
    house["MSSubClass"] = numpy.select([style == "2Story", upper > 0], [60, 50], 20)
    _rooms(rng, n, level, house)


def _rooms(rng, n, level, house):
    """Rooms, baths, grades of the fittings and fireplaces."""
    living = house["1stFlrSF"] + house["2ndFlrSF"] + house["LowQualFinSF"]
    bedrooms = numpy.clip(rng.normal(2.87 + (living - 1500) / 1000, 0.65), 0, 8).round().astype(int)
    house.update(
        {
            "GrLivArea": living,
            "BedroomAbvGr": bedrooms,
            "TotRmsAbvGrd": numpy.clip(bedrooms + rng.normal(living / 360, 0.8), 2, 14).astype(int),
            "FullBath": numpy.clip(rng.normal(living / 950, 0.4).round(), 1, 3).astype(int),
            "HalfBath": ((house["2ndFlrSF"] > 0) & (rng.random_sample(n) < 0.7)).astype(int),
            "KitchenAbvGr": numpy.where(house["BldgType"] == "Duplex", 2, 1),
        }
    )
    for name, shift in {"ExterQual": 0, "KitchenQual": 0.3, "HeatingQC": 0.9}.items():
        house[name] = _grade(rng, house["OverallQual"], shift)
    fires = numpy.clip(rng.normal(0.42 + living / 3000 + 0.25 * level - 0.35, 0.6), 0, 3).round()
    house["Fireplaces"] = fires.astype(int)
    house["FireplaceQu"] = numpy.where(fires > 0, _grade(rng, house["OverallQual"], 0.2), None)


def _basement(rng, n, house):
    """Areas under the ground floor; about one house in forty has none."""
    has = rng.random_sample(n) > 0.027
    total = (house["1stFlrSF"] * rng.uniform(0.8, 1.05, n) * has).astype(int)
    finished = (total * rng.uniform(0, 1, n) * (rng.random_sample(n) < 0.68)).astype(int)
    second = (total - finished) * rng.uniform(0, 0.5, n) * (rng.random_sample(n) < 0.11)
    house.update(
        {
            "TotalBsmtSF": total,
            "BsmtFinSF1": finished,
            "BsmtFinSF2": second.astype(int),
            "BsmtUnfSF": total - finished - second.astype(int),
            "BsmtFullBath": ((finished > 350) & (rng.random_sample(n) < 0.75)).astype(int),
            "BsmtHalfBath": ((finished > 0) & (rng.random_sample(n) < 0.08)).astype(int),
        }
    )
    house["BsmtQual"] = _grade(rng, house["OverallQual"], 0.5)
    house["BsmtFinType1"] = numpy.where(finished > 0, house["BsmtFinType1"], "Unf")
    house["BsmtFinType2"] = numpy.where(second > 0, house["BsmtFinType2"], "Unf")
    for name in ("BsmtQual", "BsmtCond", "BsmtExposure", "BsmtFinType1", "BsmtFinType2"):
        house[name] = numpy.where(has, house[name], None)


def _garage(rng, n, house):
    """Cars, area and year; about one house in eighteen has none."""
    has = rng.random_sample(n) > 0.055
    cars = 1.25 + 0.35 * (house["OverallQual"] - 5) + (house["YearBuilt"] - 1960) / 60
    cars = numpy.clip(rng.normal(cars, 0.5).round(), 1, 4).astype(int) * has
    later = rng.randint(0, 25, n) * (rng.random_sample(n) < 0.2)
    year = numpy.minimum(house["YearBuilt"] + later, 2010).astype("float64")
    house.update(
        {
            "GarageCars": cars,
            "GarageArea": (cars * rng.normal(268, 35, n)).astype(int),
            "GarageYrBlt": numpy.where(has, numpy.maximum(year, 1900), numpy.nan),
        }
    )
    for name in ("GarageType", "GarageFinish", "GarageQual", "GarageCond"):
        house[name] = numpy.where(has, house[name], None)


def _outside(rng, n, level, house):
    """The lot, porches and decks, and the month of the sale."""
    lot = numpy.exp(rng.normal(9.11 + 0.15 * level, 0.4))
    front = numpy.clip(rng.normal(0, 10, n) + lot**0.5 * 0.7, 21, 313).round()
    house.update(
        {
            "LotArea": numpy.clip(lot, 1300, 200_000).astype(int),
            "LotFrontage": numpy.where(rng.random_sample(n) < 0.167, numpy.nan, front),
            "MasVnrArea": rng.gamma(1.2, 210, n).round() * (rng.random_sample(n) < 0.41),
            "MoSold": numpy.clip(rng.normal(6.3, 2.7, n).round(), 1, 12).astype(int),
            "YrSold": rng.randint(2006, 2011, n),
        }
    )
    house["MasVnrType"] = numpy.where(house["MasVnrArea"] > 0, house["MasVnrType"], None)
    house["MasVnrArea"][rng.choice(n, 23, replace=False)] = numpy.nan
    for name, share, size in [
        ("WoodDeckSF", 0.48, 196),
        ("OpenPorchSF", 0.55, 85),
        ("EnclosedPorch", 0.14, 150),
        ("3SsnPorch", 0.016, 200),
        ("ScreenPorch", 0.08, 190),
        ("PoolArea", 0.005, 550),
        ("MiscVal", 0.036, 1000),
    ]:
        house[name] = (rng.gamma(3, size / 3, n) * (rng.random_sample(n) < share)).astype(int)


def _price(rng, n, level, house):
    """Dollars: a sum of effects on the logarithm, and noise with a few surprises."""
    log = (
        12.02
        + 0.10 * (house["OverallQual"] - 6.1)
        + 0.17 * level
        + 0.43 * numpy.log(house["GrLivArea"] / 1464)
        + 0.0018 * (house["YearBuilt"] - 1971)
        + 0.0008 * (house["YearRemodAdd"] - 1985)
        + 0.03 * (house["OverallCond"] - 5.6)
        + 0.08 * numpy.log(house["LotArea"] / 9478)
        + 0.00010 * (house["TotalBsmtSF"] - 1057)
        + 0.00008 * (house["BsmtFinSF1"] - 440)
        + 0.04 * (house["GarageCars"] - 1.77)
        + 0.03 * house["Fireplaces"]
        + 0.06 * (house["CentralAir"] == "Y")
        - 0.08 * (house["SaleCondition"] == "Abnorml")
    )
    noise = rng.normal(0, 0.115, n) + rng.normal(0, 0.3, n) * (rng.random_sample(n) < 0.04)
    return (numpy.clip(numpy.exp(log + noise), 34_900, 755_000) / 100).round().astype(int) * 100


def _with_gaps(rng, table):
    """Leave out what is mostly missing, split, and make the few gaps of each part."""
    for name, share in MOSTLY_MISSING.items():
        table[name] = table[name].mask(rng.random_sample(len(table)) < share)
    train = table[:NUM_TRAIN].copy()
    test = table[NUM_TRAIN:].drop(columns="SalePrice").reset_index(drop=True)
    train["Electrical"] = train["Electrical"].mask(train.index == rng.randint(NUM_TRAIN))
    for name, count in TEST_GAPS.items():
        test[name] = test[name].mask(test.index.isin(rng.choice(NUM_TEST, count, replace=False)))
    return train, test
