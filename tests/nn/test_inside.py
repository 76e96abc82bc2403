"""Batch normalisation and residual connections of a dense network, held against autograd and torch's own."""

from __future__ import annotations

import pytest
import torch
from torch import Generator, Tensor, nn

from core.nn.activations import ACTIVATIONS
from core.nn.batched import BatchedNet
from core.nn.dense import DenseNet, with_ones

SIZES = (3, 5, 5, 4, 4, 2)
BENDS = {"tanh": torch.tanh, "relu": torch.relu, "linear": lambda z: z}
NEAR = {"atol": 1e-4, "rtol": 1e-4}
SWITCHES = [(True, False), (False, True), (True, True)]


def seeded(seed: int, *shape: int) -> Tensor:
    return torch.randn(*shape, generator=Generator().manual_seed(seed))


def explicit(norm: bool, residual: bool, activation: str = "tanh") -> DenseNet:
    net = DenseNet(SIZES, norm=norm, residual=residual)
    net.initialise("xavier", Generator().manual_seed(1))
    net.activations = [ACTIVATIONS[activation]] * 4
    net.theta.add_(0.3 * seeded(2, len(net.theta)))  # γ and β, too
    return net


class Torchs(nn.Module):
    """The same network as torch has it."""

    def __init__(self, net: DenseNet, activation: str) -> None:
        super().__init__()
        self.bend, self.net = BENDS[activation], net
        self.kernels = nn.ParameterList([nn.Parameter(one.clone()) for one in net.kernels])
        self.biases = nn.ParameterList([nn.Parameter(one.clone()) for one in net.biases])
        self.norms = nn.ModuleList()
        for k, gamma in enumerate(net.norm.gamma if net.norm else ()):
            layer = nn.BatchNorm1d(len(gamma))
            layer.weight.data.copy_(gamma)
            layer.bias = self.biases[k]
            self.norms.append(layer)

    def forward(self, x: Tensor, masks=None) -> Tensor:
        for k in range(4):
            z = x @ self.kernels[k]
            z = self.norms[k](z) if self.norms else z + self.biases[k]
            bent = self.bend(z) * (masks[k] if masks else 1)
            x = bent + x if self.net.skips[k] else bent
        return x @ self.kernels[4] + self.biases[4]


def test_only_hidden_layers_as_wide_as_the_one_before_add_what_they_were_fed():
    assert DenseNet(SIZES, residual=True).skips == [False, True, False, True]
    assert DenseNet((4, 4, 4), residual=True).skips == [False], "inputs are not handed on"
    assert not any(DenseNet(SIZES).skips)


@pytest.mark.parametrize("dropped", [False, True])
@pytest.mark.parametrize("activation", BENDS)
@pytest.mark.parametrize(("norm", "residual"), SWITCHES)
def test_both_passes_are_autograds(norm, residual, activation, dropped):
    net = explicit(norm, residual, activation)
    torchs = Torchs(net, activation)
    work = net.workspace(6)
    for turn in range(3):  # running means move
        x, delta = seeded(10 + turn, 6, 3), seeded(20 + turn, 6, 2)
        masks = net.dropout_masks(6, 0.3, Generator().manual_seed(turn)) if dropped else []
        torchs.zero_grad()
        z = torchs(x, masks)
        z.backward(delta)
        torch.testing.assert_close(net.forward(with_ones(x), work, masks), z.detach())
        net.backward(with_ones(x).t(), delta.clone(), work, masks)
        for k, gradient in enumerate(net.gradients):
            torch.testing.assert_close(gradient[:-1], torchs.kernels[k].grad, **NEAR)
            torch.testing.assert_close(gradient[-1], torchs.biases[k].grad, **NEAR)
        for k, layer in enumerate(torchs.norms):
            torch.testing.assert_close(net.norm.slopes[k], layer.weight.grad, **NEAR)
            torch.testing.assert_close(net.norm.mean[k], layer.running_mean)
            torch.testing.assert_close(net.norm.variance[k], layer.running_var)
    torchs.eval()
    x = seeded(30, 7, 3)
    torch.testing.assert_close(net.answer(x)[1], torchs(x).detach())


@pytest.mark.parametrize(("norm", "residual"), SWITCHES)
def test_at_rest_it_is_a_network_without_normalisation_alone_or_among_others(norm, residual):
    net = explicit(norm, residual)
    work = net.workspace(6)
    net.forward(with_ones(seeded(1, 6, 3)), work)
    x = seeded(3, 7, 3)
    hidden, z = net.answer(x)
    many = BatchedNet(SIZES, 2)
    many.skips, many.activations = net.skips, net.activations
    many.theta.copy_(net.folded(net.theta.repeat(2, 1)))
    for mine, theirs in zip([*hidden, z], [*many.answer(x)[0], many.answer(x)[1]], strict=True):
        torch.testing.assert_close(theirs, mine.expand_as(theirs))
    rest = net.at_rest()
    assert rest.norm is None
    assert len(rest.theta) == len(many.theta[0])
    room, t = many.workspace(7), seeded(4, 7, 2)
    torch.testing.assert_close(many.forward(with_ones(x), room)[0], z)
    many.backward(t.expand(2, -1, -1), room)
    alone = rest.workspace(7)
    rest.forward(with_ones(x), alone)
    rest.backward(with_ones(x).t(), t.clone(), alone)
    torch.testing.assert_close(many.grad[1], rest.grad)


def test_one_row_is_normalised_by_the_running_means_and_leaves_them():
    net = explicit(True, False)
    work = net.workspace(6)
    net.forward(with_ones(seeded(1, 6, 3)), work)
    before, x = net.norm.running.clone(), seeded(5, 1, 3)
    alone = net.workspace(1)
    z = net.forward(with_ones(x), alone)
    assert torch.equal(net.norm.running, before)
    torch.testing.assert_close(z, net.answer(x)[1])
    torchs = Torchs(net, "tanh").eval()
    for k, layer in enumerate(torchs.norms):
        layer.running_mean.copy_(net.norm.mean[k])
        layer.running_var.copy_(net.norm.variance[k])
    delta = seeded(6, 1, 2)
    torchs(x).backward(delta)
    net.backward(with_ones(x).t(), delta, alone)
    for k, gradient in enumerate(net.gradients):
        torch.testing.assert_close(gradient[:-1], torchs.kernels[k].grad, **NEAR)


def test_scales_and_shifts_are_no_weights_and_begin_at_one_and_zero():
    net = DenseNet(SIZES, norm=True)
    net.initialise("xavier", Generator().manual_seed(1))
    assert all(bool((gamma == 1).all()) for gamma in net.norm.gamma)
    assert not any(bool(beta.any()) for beta in net.biases)
    assert int(net.is_weight.sum()) == sum(kernel.numel() for kernel in net.kernels)
    assert not net.is_weight[-18:].any()
