"""A batch of models: every copy learns exactly as a network of its own does, and none disturbs another."""

from __future__ import annotations

import pytest
import torch
from torch import Generator, Tensor

from core.nn.activations import ACTIVATIONS
from core.nn.batched import BatchedNet, BatchedUpdate, learn
from core.nn.dense import DenseNet, streams, with_ones
from core.nn.losses import (
    BinaryCrossEntropy,
    Huber,
    SoftmaxCrossEntropy,
    SquaredError,
    SquaredErrorOnClasses,
)
from core.nn.optimisers import OPTIMIZERS, SGD, soft_threshold

COPIES, ROWS = 3, 7
SIZES = [(2, 3), (3, 5, 4, 2), (2, 24, 24, 1)]  # the last has products beyond ONE_BLOCK


def seeded(seed: int, *shape: int) -> Tensor:
    return torch.randn(*shape, generator=Generator().manual_seed(seed))


def make(sizes: tuple[int, ...], activation: str = "tanh", copies: int = COPIES) -> BatchedNet:
    net = BatchedNet(sizes, copies)
    net.initialise("xavier", streams(1, copies))
    net.theta.add_(seeded(2, *net.theta.shape) * 0.3)
    net.activations = [ACTIVATIONS[activation]] * (len(sizes) - 2)
    return net


def alone(net: BatchedNet, copy: int) -> DenseNet:
    """The same network by itself."""
    found = DenseNet(net.sizes)
    found.theta.copy_(net.theta[copy])
    found.activations = net.activations
    return found


def close(found: Tensor, expected: Tensor) -> bool:
    return torch.allclose(found, expected, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("dropout", [(0.0, 0.0, 0.0), (0.0, 0.2, 0.5)])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("sizes", SIZES)
def test_every_copy_is_a_network_of_its_own(sizes, activation, dropout):
    net = make(sizes, activation)
    x = with_ones(seeded(3, ROWS, sizes[0]))
    loss = SoftmaxCrossEntropy if sizes[-1] > 1 else BinaryCrossEntropy
    t = loss.targets(torch.arange(ROWS) % max(sizes[-1], 2), sizes[-1])
    p = torch.tensor(dropout)
    masks = net.dropout_masks(ROWS, p, Generator().manual_seed(4)) if any(dropout) else []
    work = net.workspace(ROWS)
    for _ in range(2):  # buffers used before must not matter
        z = net.forward(x, work, masks)
        losses, delta = learn(loss, z, t)
        net.backward(delta, work, masks)
    for copy in range(COPIES):
        one, own = alone(net, copy), alone(net, copy).workspace(ROWS)
        drawn = one.dropout_masks(ROWS, dropout[copy], Generator().manual_seed(4))
        wanted = one.forward(x, own, drawn)
        wanted_loss, wanted_delta = loss.learn(wanted, t)
        one.backward(x.t(), wanted_delta, own, drawn)
        assert close(z[copy], wanted)
        assert close(losses[copy], wanted_loss)
        assert close(delta[copy], wanted_delta)
        assert close(net.grad[copy], one.grad)
        for k, expected in enumerate(own.delta):
            assert close(work.delta[k][copy].t(), expected)


@pytest.mark.parametrize("sizes", SIZES)
def test_gradients_are_those_of_finite_differences(sizes):
    net = make(sizes)
    x, work = with_ones(seeded(3, ROWS, sizes[0])), net.workspace(ROWS)
    t = seeded(5, ROWS, 1).expand(ROWS, sizes[-1])
    _, delta = learn(SquaredError, net.forward(x, work), t)
    net.backward(delta, work)
    theta, direction, h = net.theta.clone(), seeded(6, *net.theta.shape), 1e-3

    def losses_at(offset: float) -> Tensor:
        net.theta.copy_(theta + offset * direction)
        return learn(SquaredError, net.forward(x, work), t)[0]

    slope = (losses_at(h) - losses_at(-h)) / (2 * h)  # [M], along the direction
    assert torch.allclose((net.grad * direction).sum(1), slope, rtol=2e-3, atol=1e-3)


@pytest.mark.parametrize("loss", [SquaredErrorOnClasses, SquaredError, Huber, BinaryCrossEntropy])
def test_copies_may_see_inputs_and_targets_of_their_own(loss):
    net = make((2, 4, 1))
    x, work = with_ones(seeded(3, COPIES * ROWS, 2)).view(COPIES, ROWS, 3), net.workspace(ROWS)
    t = seeded(5, COPIES, ROWS, 1).sigmoid()
    losses, delta = learn(loss, net.forward(x, work), t)
    net.backward(delta, work)
    for copy in range(COPIES):
        one, own = alone(net, copy), alone(net, copy).workspace(ROWS)
        expected, wanted_delta = loss.learn(one.forward(x[copy], own), t[copy])
        one.backward(x[copy].t(), wanted_delta, own)
        assert close(losses[copy], expected)
        assert close(net.grad[copy], one.grad)


@pytest.mark.parametrize("sizes", SIZES)
def test_what_they_answer_is_what_each_answers_alone(sizes):
    net, x = make(sizes, "relu"), seeded(3, 50, sizes[0])
    hidden, z = net.answer(x)
    for copy in range(COPIES):
        wanted_hidden, wanted = alone(net, copy).answer(x)
        assert close(z[copy], wanted)
        assert all(close(a[copy], b) for a, b in zip(hidden, wanted_hidden, strict=True))


def test_initial_weights_are_each_generators_own():
    net = BatchedNet((2, 4, 1), 3)
    net.initialise("he", [Generator().manual_seed(seed) for seed in (5, 5, 6)])
    one = DenseNet((2, 4, 1))
    one.initialise("he", Generator().manual_seed(5))
    assert torch.equal(net.theta[0], one.theta)
    assert torch.equal(net.theta[1], one.theta)
    assert not torch.equal(net.theta[2], one.theta)
    assert torch.equal(net.is_weight, one.is_weight)


@pytest.mark.parametrize("rates", [(0.05, 0.05, 0.05), (0.0, 0.03, 0.1)])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_hundred_updates_of_each_copy_are_those_it_takes_alone(optimizer, rates):
    net = make((2, 4, 1))
    lr, decay, l1 = torch.tensor(rates), torch.tensor([0.0, 0.1, 0.02]), torch.tensor([0.01, 0, 0])
    update = BatchedUpdate(net, OPTIMIZERS[optimizer])
    update.set(lr, decay, l1)
    ones = [alone(net, copy) for copy in range(COPIES)]
    own = [OPTIMIZERS[optimizer](one.theta) for one in ones]
    gradients = seeded(7, 100, *net.grad.shape)
    for gradient in gradients:
        net.grad.copy_(gradient)
        update.step()
        for copy, one in enumerate(ones):
            penalty = one.is_weight * decay[copy]
            own[copy].update(one.theta, gradient[copy], rates[copy], penalty)
            soft_threshold(one.theta, one.is_weight * (lr[copy] * l1[copy]))
    for copy, one in enumerate(ones):
        assert torch.allclose(net.theta[copy], one.theta, rtol=1e-6, atol=1e-6)


def test_a_copy_that_explodes_leaves_the_others_numbers_as_they_are():
    """Bit for bit: as if the broken one had never been broken."""
    x, t = with_ones(seeded(3, ROWS, 2)), seeded(5, ROWS, 1)
    found = []
    for broken in (False, True):
        net = make((2, 24, 24, 1))
        update = BatchedUpdate(net, OPTIMIZERS["adam"])
        update.set(torch.tensor([0.01, 0.02, 0.03]), torch.full((3,), 0.1), torch.full((3,), 0.01))
        if broken:
            net.theta[1, 0], net.theta[1, 5] = float("nan"), float("inf")
        work = net.workspace(ROWS)
        for _ in range(5):
            losses, delta = learn(SquaredError, net.forward(x, work), t)
            net.backward(delta, work)
            update.step()
        found.append(torch.cat([net.theta, losses[:, None]], 1))
    whole, with_one_broken = found
    assert with_one_broken[1].isnan().any()
    assert torch.equal(whole[[0, 2]], with_one_broken[[0, 2]])


def test_dropout_drops_each_copys_share_and_the_same_neurons_whoever_else_learns():
    net, p = make((2, 16, 16, 1)), torch.tensor([0.0, 0.25, 0.25])
    masks = net.dropout_masks(2000, p, Generator().manual_seed(0))
    fewer = make((2, 16, 16, 1), copies=1).dropout_masks(2000, p[2:], Generator().manual_seed(0))
    for mask, one in zip(masks, fewer, strict=True):
        assert mask.shape == (COPIES, 16, 2000)
        assert bool((mask[0] == 1).all())
        assert mask[1].unique().tolist() == pytest.approx([0, 4 / 3])
        assert float(mask[1].mean()) == pytest.approx(1, abs=0.02)
        assert torch.equal(mask[1], mask[2])
        assert torch.equal(mask[2], one[0])


def test_l1_makes_zeros_and_spares_biases_and_copies_without_it():
    net = make((2, 4, 1))
    update = BatchedUpdate(net, SGD)
    update.set(torch.full((3,), 0.1), torch.zeros(3), torch.tensor([0.0, 100.0, 0.0]))
    before = net.theta.clone()
    update.step()  # without a gradient
    assert torch.equal(net.theta[[0, 2]], before[[0, 2]])
    assert not (net.theta[1] * net.is_weight).any()
    biases = net.is_weight == 0
    assert torch.equal(net.theta[1, biases], before[1, biases])
