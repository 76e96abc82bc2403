"""Batch normalisation equals torch's, alone and inside a batch of models, forwards, backwards and at rest."""

from __future__ import annotations

import torch
from torch import Generator, Tensor, nn

from core.nn.activations import ACTIVATIONS
from core.nn.batched import BatchedNet, learn
from core.nn.dense import streams, with_ones
from core.nn.losses import BinaryCrossEntropy
from core.nn.normalisation import BatchNorm

COPIES, ROWS = 3, 6


def seeded(seed: int, *shape: int) -> Tensor:
    return torch.randn(*shape, generator=Generator().manual_seed(seed))


def alike(norm: BatchNorm, k: int, copy: int) -> nn.BatchNorm1d:
    """Torch's own layer with the same γ and β."""
    found = nn.BatchNorm1d(norm.gamma[k].shape[1])
    found.weight.data.copy_(norm.gamma[k][copy])
    found.bias.data.copy_(norm.beta[k][copy])
    return found


def test_a_layer_is_torchs_batchnorm1d_and_spares_the_other_copies():
    norm = BatchNorm((5,), slice(1, 3))
    norm.theta.copy_(seeded(1, 2, 10))
    torchs = [alike(norm, 0, copy) for copy in range(2)]
    for turn in range(3):  # running means move
        z, d = seeded(10 + turn, COPIES, 5, ROWS) * 2 + 1, seeded(20 + turn, COPIES, 5, ROWS)
        y, back = z.clone(), d.clone()
        norm.forward(0, y)
        norm.backward(0, back)
        assert torch.equal(y[0], z[0])
        assert torch.equal(back[0], d[0])
        for copy, layer in enumerate(torchs):
            given = z[copy + 1].t().clone().requires_grad_()
            layer.zero_grad()
            expected = layer(given)
            expected.backward(d[copy + 1].t())
            torch.testing.assert_close(y[copy + 1].t(), expected.detach())
            torch.testing.assert_close(back[copy + 1].t(), given.grad)
            torch.testing.assert_close(norm.grad[copy, :5], layer.weight.grad)
            torch.testing.assert_close(norm.grad[copy, 5:], layer.bias.grad)
            torch.testing.assert_close(norm.mean[0][copy], layer.running_mean)
            torch.testing.assert_close(norm.variance[0][copy], layer.running_var)


def normalised() -> BatchedNet:
    net = BatchedNet((2, 4, 5, 1), COPIES)
    net.initialise("xavier", streams(1, COPIES))
    net.activations = [ACTIVATIONS["tanh"]] * 2
    net.norm = BatchNorm((4, 5), slice(1, 2))
    net.norm.theta.copy_(1 + 0.5 * seeded(2, *net.norm.theta.shape))
    return net


def torchs_own(net: BatchedNet, copy: int) -> nn.Sequential:
    """The same network of torch's modules."""
    layers: list[nn.Module] = []
    for k, weight in enumerate(net.weights):
        linear = nn.Linear(weight.shape[1] - 1, weight.shape[2])
        linear.weight.data.copy_(weight[copy, :-1].t())
        linear.bias.data.copy_(weight[copy, -1])
        layers.append(linear)
        if k < len(net.activations):
            assert net.norm is not None
            layers += [alike(net.norm, k, 0)] if copy == 1 else []
            layers.append(nn.Tanh())
    return nn.Sequential(*layers)


def test_gradients_of_a_whole_network_are_autograds():
    net = normalised()
    x, y = seeded(3, ROWS, 2), torch.tensor([0, 1, 1, 0, 1, 0])
    t = BinaryCrossEntropy.targets(y, 1)
    work = net.workspace(ROWS)
    losses, delta = learn(BinaryCrossEntropy, net.forward(with_ones(x), work), t)
    net.backward(delta, work)
    for copy in range(COPIES):
        own = torchs_own(net, copy)
        loss = nn.functional.binary_cross_entropy_with_logits(own(x), t)
        loss.backward()
        torch.testing.assert_close(losses[copy], loss.detach())
        linears = [layer for layer in own if isinstance(layer, nn.Linear)]
        for gradient, linear in zip(net.gradients, linears, strict=True):
            torch.testing.assert_close(gradient[copy, :-1].t(), linear.weight.grad)
            torch.testing.assert_close(gradient[copy, -1], linear.bias.grad)


def test_folded_into_the_weights_it_answers_as_torchs_network_does_at_rest():
    net = normalised()
    assert net.norm is not None
    own, work = torchs_own(net, 1), net.workspace(ROWS)
    for seed in range(4):  # the running means of both see the same minibatches
        x = seeded(seed, ROWS, 2) * 3
        net.forward(with_ones(x), work)
        own(x)
    shown = BatchedNet(net.sizes, 1)
    shown.activations = net.activations
    for k in range(2):
        shown.weights[k].copy_(net.norm.folded(k, net.weights[k][1:2]))
    shown.weights[2].copy_(net.weights[2][1:2])
    x = seeded(9, 20, 2)
    torch.testing.assert_close(shown.answer(x)[1][0], own.eval()(x).detach())


def test_a_minibatch_of_one_row_has_no_spread_and_breaks_nothing():
    norm = BatchNorm((3,), slice(0, 1))
    norm.forward(0, z := seeded(1, 1, 3, 1))
    norm.backward(0, d := seeded(2, 1, 3, 1))
    assert not z.any()  # x is 0 and so is β
    assert not d.any()
    assert bool(norm.variance[0].isfinite().all())
