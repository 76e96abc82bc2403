"""One vector for a network's parameters: windows, gradients and states."""

from __future__ import annotations

import pytest
import torch
from torch import Generator, nn

from core.nn.flat import Flat, blank, fill
from core.playgrounds.gan.layers import BatchDeviation, DenseLayers, Linear


def dense(*sizes: int, **more) -> DenseLayers:
    return DenseLayers(sizes, "tanh", Generator().manual_seed(0), **more)


def test_theta_and_grad_are_the_modules_own():
    net = Flat(dense(2, 5, 1))
    x = torch.randn(7, 2)
    before = net(x)
    loss = before.square().mean()
    expected = torch.cat([g.flatten() for g in torch.autograd.grad(loss, net.params)])
    net.backward(net(x).square().mean())
    assert torch.equal(net.grad, expected)
    net.theta.zero_()
    assert not net(x).any()
    net.backward(net(x).square().mean())
    assert not net.grad.any(), "gradients of two batches must not add up"


def test_backward_leaves_the_network_on_the_way_alone():
    g, d = Flat(dense(2, 4, 2)), Flat(dense(2, 4, 1))
    d.grad.fill_(7)
    g.backward(d(g(torch.randn(5, 2))).mean())
    assert bool((d.grad == 7).all())
    assert g.grad.any()


def test_a_twin_has_numbers_of_its_own():
    net = Flat(dense(2, 3, 2))
    twin, x = net.twin(), torch.randn(4, 2)
    assert torch.equal(twin(x), net(x))
    net.theta.add_(1)
    assert not torch.equal(twin(x), net(x))
    twin.take(net)
    assert torch.equal(twin(x), net(x))
    assert not twin(x).requires_grad


def test_state_holds_buffers_too():
    net = Flat(nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)))
    state = net.state()
    net(torch.randn(9, 2) + 5)
    assert not torch.equal(net.module[1].running_mean, state["buffers"]["1.running_mean"])
    net.load_state(state)
    assert torch.equal(net.module[1].running_mean, state["buffers"]["1.running_mean"])


def test_fill_draws_from_the_generator_alone():
    before = torch.get_rng_state()
    weight = torch.empty(400, 50)
    fill(weight, Generator().manual_seed(1), 50)
    assert abs(float(weight.std()) - (2 / 50) ** 0.5) < 0.01
    assert torch.equal(torch.get_rng_state(), before)


def test_spectral_normalisation_brings_the_largest_singular_value_to_one():
    layer = Linear(6, 4, Generator().manual_seed(0), gain=5.0)
    layer.spectral = True
    x = torch.randn(3, 6)
    for _ in range(50):
        layer(x)
    assert abs(torch.linalg.matrix_norm(layer.weight_now(), 2).item() - 1) < 1e-4
    layer.eval()
    u = layer.u.clone()
    assert torch.equal(layer(x), layer(x))
    assert torch.equal(layer.u, u), "looking must not turn the vector"
    layer.spectral = False
    assert torch.equal(layer.weight_now(), layer.weight)


def test_the_deviation_tells_a_collapsed_batch_and_in_pictures_the_usual_one():
    layer = BatchDeviation()
    varied, collapsed = torch.randn(200, 3), torch.ones(200, 3)
    assert abs(float(layer(varied)[0, -1]) - 1) < 0.1
    assert float(layer(collapsed)[0, -1]) < 0.01
    layer.eval()
    assert torch.equal(layer(varied)[:1, -1], layer(collapsed)[:1, -1])


@pytest.mark.parametrize(
    ("kind", "shape"), [(nn.Linear, (3, 2)), (nn.Conv2d, (2, 5, 3)), (nn.GRU, (3, 4))]
)
def test_a_blank_layer_computes_with_what_it_is_filled_with_and_draws_nothing(kind, shape):
    before = torch.get_rng_state()
    layer = blank(kind, *shape)
    assert torch.equal(torch.get_rng_state(), before)
    whole = kind(*shape)
    layer.load_state_dict(whole.state_dict())
    x = torch.randn(2, 2, 4, 4) if kind is nn.Conv2d else torch.randn(2, 5, 3)
    ours, theirs = layer(x), whole(x)
    if kind is nn.GRU:
        ours, theirs = ours[0], theirs[0]
    assert torch.equal(ours, theirs)
    ours.sum().backward()
    assert all(param.grad is not None for param in layer.parameters())
