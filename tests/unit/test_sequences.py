"""Recurrent layers equal gluon's from the same weights; states are handed on; text is written."""

import math

import numpy
import pytest
from mxnet import autograd, gluon, init, np
from mxnet.gluon import rnn

import d2lutils as d2l

KINDS = {
    "rnn": (d2l.rnn_step, 1, 1, lambda h: rnn.RNN(h, activation="tanh")),
    "gru": (d2l.gru_step, 3, 1, rnn.GRU),
    "lstm": (d2l.lstm_step, 4, 2, rnn.LSTM),
}
T, B, D, H, V = 5, 3, 4, 6, 7


def close(a, b, atol):
    numpy.testing.assert_allclose(a.asnumpy(), b.asnumpy(), atol=atol)


def pair(kind):
    """Return a layer by hand and gluon's, with the same weights, initialised at random."""
    step, num_gates, num_states, peer = KINDS[kind]
    ours, theirs = d2l.RecurrentLayer(step, D, H, num_gates, num_states), peer(H)
    for layer in (ours, theirs):
        layer.initialize()
    theirs(np.zeros((1, 1, D)), theirs.begin_state(1))
    for p in (ours.W_x, ours.W_h, ours.b):
        p.set_data(np.random.normal(0, 0.5, p.shape))
    theirs.l0_i2h_weight.set_data(ours.W_x.data().transpose(0, 2, 1).reshape(-1, D))
    theirs.l0_h2h_weight.set_data(ours.W_h.data().transpose(0, 2, 1).reshape(-1, H))
    theirs.l0_i2h_bias.set_data(ours.b.data().reshape(-1))
    return ours, theirs


@pytest.mark.parametrize("kind", KINDS)
def test_layers_by_hand_equal_gluons_forward_and_backward(kind):
    ours, theirs = pair(kind)
    X, weights = np.random.normal(size=(T, B, D)), np.random.normal(size=(T, B, H))
    start = [np.random.normal(size=(B, H)) for _ in ours.begin_state(B)]
    results = []
    for layer, state in ((ours, start), (theirs, [part.reshape(1, B, H) for part in start])):
        with autograd.record():
            outputs, after = layer(X, state)
            l = (outputs * weights).sum()
        l.backward()
        results.append((outputs, [part.reshape(B, H) for part in after]))
    close(results[0][0], results[1][0], atol=1e-5)
    for mine, peer in zip(results[0][1], results[1][1], strict=True):
        close(mine, peer, atol=1e-5)
    grads = ours.W_x.grad().transpose(0, 2, 1).reshape(-1, D), theirs.l0_i2h_weight.grad()
    close(*grads, atol=1e-4)
    grads = ours.W_h.grad().transpose(0, 2, 1).reshape(-1, H), theirs.l0_h2h_weight.grad()
    close(*grads, atol=1e-4)
    close(ours.b.grad().reshape(-1), theirs.l0_i2h_bias.grad(), atol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_language_models_of_both_kinds_score_column_after_column(kind):
    step, num_gates, num_states, peer = KINDS[kind]
    X = np.array(numpy.random.randint(0, V, (B, T)), dtype="int32")
    for layer in (d2l.RecurrentLayer(step, V, H, num_gates, num_states), peer(H)):
        net = d2l.LanguageModel(layer, V)
        net.initialize()
        whole, _ = net(X)
        state, columns = None, []
        for t in range(T):
            scores, state = net(X[:, t : t + 1], state)
            columns.append(scores)
        assert whole.shape == (T * B, V)
        assert len(state) == num_states
        close(whole, np.concatenate(columns), atol=1e-5)


@pytest.mark.parametrize("num_gates", [1, 4])
def test_weights_are_drawn_by_the_width_alone(num_gates):
    layer = d2l.RecurrentLayer(d2l.lstm_step, 1000, 100, num_gates, num_states=2)
    layer.initialize(init.Xavier())
    for weights in (layer.W_x.data(), layer.W_h.data()):
        assert 0.09 < float(np.abs(weights).max()) <= 0.1


def model(h=H):
    numpy.random.seed(1)
    net = d2l.LanguageModel(d2l.RecurrentLayer(d2l.rnn_step, V, h), V)
    trainer = d2l.seeded_trainer(net, optimizer="adam", learning_rate=0.02)
    return net, trainer


def text(n=400):
    """Return a text of which each token tells the next."""
    return [0, 1, 2, 0, 3, 4, 5, 6] * (n // 8)


def test_the_state_is_handed_on_and_the_gradient_ends_at_the_batch():
    net, _ = model()
    batches = [*d2l.SequentialWindows(text(), 2, 5, shuffle=False)][:3]
    loss, seen = gluon.loss.SoftmaxCrossEntropyLoss(), []
    on = [l for l, _, _ in d2l.train_sequences(net, batches, loss, seen.append)]
    X, y = (np.concatenate(part, axis=1) for part in zip(*batches))
    whole = loss(net(X)[0], y.T.reshape(-1))
    close(np.concatenate(on), whole, atol=1e-5)
    anew = [l for l, _, _ in d2l.train_sequences(net, batches, loss, seen.append, continues=False)]
    close(anew[0], on[0], atol=1e-6)
    assert float(np.abs(anew[1] - on[1]).max()) > 1e-4
    assert seen == [10] * 6  # tokens of a batch
    read = [l for l, _, _ in d2l.read_sequences(net, batches, loss)]
    close(np.concatenate(read), whole, atol=1e-5)


@pytest.mark.parametrize("windows", [d2l.SequentialWindows, d2l.RandomWindows])
def test_a_model_learns_what_the_context_tells(windows):
    net, trainer = model(16)
    data = windows(text(), 4, 8), d2l.SequentialWindows(text(80), 2, 8, shuffle=False)
    clipped = d2l.ClippedTrainer(trainer, net.collect_params().values(), 1)
    history = d2l.fit_language_model(net, data, clipped, 30, plot=False)
    assert d2l.perplexity(history.train_loss[0]) > 2.5
    assert d2l.perplexity(history.test_loss[-1]) < 1.3
    vocab = d2l.Vocab([], reserved="abcdef")
    assert d2l.generate(net, "ab", 8, vocab) == "ab<unk>cdef<unk>ab"


def test_test_loss_is_the_mean_over_all_tokens_whatever_the_shape_of_batches():
    net, trainer = model()
    held_out = d2l.SequentialWindows(text()[:91], 2, 7, shuffle=False)
    assert {X.shape for X, _ in held_out} == {(2, 7), (2, 3)}
    trainer.set_learning_rate(0)
    data = d2l.SequentialWindows(text(), 4, 8), held_out
    history = d2l.fit_language_model(net, data, trainer, 1, plot=False)
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    losses = np.concatenate([l for l, _, _ in d2l.read_sequences(net, held_out, loss)])
    assert len(losses) == 90
    assert history.test_loss[0] == pytest.approx(float(losses.mean()), rel=1e-5)


def test_a_clipped_trainer_bounds_the_mean_gradient_and_records_it():
    w = np.array([0.0, 0.0])
    w.attach_grad()
    w.grad[:] = np.array([30.0, 40.0])  # summed over 10 tokens: a mean gradient of norm 5
    steps = []

    class Trainer:
        def step(self, n):
            steps.append((n, (w.grad / n).tolist()))

    trainer = d2l.ClippedTrainer(Trainer(), iter([w]), 1)
    trainer.step(10)
    w.grad[:] = np.array([3.0, 4.0])
    trainer.step(10)  # the iterator of parameters is not used up
    assert trainer.norms == pytest.approx([5, 0.5])
    assert steps[0] == (10, pytest.approx([0.6, 0.8]))
    assert steps[1] == (10, pytest.approx([0.3, 0.4]))


def test_temperature_sharpens_and_greedy_takes_the_likeliest():
    vocab = d2l.Vocab([], reserved="ab")

    class Net:
        collect_params = staticmethod(dict)

        def __call__(self, X, state):
            return np.array([[-9.0, 0.0, math.log(3)]] * X.size), state

    numpy.random.seed(0)
    assert d2l.generate(Net(), "a", 5, vocab) == "abbbbb"
    share = {
        t: d2l.generate(Net(), "a", 2000, vocab, temperature=t).count("b") / 2000 for t in (1, 0.5)
    }
    assert share == {1: pytest.approx(0.75, abs=0.03), 0.5: pytest.approx(0.9, abs=0.03)}
    for prefix, temperature in (("", 0), ("a", -1)):
        with pytest.raises(ValueError, match="at least one token"):
            d2l.generate(Net(), prefix, 1, vocab, temperature=temperature)
