"""Corpora: texts to learn a language from, with a part held out."""

import json
import re
import zipfile
from dataclasses import dataclass, field

import numpy

from d2lutils.datasets.store.errors import DataError
from d2lutils.datasets.store.source import load
from d2lutils.datasets.windows import RandomWindows, SequentialWindows
from d2lutils.paths import DATA
from d2lutils.text.vocab import Vocab

TEST_ROWS = 4  # held-out texts are short: few rows, so that few characters lack what came before


@dataclass(frozen=True)
class Corpus:
    """A text in two parts.

    Attributes
    ----------
    name : str
        Which one.
    train, held_out : str
        What a model may read, and what is kept from it.
    source : str
        "full" or "embedded".

    """

    name: str
    train: str = field(repr=False)
    held_out: str = field(repr=False)
    source: str

    def vocab(self, min_freq=2):
        """Return the vocabulary of the characters of the training text.

        A character that occurs once is ``<unk>`` by default, so that ``<unk>`` is trained, too.
        """
        return Vocab(self.train, min_freq)


def load_corpus(name="songci", *, held_out=0.1):
    """Load a text and hold out a part of it.

    Parameters
    ----------
    name : str
        ``"songci"``: lyrics of the Song dynasty, 280 pieces, a piece a line. ``"time-machine"``:
        the novel by H. G. Wells, small letters and spaces only. ``"jaychou"``: the lyrics of the
        2018 edition, which the book may not ship, if the reader has the file.
    held_out : float
        The share to hold out, above 0 and below 1: whole pieces, drawn once and for all, or the
        end of the novel. A training piece that is nearly one held out, as lyrics are that go
        under two names, is left out.

    Returns
    -------
    Corpus

    Raises
    ------
    ValueError
        If there is no corpus of this name, or the share is out of range.
    DataError
        With ``D2L_DATA=full``, if the real file cannot be had.

    Notes
    -----
    Introduced in section 6.1. The embedded texts were written for this book.

    Examples
    --------
    >>> corpus = load_corpus("time-machine")
    >>> "".join(sorted(set(corpus.train)))
    ' abcdefghijklmnopqrstuvwxyz'

    """
    if name not in _READERS:
        raise ValueError(f"no corpus {name!r}; there are {', '.join(_READERS)}")
    if not 0 < held_out < 1:
        raise ValueError(f"the share to hold out lies between 0 and 1, got {held_out}")
    full, embedded = _READERS[name]
    pieces, source = load(name, full, embedded)
    order = numpy.random.RandomState(0).permutation(len(pieces)) if len(pieces) > 1 else [0]
    if len(pieces) > 1:
        kept = len(pieces) - max(1, round(held_out * len(pieces)))
        train, rest = ([pieces[i] for i in sorted(p)] for p in (order[:kept], order[kept:]))
        train = "".join(f"{piece}\n" for piece in _without_copies(train, rest))
        rest = "".join(f"{piece}\n" for piece in rest)
    else:
        kept = round((1 - held_out) * len(pieces[0]))
        train, rest = pieces[0][:kept], pieces[0][kept:]
    return Corpus(name, train, rest, source)


def load_language_model(batch_size, num_steps, name="songci", *, sequential=True):
    """Load a corpus as minibatches for a language model that reads characters.

    Parameters
    ----------
    batch_size : int
        Rows in a batch.
    num_steps : int
        Characters in a row.
    name : str
        As for `load_corpus`.
    sequential : bool
        Whether each batch goes on where the one before ended, or is drawn at random.

    Returns
    -------
    train_iter : SequentialWindows or RandomWindows
        Batches X and y, both (batch_size, num_steps); y is X one character later.
    test_iter : SequentialWindows
        The held-out text in four rows, always read from the beginning.
    vocab : Vocab
        The characters that occur at least twice in the training text.

    Raises
    ------
    ValueError, DataError
        As `load_corpus`, or if the text is too short.

    Notes
    -----
    Introduced in section 6.3.

    Examples
    --------
    >>> train_iter, test_iter, vocab = load_language_model(32, 16)
    >>> X, y = next(iter(train_iter))
    >>> X.shape, y.shape, bool((X[:, 1:] == y[:, :-1]).all())
    ((32, 16), (32, 16), True)

    """
    corpus = load_corpus(name)
    vocab = corpus.vocab()
    windows = SequentialWindows if sequential else RandomWindows
    train_iter = windows(vocab[list(corpus.train)], batch_size, num_steps)
    test_iter = SequentialWindows(vocab[list(corpus.held_out)], TEST_ROWS, num_steps, shuffle=False)
    train_iter.source = test_iter.source = corpus.source
    return train_iter, test_iter, vocab


def _without_copies(pieces, held_out):
    """Leave out pieces of which more than a tenth, six characters at a time, is held out."""
    known = {part for piece in held_out for part in _sixes(piece)}
    return [p for p in pieces if sum(part in known for part in _sixes(p)) <= len(p) / 10]


def _sixes(piece):
    return [piece[i : i + 6] for i in range(len(piece) - 5)]


def _read_songci(paths):
    path = paths["songci300.json"]
    try:
        return ["".join(piece["paragraphs"]) for piece in json.loads(path.read_text("utf-8"))]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(
            path, f"it is not a list of lyrics ({error!r})", "Delete the file and fetch it again."
        ) from None


def _read_time_machine(paths):
    return [_letters(paths["timemachine.txt"].read_text("utf-8"))]


def _read_jaychou(paths):
    with zipfile.ZipFile(paths["jaychou_lyrics.txt.zip"]) as archive:
        text = archive.read("jaychou_lyrics.txt").decode("utf-8")
    return [re.sub(r"\s+", " ", text)]


def _written_lyrics():
    text = (DATA / "samples" / "lyrics.txt").read_text("utf-8")
    return [piece.replace("\n", "") for piece in text.strip().split("\n\n")]


def _written_story():
    return [_letters((DATA / "samples" / "story.txt").read_text("utf-8"))]


def _letters(text):
    """Keep letters, made small, and single spaces between words."""
    return re.sub("[^a-z]+", " ", text.lower()).strip()


_READERS = {
    "songci": (_read_songci, _written_lyrics),
    "time-machine": (_read_time_machine, _written_story),
    "jaychou": (_read_jaychou, _written_lyrics),
}
