"""The optimisers of chapter 7: what each makes of a gradient, and the trainer that applies it.

An optimiser is a function ``update(grad, state, **hyperparameters)``. It returns what is to be
added to the parameter, and keeps what it needs for the next step in `state`, a dict that is empty
before the first. Numbers, NumPy's and MXNet's arrays will do for gradients.
"""

import numpy

from d2lutils.optim import gradient_of


def gradient_descent(grad, state, *, lr):
    """Return a step against the gradient, as long as the gradient times `lr`.

    Notes
    -----
    Built in section 7.2.

    Examples
    --------
    >>> gradient_descent(3.0, {}, lr=0.5)
    -1.5

    """
    return -lr * grad


def momentum(grad, state, *, lr, beta=0.9):
    """Return a step along the gradients so far, each `beta` times as heavy as the one after it.

    Notes
    -----
    Built in section 7.4. Polyak (1964), "Some methods of speeding up the convergence of iteration
    methods", USSR Computational Mathematics and Mathematical Physics 4(5).

    Examples
    --------
    >>> state = {}
    >>> [momentum(1.0, state, lr=1.0, beta=0.5) for _ in range(3)]
    [-1.0, -1.5, -1.75]

    """
    state["v"] = beta * state.get("v", 0) + grad
    return -lr * state["v"]


def nesterov(grad, state, *, lr, beta=0.9):
    """Return a step with Nesterov's momentum: the velocity after this gradient, and once more it.

    Notes
    -----
    Built in section 7.4. Nesterov (1983), "A method for solving the convex programming problem
    with convergence rate O(1/k^2)", Doklady AN SSSR 269; in this form: Sutskever et al. (2013),
    "On the importance of initialization and momentum in deep learning", ICML.

    """
    state["v"] = beta * state.get("v", 0) + grad
    return -lr * (grad + beta * state["v"])


def adagrad(grad, state, *, lr, eps=1e-7):
    """Return a step divided by the root of the sum of all squared gradients, for each element.

    Notes
    -----
    Built in section 7.5. Duchi, Hazan and Singer (2011), "Adaptive subgradient methods for online
    learning and stochastic optimization", JMLR 12.

    Examples
    --------
    >>> state = {}
    >>> [round(adagrad(2.0, state, lr=1.0), 3) for _ in range(3)]
    [-1.0, -0.707, -0.577]

    """
    state["s"] = state.get("s", 0) + grad**2
    return -lr * grad / (state["s"] + eps) ** 0.5


def rmsprop(grad, state, *, lr, gamma=0.9, eps=1e-8):
    """Return a step divided by the root of a moving average of squared gradients.

    Notes
    -----
    Built in section 7.6. Tieleman and Hinton (2012), lecture 6.5 of "Neural networks for machine
    learning".

    """
    state["s"] = gamma * state.get("s", 0) + (1 - gamma) * grad**2
    return -lr * grad / (state["s"] + eps) ** 0.5


def adadelta(grad, state, *, rho=0.9, eps=1e-5):
    """Return a step that needs no learning rate: its size comes from the squared steps before.

    Notes
    -----
    Built in section 7.7. Zeiler (2012), "ADADELTA: an adaptive learning rate method",
    arXiv:1212.5701.

    """
    state["s"] = rho * state.get("s", 0) + (1 - rho) * grad**2
    step = -(((state.get("d", 0) + eps) / (state["s"] + eps)) ** 0.5) * grad
    state["d"] = rho * state.get("d", 0) + (1 - rho) * step**2
    return step


def adam(grad, state, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return a step along a moving average of gradients, divided by that of their squares.

    Notes
    -----
    Built in section 7.8. Kingma and Ba (2015), "Adam: a method for stochastic optimization", ICLR,
    algorithm 1 in the order of its section 2, as MXNet computes it: `eps` is added before the bias
    is corrected.

    """
    state["t"] = state.get("t", 0) + 1
    state["v"] = beta1 * state.get("v", 0) + (1 - beta1) * grad
    state["s"] = beta2 * state.get("s", 0) + (1 - beta2) * grad**2
    correction = (1 - beta2 ** state["t"]) ** 0.5 / (1 - beta1 ** state["t"])
    return -lr * correction * state["v"] / (state["s"] ** 0.5 + eps)


class ManualTrainer:
    """A trainer that applies an optimiser written by hand.

    Parameters
    ----------
    params : iterable of mxnet.gluon.Parameter or mxnet.np.ndarray
        With gradients attached.
    update : callable
        One of the functions of this module.
    wd : float
        Weight decay.
    decoupled : bool
        Whether decay takes ``lr * wd`` of each parameter away beside the optimiser's step, as
        AdamW does, instead of adding ``wd`` times the parameter to its gradient.
    **hyperparameters
        Of `update`.

    Notes
    -----
    Introduced in section 7.4; decoupled weight decay in section 7.8. Loshchilov and Hutter (2019),
    "Decoupled weight decay regularization", ICLR.

    """

    def __init__(self, params, update, *, wd=0, decoupled=False, **hyperparameters):
        self.params, self.update = list(params), update
        self.wd, self.decoupled = wd, decoupled
        self.hyperparameters = hyperparameters
        self.states = [{} for _ in self.params]

    def step(self, batch_size):
        """Update the parameters from gradients summed over a batch."""
        for param, state in zip(self.params, self.states):
            w = param.data() if callable(getattr(param, "data", None)) else param
            grad = gradient_of(param) / batch_size
            if self.decoupled:
                w[:] = w - self.hyperparameters["lr"] * self.wd * w
            else:
                grad = grad + self.wd * w
            w[:] = w + self.update(grad, state, **self.hyperparameters)


def descend(gradient, update, start, num_steps, **hyperparameters):
    """Follow an optimiser on a function of a few variables.

    Parameters
    ----------
    gradient : callable
        Of a point, an array of shape (d,), as an array of that shape.
    update : callable
        One of the functions of this module.
    start : list of float
        The first point, d numbers.
    num_steps : int
        How many steps to make.
    **hyperparameters
        Of `update`.

    Returns
    -------
    numpy.ndarray, shape (num_steps + 1, d)
        The points, the start first.

    Notes
    -----
    Built in section 7.2.

    Examples
    --------
    >>> descend(lambda x: 2 * x, gradient_descent, [1.0], 2, lr=0.25).tolist()
    [[1.0], [0.5], [0.25]]

    """
    points, state = [numpy.array(start, dtype="float64")], {}
    for _ in range(num_steps):
        grad = gradient(points[-1])
        step = update(grad, state, **hyperparameters)
        points.append(points[-1] + step)
    return numpy.stack(points)
