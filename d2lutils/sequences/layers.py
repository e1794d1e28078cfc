"""Recurrent layers by hand: what one time step does, and the layer that repeats it.

They keep to the protocol of gluon's layers. ``layer(inputs, state)`` takes inputs of shape
(T, B, d), a time step a row, and returns the outputs of all steps, (T, B, h), and the state after
the last: a list of arrays. ``layer.begin_state(B, ctx=device)`` is the state before the first.
"""

from mxnet import init, np, npx
from mxnet.gluon import nn


class RecurrentLayer(nn.Block):
    """A layer that does the same at every time step, with the state that the step before left.

    Parameters
    ----------
    step : callable
        ``step(X, state, W_x, W_h, b)`` returns the next state, a list of arrays of shape (B, h)
        of which the first is the output; X has shape (B, d), and the other three are lists with
        one entry a gate, of shapes (d, h), (h, h) and (h,): `rnn_step`, `gru_step`, `lstm_step`.
    num_inputs : int
        d, numbers a token.
    num_hiddens : int
        h, numbers of an output.
    num_gates : int
        How many triples of weights the step has.
    num_states : int
        How many arrays the state has.

    Notes
    -----
    Built in section 6.4. The weights are drawn from -1 / sqrt(h) to 1 / sqrt(h), whatever
    initialiser the network has: Xavier's would take three axes for a convolution's and make them
    tiny.

    Examples
    --------
    >>> layer = RecurrentLayer(rnn_step, num_inputs=5, num_hiddens=3)
    >>> layer.initialize()
    >>> outputs, state = layer(np.ones((4, 2, 5)), layer.begin_state(2))
    >>> outputs.shape, [part.shape for part in state]
    ((4, 2, 3), [(2, 3)])

    """

    def __init__(self, step, num_inputs, num_hiddens, num_gates=1, num_states=1):
        super().__init__()
        g, d, h = num_gates, num_inputs, num_hiddens
        self.step, self.num_states, self.num_hiddens = step, num_states, h
        weights = init.Uniform(1 / h**0.5)
        self.W_x = self.params.get("W_x", shape=(g, d, h), init=weights)
        self.W_h = self.params.get("W_h", shape=(g, h, h), init=weights)
        self.b = self.params.get("b", shape=(g, h), init="zeros")

    def begin_state(self, batch_size, ctx=None):
        """Return the state before the first step: arrays of zeros, (batch_size, h) each."""
        shape = (batch_size, self.num_hiddens)
        return [np.zeros(shape, ctx=ctx) for _ in range(self.num_states)]

    def forward(self, inputs, state):
        """Return the outputs (T, B, h) of inputs (T, B, d), and the state after them."""
        W_x, W_h, b = (list(p.data()) for p in (self.W_x, self.W_h, self.b))
        outputs = []
        for X in inputs:
            state = self.step(X, state, W_x, W_h, b)
            outputs.append(state[0])
        return np.stack(outputs), state


def rnn_step(X, state, W_x, W_h, b):
    """Make one time step of a plain recurrent network.

    Parameters
    ----------
    X : mxnet.np.ndarray, shape (B, d)
        Inputs.
    state : [H]
        The hidden state, of shape (B, h).
    W_x, W_h, b : lists of one array
        Of shapes (d, h), (h, h) and (h,).

    Returns
    -------
    [H]
        ``tanh(X W_xh + H W_hh + b_h)``.

    Notes
    -----
    Built in section 6.4. Elman (1990), "Finding structure in time", Cognitive Science 14(2).

    """
    H = state[0]
    return [np.tanh(np.dot(X, W_x[0]) + np.dot(H, W_h[0]) + b[0])]


def gru_step(X, state, W_x, W_h, b):
    """Make one time step of a gated recurrent unit.

    Parameters
    ----------
    X : mxnet.np.ndarray, shape (B, d)
        Inputs.
    state : [H]
        The hidden state, of shape (B, h).
    W_x, W_h, b : lists of three arrays
        Of reset gate, update gate and candidate, with shapes (d, h), (h, h) and (h,).

    Returns
    -------
    [H]

    Notes
    -----
    Built in section 6.7. Cho et al. (2014), "Learning phrase representations using RNN
    encoder-decoder for statistical machine translation", EMNLP. As in gluon's layer and others
    that compute all gates at once, the reset gate multiplies ``H W_hh``, not ``H``.

    """
    H = state[0]
    W_xr, W_xz, W_xh = W_x
    W_hr, W_hz, W_hh = W_h
    b_r, b_z, b_h = b
    R = npx.sigmoid(np.dot(X, W_xr) + np.dot(H, W_hr) + b_r)
    Z = npx.sigmoid(np.dot(X, W_xz) + np.dot(H, W_hz) + b_z)
    H_tilde = np.tanh(np.dot(X, W_xh) + R * np.dot(H, W_hh) + b_h)
    return [Z * H + (1 - Z) * H_tilde]


def lstm_step(X, state, W_x, W_h, b):
    """Make one time step of long short-term memory.

    Parameters
    ----------
    X : mxnet.np.ndarray, shape (B, d)
        Inputs.
    state : [H, C]
        Hidden state and memory cell, of shape (B, h) each.
    W_x, W_h, b : lists of four arrays
        Of input gate, forget gate, candidate and output gate, with shapes (d, h), (h, h), (h,).

    Returns
    -------
    [H, C]

    Notes
    -----
    Built in section 6.8. Hochreiter and Schmidhuber (1997), "Long short-term memory", Neural
    Computation 9(8); the forget gate: Gers, Schmidhuber and Cummins (2000), "Learning to forget",
    Neural Computation 12(10).

    """
    H, C = state
    W_xi, W_xf, W_xc, W_xo = W_x
    W_hi, W_hf, W_hc, W_ho = W_h
    b_i, b_f, b_c, b_o = b
    I = npx.sigmoid(np.dot(X, W_xi) + np.dot(H, W_hi) + b_i)
    F = npx.sigmoid(np.dot(X, W_xf) + np.dot(H, W_hf) + b_f)
    O = npx.sigmoid(np.dot(X, W_xo) + np.dot(H, W_ho) + b_o)
    C_tilde = np.tanh(np.dot(X, W_xc) + np.dot(H, W_hc) + b_c)
    C = F * C + I * C_tilde
    return [O * np.tanh(C), C]
