"""Language models that count: n-grams, smoothed by those of lower order."""

import math
from collections import Counter, defaultdict

import numpy


class NGram:
    """A language model that looks at the last n - 1 tokens.

    Parameters
    ----------
    indices : list of int
        The training text as numbers from 0 to `vocab_size` - 1.
    n : int
        The order: 1 looks at no token before, 2 at one.
    vocab_size : int
        V, how many tokens there are.

    Raises
    ------
    ValueError
        If the order is below 1, or a number is that of no token.

    Notes
    -----
    Introduced in section 6.1. Each order is interpolated with the one below as Witten and Bell
    do: the more different tokens have followed a context, the more is left for others. Witten and
    Bell (1991), "The zero-frequency problem", IEEE Transactions on Information Theory 37(4).

    Examples
    --------
    >>> model = NGram([0, 1, 0, 1, 0, 1], n=2, vocab_size=2)
    >>> model.probabilities([0]).round(3).tolist()
    [0.125, 0.875]

    """

    def __init__(self, indices, n, vocab_size):
        indices = [int(i) for i in indices]
        if n < 1:
            raise ValueError(f"the order of an n-gram is at least 1, got {n}")
        if indices and not 0 <= min(indices) <= max(indices) < vocab_size:
            raise ValueError(f"tokens are numbers from 0 to {vocab_size - 1}")
        self.n, self.vocab_size = n, vocab_size
        self.following = [defaultdict(Counter) for _ in range(n)]  # by length of the context
        for length, following in enumerate(self.following):
            for i in range(length, len(indices)):
                following[tuple(indices[i - length : i])][indices[i]] += 1

    def probabilities(self, context):
        """Return the probability of each token after a context.

        Parameters
        ----------
        context : list of int
            What came before; only the last n - 1 tokens count.

        Returns
        -------
        numpy.ndarray, shape (V,)
            All above 0; their sum is 1.

        """
        p = numpy.full(self.vocab_size, 1 / self.vocab_size)
        for counts, total in self._seen(context):
            p *= len(counts) / (total + len(counts))
            p[list(counts)] += numpy.array(list(counts.values())) / (total + len(counts))
        return p

    def probability(self, token, context):
        """Return the probability of one token after a context, as `probabilities` does."""
        p = 1 / self.vocab_size
        for counts, total in self._seen(context):
            p = (counts.get(token, 0) + len(counts) * p) / (total + len(counts))
        return p

    def _seen(self, context):
        """Hand over what followed the context's ends, shortest first, as far as they occurred."""
        context = tuple(int(i) for i in context)
        for length, following in enumerate(self.following[: len(context) + 1]):
            counts = following.get(context[len(context) - length :])
            if not counts:
                return
            yield counts, sum(counts.values())

    def mean_loss(self, indices):
        """Return the mean negative logarithm of the probability of each token of a text.

        Parameters
        ----------
        indices : list of int
            The text; a token counts with what stands before it in the text.

        Returns
        -------
        float
            In nats a token; its exponential is the perplexity.

        """
        if not len(indices):
            raise ValueError("no text: there is no token to predict")
        logs = []
        for i, token in enumerate(indices):
            context = indices[max(0, i - self.n + 1) : i]
            logs.append(math.log(self.probability(int(token), context)))
        return -math.fsum(logs) / len(logs)

    def generate(self, prefix, num_tokens):
        """Draw tokens one by one, each after those before it, by NumPy's global generator.

        Parameters
        ----------
        prefix : list of int
            What the text begins with.
        num_tokens : int
            How many to draw.

        Returns
        -------
        list of int
            The prefix, then what was drawn.

        """
        text = list(prefix)
        for _ in range(num_tokens):
            context = text[max(0, len(text) - self.n + 1) :]
            text.append(int(numpy.random.choice(self.vocab_size, p=self.probabilities(context))))
        return text
