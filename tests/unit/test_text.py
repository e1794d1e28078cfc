"""Vocabularies keep every token; n-grams are probabilities, and those of Witten and Bell."""

import math
from collections import Counter

import numpy
import pytest

import d2lutils as d2l


def test_every_token_survives_the_round_trip_and_others_become_unknown():
    text = list("春眠不觉晓，处处闻啼鸟。")
    vocab = d2l.Vocab(text)
    assert vocab.to_tokens(vocab[text]) == text
    assert len(vocab) == len(set(text)) + 1
    assert len(vocab.tokens) == len(vocab)
    assert vocab.to_tokens(vocab[list("春风")]) == ["春", "<unk>"]
    assert vocab[[["春"], ["风", "，"]]] == [[vocab["春"]], [0, vocab["，"]]]
    with pytest.raises(IndexError):
        vocab.to_tokens([len(vocab)])
    with pytest.raises(IndexError):
        vocab.to_tokens([-1])


def test_frequent_tokens_come_first_and_reserved_ones_before_them():
    vocab = d2l.Vocab(["banana", "bandana"], reserved=["<pad>"])
    assert vocab.tokens == ["<unk>", "<pad>", "banana", "bandana"]
    vocab = d2l.Vocab("abracadabra", min_freq=2)
    assert vocab.tokens == ["<unk>", "a", "b", "r"]
    assert vocab.counts == Counter("abracadabra")
    assert d2l.Vocab(["<unk>", "x", "<pad>"], reserved=["<pad>"]).tokens == ["<unk>", "<pad>", "x"]


def witten_bell(text, context, vocab_size):
    """Return the probabilities by the formula, recursively, from the text itself."""
    if context is None:
        return numpy.full(vocab_size, 1 / vocab_size)
    n = len(context)
    after = [text[i + n] for i in range(len(text) - n) if text[i : i + n] == context]
    lower = witten_bell(text, context[1:] if n else None, vocab_size)
    if not after:
        return lower
    kinds = len(set(after))
    counts = numpy.bincount(after, minlength=vocab_size)
    return (counts + kinds * lower) / (len(after) + kinds)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_ngrams_are_the_formula_of_witten_and_bell(n):
    rng = numpy.random.RandomState(n)
    text, other = rng.randint(0, 6, 200).tolist(), rng.randint(0, 7, 60).tolist()
    model, logs = d2l.NGram(text, n, 8), []
    for i, token in enumerate(other):
        context = other[max(0, i - n + 1) : i]
        p = witten_bell(text, context, 8)
        numpy.testing.assert_allclose(model.probabilities(context), p, rtol=1e-12)
        assert model.probability(token, context) == pytest.approx(p[token], rel=1e-12)
        assert p.sum() == pytest.approx(1)
        assert p.min() > 0
        logs.append(-math.log(p[token]))
    assert model.mean_loss(other) == pytest.approx(numpy.mean(logs))


def test_ngrams_write_what_they_have_read():
    model = d2l.NGram([0, 1, 2] * 200, 3, 3)
    numpy.random.seed(0)
    written = model.generate([0, 1], 30)
    assert written[:2] == [0, 1]
    assert len(written) == 32
    assert sum((b - a) % 3 == 1 for a, b in zip(written, written[1:])) >= 28
    for bad in ({"n": 0}, {"vocab_size": 2}):
        with pytest.raises(ValueError, match="order|numbers"):
            d2l.NGram([0, 1, 2], **{"n": 1, "vocab_size": 3, **bad})
    with pytest.raises(ValueError, match="no text"):
        model.mean_loss([])


def test_perplexity_counts_the_tokens_among_which_a_model_hesitates():
    assert d2l.perplexity(math.log(5)) == pytest.approx(5)
    assert d2l.perplexity(0) == 1
    assert d2l.perplexity(1e4) == math.inf
    assert math.isnan(d2l.perplexity(math.nan))
