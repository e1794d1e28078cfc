"""What a training run recorded."""


class History:
    """Curves by name, one value an epoch.

    Attributes
    ----------
    seconds : list of float
        Training time of each epoch, evaluation not counted.

    Notes
    -----
    ``history["test acc"]`` is a curve, and so is ``history.test_acc``. `fit` records ``train loss``
    and the scores of the training set as means over the epoch, each batch measured before its
    update, and what it measures on the test set after the epoch.

    Examples
    --------
    >>> history = History()
    >>> history.record({"train loss": 0.5, "test acc": 0.75}, seconds=2.0)
    >>> history
    History(1 epochs: train loss 0.500, test acc 0.750)
    >>> history["test acc"], history.test_acc, history.seconds
    ([0.75], [0.75], [2.0])

    """

    def __init__(self):
        self._curves, self.seconds = {}, []

    def record(self, values, seconds):
        """Append the results of one epoch: a number by the name of its curve, and the time."""
        for name, value in values.items():
            self._curves.setdefault(name, []).append(value)
        self.seconds.append(seconds)

    def curves(self):
        """Return the recorded curves by the name a legend shows."""
        return dict(self._curves)

    def last(self):
        """Return the values of the last epoch by name."""
        return {name: values[-1] for name, values in self._curves.items()}

    def __len__(self):
        return len(self.seconds)

    def __getitem__(self, name):
        if name not in self._curves:
            raise KeyError(f"no curve {name!r}; recorded: {', '.join(self._curves) or 'nothing'}")
        return self._curves[name]

    def __getattr__(self, name):
        curves = self.__dict__.get("_curves", {})
        for curve in curves:
            if curve.replace(" ", "_") == name:
                return curves[curve]
        raise AttributeError(f"no curve {name!r}; recorded: {', '.join(curves) or 'nothing'}")

    def __repr__(self):
        last = ", ".join(f"{name} {value:.3f}" for name, value in self.last().items())
        return f"History({len(self)} epochs: {last})"
