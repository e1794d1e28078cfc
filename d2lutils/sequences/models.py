"""Language models out of a recurrent layer, and the text that they write."""

import numpy
from mxnet import np, npx
from mxnet.gluon import nn

from d2lutils.device import device_of


class LanguageModel(nn.Block):
    """A language model: one-hot vectors, a recurrent layer, and a dense layer that scores tokens.

    Parameters
    ----------
    layer : RecurrentLayer, or a layer of mxnet.gluon.rnn
        ``layer(inputs, state)`` returns outputs and state, time steps first.
    vocab_size : int
        V, how many tokens there are.

    Notes
    -----
    Built in section 6.4.

    Examples
    --------
    >>> from mxnet.gluon import rnn
    >>> net = LanguageModel(rnn.GRU(8), vocab_size=5)
    >>> net.initialize()
    >>> scores, state = net(np.array([[1, 2, 3], [4, 0, 1]]))
    >>> scores.shape
    (6, 5)

    """

    def __init__(self, layer, vocab_size):
        super().__init__()
        self.layer, self.vocab_size = layer, vocab_size
        self.dense = nn.Dense(vocab_size)

    def forward(self, X, state=None):
        """Return the scores of the next tokens, and the state after the last column.

        Parameters
        ----------
        X : mxnet.np.ndarray, shape (B, T)
            Tokens as numbers.
        state : list of mxnet.np.ndarray, optional
            What the columns before left; that of the beginning by default.

        Returns
        -------
        scores : mxnet.np.ndarray, shape (T * B, V)
            Column after column: they belong to the labels ``y.T.reshape(-1)``.
        state : list of mxnet.np.ndarray

        """
        if state is None:
            state = self.layer.begin_state(X.shape[0], ctx=X.ctx)
        inputs = npx.one_hot(X.T, self.vocab_size)
        outputs, state = self.layer(inputs, state)
        return self.dense(outputs.reshape(-1, outputs.shape[-1])), state


def generate(net, prefix, num_tokens, vocab, *, temperature=0):
    """Let a language model write: each token it writes is the next one that it reads.

    Parameters
    ----------
    net : LanguageModel
        ``net(X, state)`` returns scores and state.
    prefix : str or list of str
        What the text begins with: at least one token.
    num_tokens : int
        How many tokens to add.
    vocab : Vocab
        The tokens of the numbers.
    temperature : float
        The scores are divided by it before the softmax from which NumPy's global generator
        draws: below 1 likely tokens become likelier, and 0 always takes the likeliest.

    Returns
    -------
    str
        Prefix and what was written; the tokens stand next to each other.

    Raises
    ------
    ValueError
        If the prefix is empty or the temperature negative.

    Notes
    -----
    Introduced in section 6.4.

    """
    if not len(prefix) or temperature < 0:
        raise ValueError("a prefix of at least one token, and a temperature from 0 up")
    read, written, state = vocab[list(prefix)], list(prefix), None
    for _ in range(num_tokens):
        scores, state = net(np.array([read], dtype="int32", ctx=device_of(net)), state)
        read = [_choose(scores[-1].asnumpy(), temperature)]
        written += vocab.to_tokens(read)
    return "".join(written)


def _choose(scores, temperature):
    """Return the number of a token drawn by its score, or of the first that scores highest."""
    if temperature == 0:
        return int(scores.argmax())
    weights = numpy.exp((scores.astype("float64") - scores.max()) / temperature)
    return int(numpy.random.choice(len(weights), p=weights / weights.sum()))
