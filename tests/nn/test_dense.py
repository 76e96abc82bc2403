"""The dense network: both passes against autograd, initial weights against their formulas."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Generator, Tensor

from core.nn.activations import ACTIVATIONS
from core.nn.dense import DenseNet, streams, with_ones
from core.nn.initialisers import INITIALISERS
from core.nn.losses import SoftmaxCrossEntropy


def make(sizes: tuple[int, ...], activation: str) -> DenseNet:
    net = DenseNet(sizes)
    net.initialise("xavier", Generator().manual_seed(1))
    net.theta.add_(torch.randn(net.theta.shape, generator=Generator().manual_seed(2)) * 0.3)
    net.activations = [ACTIVATIONS[activation]] * (len(sizes) - 2)
    return net


def forward_by_autograd(
    net: DenseNet, x: Tensor, masks: list[Tensor]
) -> tuple[Tensor, list[Tensor]]:
    """z of the output, and the leaves W_k to differentiate for."""
    leaves = [weight.clone().requires_grad_() for weight in net.weights]
    a = x
    for k, weight in enumerate(leaves):
        z = a @ weight[:-1] + weight[-1]
        if k < len(net.activations):
            a = Differentiable.apply(z, net.activations[k].name)
            a = a * masks[k] if masks else a
    return z, leaves


class Differentiable(torch.autograd.Function):
    """An activation for autograd; its own derivative is held against autograd's in test_activations."""

    @staticmethod
    def forward(ctx, z, name):
        a = ACTIVATIONS[name].forward(z, torch.empty_like(z))
        ctx.save_for_backward(z, a)
        ctx.name = name
        return a

    @staticmethod
    def backward(ctx, delta):
        return ACTIVATIONS[ctx.name].backward(delta, *ctx.saved_tensors), None


@pytest.mark.parametrize("dropout", [0.0, 0.4])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("sizes", [(2, 3), (3, 5, 4, 2), (1, 1, 1, 1, 1, 2)])
def test_gradients_are_autograds(sizes, activation, dropout):
    net = make(sizes, activation)
    x = torch.randn(7, sizes[0], generator=Generator().manual_seed(3))
    t = SoftmaxCrossEntropy.targets(torch.arange(7) % sizes[-1], sizes[-1])
    masks = net.dropout_masks(7, dropout, Generator().manual_seed(4)) if dropout else []
    expected, leaves = forward_by_autograd(net, x, masks)
    loss = -(torch.log_softmax(expected, 1) * t).sum() / 7
    wanted = torch.autograd.grad(loss, leaves)

    work, ones = net.workspace(7), with_ones(x)
    for _ in range(2):  # buffers used before must not matter
        z = net.forward(ones, work, masks)
        _, delta = SoftmaxCrossEntropy.learn(z, t)
        net.backward(ones.t(), delta, work, masks)
    assert torch.allclose(z, expected, atol=1e-5)
    for gradient, want in zip(net.gradients, wanted, strict=True):
        assert torch.allclose(gradient, want, atol=1e-5)
    if not dropout:
        hidden, z = net.answer(x)
        assert torch.allclose(z, expected, atol=1e-5)
        assert [a.shape[1] for a in hidden] == list(sizes[1:-1])


def test_dropout_keeps_the_sum_and_drops_its_share():
    net = make((2, 16, 16, 1), "tanh")
    for mask in net.dropout_masks(2000, 0.25, Generator().manual_seed(0)):
        assert mask.unique().tolist() == pytest.approx([0, 4 / 3])
        assert float(mask.mean()) == pytest.approx(1, abs=0.02)


def test_biases_are_told_from_weights():
    net = make((2, 4, 1), "tanh")
    assert int(net.is_weight.sum()) == 2 * 4 + 4 * 1
    assert len(net.theta) == (2 + 1) * 4 + (4 + 1) * 1


def test_initial_weights_have_the_size_their_papers_ask_for():
    n_in, n_out = 200, 300
    drawn = {k: f(n_in, n_out, Generator().manual_seed(0)) for k, f in INITIALISERS.items()}
    bound = math.sqrt(6 / (n_in + n_out))
    for name, weights in drawn.items():
        assert weights.shape == (n_in + 1, n_out)
        assert bool((weights[-1] == (0.1 if name == "uniform" else 0)).all())
    assert float(drawn["xavier"].abs().max()) == pytest.approx(bound, rel=0.01)
    assert float(drawn["he"][:-1].std()) == pytest.approx(math.sqrt(2 / n_in), rel=0.02)
    assert float(drawn["uniform"][:-1].abs().max()) == pytest.approx(0.5, rel=0.01)
    assert float(drawn["small"].abs().max()) < bound / 50 < bound * 5 < float(drawn["large"].max())
    assert not drawn["zeros"].any()
    for name, factor in (("small", 0.01), ("large", 10)):
        assert torch.allclose(drawn[name], factor * drawn["xavier"])
    assert float(drawn["xavier"][:-1].mean()) == pytest.approx(0, abs=bound / 100)
    assert float(drawn["uniform"][:-1].mean()) == pytest.approx(0, abs=0.01)


def test_streams_are_independent_and_decided_by_the_seed():
    first, again, other = (
        [torch.rand(3, generator=g).tolist() for g in streams(seed, 3)] for seed in (5, 5, 6)
    )
    assert first == again
    assert len({tuple(numbers) for numbers in first + other}) == 6


@pytest.mark.parametrize("sizes", [(3, 2), (4, 5, 3, 2)])
def test_the_input_gradient_is_autograds_and_touches_no_gradient_of_a_weight(sizes):
    net = make(sizes, "relu")
    x = torch.randn(7, sizes[0], generator=Generator().manual_seed(3)).requires_grad_()
    z, _ = forward_by_autograd(net, x, [])
    delta = torch.randn(z.shape, generator=Generator().manual_seed(4))
    (expected,) = torch.autograd.grad(z, x, delta)
    work = net.workspace(7)
    net.forward(with_ones(x.detach()), work)
    assert torch.allclose(net.input_gradient(delta, work, 2), expected[:, :2], atol=1e-5)
    assert not net.grad.any()
