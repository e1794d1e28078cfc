"""Vocabularies: tokens as numbers and back."""

from collections import Counter

UNKNOWN = "<unk>"


class Vocab:
    """The tokens that a model knows, each with a number.

    Number 0 is ``<unk>``, which stands for every other token; then come the reserved tokens, then
    the others, frequent ones first, and those of equal frequency in the order of first occurrence.

    Parameters
    ----------
    tokens : iterable of str
        Usually the training text: characters or words.
    min_freq : int
        Leave out the tokens that occur less often.
    reserved : iterable of str
        Tokens that have a number whether they occur or not, such as ``<pad>``.

    Attributes
    ----------
    counts : collections.Counter
        How often each token occurs, those left out included.

    Notes
    -----
    Built in section 6.3.

    Examples
    --------
    >>> vocab = Vocab("to be or not to be", min_freq=2, reserved=["<pad>"])
    >>> len(vocab), vocab.to_tokens(range(4))
    (7, ['<unk>', '<pad>', ' ', 'o'])
    >>> vocab["t"], vocab[["t", "x"]]
    (4, [4, 0])

    """

    def __init__(self, tokens, min_freq=1, reserved=()):
        self.counts = Counter(tokens)
        special = [UNKNOWN, *reserved]
        self.tokens = list(special)
        for token, count in self.counts.most_common():
            if count >= min_freq and token not in special:
                self.tokens.append(token)
        self.index = {token: i for i, token in enumerate(self.tokens)}

    def __len__(self):
        return len(self.tokens)

    def __getitem__(self, tokens):
        """Return the number of a token, or a list of the numbers of a list of tokens."""
        if isinstance(tokens, str):
            return self.index.get(tokens, 0)
        return [self[token] for token in tokens]

    def to_tokens(self, indices):
        """Return the tokens that numbers stand for, as a list; an IndexError for others."""
        if min(indices, default=0) < 0:
            raise IndexError("a token's number is not negative")
        return [self.tokens[int(i)] for i in indices]
