"""Corpora hold out a part; windows read every token over the passes, and only the training text."""

import zipfile

import numpy
import pytest

import d2lutils as d2l
from d2lutils.datasets.store.cache import cache_folder
from d2lutils.datasets.texts import _READERS, _read_jaychou

SHAPES = [(1, 1), (2, 5), (5, 2), (7, 3), (8, 8)]


def passes(windows, n):
    """Return how often each token was read and predicted in n passes."""
    read, predicted = (numpy.zeros(len(windows.indices), int) for _ in range(2))
    for _ in range(n):
        for X, y in windows:
            assert X.shape == y.shape
            numpy.testing.assert_array_equal(X.asnumpy() + 1, y.asnumpy())  # the text counts up
            numpy.add.at(read, X.asnumpy().ravel(), 1)
            numpy.add.at(predicted, y.asnumpy().ravel(), 1)
    return read, predicted


@pytest.mark.parametrize("windows", [d2l.RandomWindows, d2l.SequentialWindows])
@pytest.mark.parametrize(("batch_size", "num_steps"), SHAPES)
def test_over_the_passes_every_token_is_read_and_predicted(windows, batch_size, num_steps):
    for extra in range(6):
        data = windows(range(97 + extra), batch_size, num_steps)
        read, predicted = passes(data, 60)
        assert (read[:-1] > 0).all()
        assert (predicted[1:] > 0).all()
        assert read[-1] == predicted[0] == 0


@pytest.mark.parametrize(("batch_size", "num_steps"), SHAPES)
def test_one_pass_leaves_out_less_than_promised_and_reads_nothing_twice(batch_size, num_steps):
    lost = {d2l.RandomWindows: 2 * num_steps, d2l.SequentialWindows: num_steps + batch_size}
    for windows, bound in lost.items():
        data = windows(range(101), batch_size, num_steps)
        for _ in range(20):
            read, predicted = passes(data, 1)
            assert read.max() == predicted.max() == 1
            assert 101 - predicted.sum() < bound + 1
            assert len(data) - 1 <= len([*data]) <= len(data)


def test_rows_go_on_from_batch_to_batch():
    data = d2l.SequentialWindows(range(100), 4, 7)
    assert data.continues
    assert not d2l.RandomWindows.continues
    for _ in range(5):
        X, y = (numpy.concatenate(part, axis=1) for part in zip(*data))
        assert (numpy.diff(X.astype(int), axis=1) == 1).all()
    first = [X.tolist() for X, _ in d2l.SequentialWindows(range(9), 2, 9, shuffle=False)]
    assert first == [[[0, 1, 2, 3], [4, 5, 6, 7]]]


def test_the_order_is_random_and_seeded():
    data = d2l.RandomWindows(range(200), 4, 5)
    numpy.random.seed(3)
    one, two = (numpy.concatenate([X for X, _ in data]).tolist() for _ in range(2))
    numpy.random.seed(3)
    assert numpy.concatenate([X for X, _ in data]).tolist() == one != two
    assert sorted(one) != one


@pytest.mark.parametrize("windows", [d2l.RandomWindows, d2l.SequentialWindows])
def test_texts_too_short_and_sizes_below_one_are_refused(windows):
    for n, shape in ((3, (2, 4)), (30, (0, 4)), (30, (2, 0))):
        with pytest.raises(ValueError, match="too short|whole number"):
            windows(range(n), *shape)


@pytest.mark.parametrize("name", ["songci", "time-machine", "jaychou"])
def test_what_is_held_out_is_not_in_the_training_text(name):
    corpus = d2l.load_corpus(name)
    assert corpus.source == "embedded"
    whole = len(corpus.train) + len(corpus.held_out)
    assert 0.08 < len(corpus.held_out) / whole < 0.12
    assert whole > 11_000
    assert corpus.held_out not in corpus.train
    if name == "songci":
        assert not set(corpus.held_out.split("\n")[:-1]) & set(corpus.train.split("\n"))
    assert d2l.load_corpus(name) == corpus
    train_iter, test_iter, vocab = d2l.load_language_model(4, 10, name, sequential=False)
    assert set(vocab.tokens[1:]) <= set(corpus.train)
    assert train_iter.indices.tolist() == vocab[list(corpus.train)]
    assert test_iter.indices.tolist() == vocab[list(corpus.held_out)]
    assert 0 in train_iter.indices or name == "time-machine"


def test_a_piece_that_is_nearly_one_held_out_is_not_trained_on(monkeypatch):
    """Of the 280 lyrics seven are there twice, under two names and with a few words changed."""
    pieces = [
        name + "".join(chr(0x4E00 + 99 * i + j) for j in range(60))
        for i in range(20)
        for name in "甲乙"
    ]
    monkeypatch.setitem(_READERS, "songci", (None, lambda: pieces))
    corpus = d2l.load_corpus()
    train, held_out = (set(part.splitlines()) for part in (corpus.train, corpus.held_out))
    assert len(held_out) == 4
    assert len(train) < 36
    assert not {piece[1:] for piece in train} & {piece[1:] for piece in held_out}


def test_pieces_that_share_a_phrase_are_all_trained_on(monkeypatch):
    pieces = [
        f"明月几时有，{''.join(chr(0x4E00 + 99 * i + j) for j in range(60))}" for i in range(40)
    ]
    monkeypatch.setitem(_READERS, "songci", (None, lambda: pieces))
    corpus = d2l.load_corpus()
    assert sorted((corpus.train + corpus.held_out).splitlines()) == sorted(pieces)


def test_unknown_names_and_shares_are_refused():
    with pytest.raises(ValueError, match="songci, time-machine"):
        d2l.load_corpus("tang")
    with pytest.raises(ValueError, match="between 0 and 1"):
        d2l.load_corpus(held_out=1)


def test_the_readers_own_lyrics_are_never_fetched(monkeypatch, tmp_path):
    monkeypatch.setenv("D2L_DATA", "full")
    monkeypatch.setenv("D2L_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("D2L_DATA_MIRROR", raising=False)
    with pytest.raises(d2l.DataError, match="jaychou_lyrics.txt.zip"):
        d2l.load_corpus("jaychou")
    path = cache_folder() / "own.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("jaychou_lyrics.txt", "一行\n又 一行\r\n")
    assert _read_jaychou({"jaychou_lyrics.txt.zip": path}) == ["一行 又 一行 "]


def test_the_written_lyrics_are_as_long_as_a_model_needs():
    corpus = d2l.load_corpus()
    text = corpus.train + corpus.held_out
    assert len(text) > 12_000
    assert text.count("\n") == len(text.split("\n")) - 1 >= 60
    lines = [line for piece in text.split("\n") for line in piece.split("。")]
    assert len(set(lines)) > 0.85 * len(lines)  # refrains return, templates do not
