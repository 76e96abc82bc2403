"""Dense layers and the pair of networks against the same written out."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Generator

from core.playgrounds.gan.algorithm import Gan
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.layers import ACTIVATED, DenseLayers, Linear


def seeded() -> Generator:
    return Generator().manual_seed(0)


@torch.no_grad()
@pytest.mark.parametrize("deviation", [False, True])
def test_layers_written_out(deviation):
    net = DenseLayers((3, 5, 4, 2), "leaky_relu", seeded(), deviation)
    assert [tuple(layer.weight.shape) for layer in net.layers] == [
        (5, 3),
        (4, 5),
        (2, 4 + deviation),
    ]
    a = x = torch.randn(7, 3, generator=seeded())
    for layer in net.layers[:2]:
        a = a @ layer.weight.T + layer.bias
        a = torch.where(a > 0, a, 0.2 * a)
    if deviation:
        spread = ((a - a.mean(0)) ** 2).mean(0).sqrt().mean()
        a = torch.cat((a, spread.expand(7, 1)), 1)
    last = net.layers[2]
    assert torch.allclose(net(x), a @ last.weight.T + last.bias, atol=1e-5)


def test_weights_are_normal_by_their_fan_in_and_the_last_layer_keeps_the_size():
    net = DenseLayers((400, 300, 300, 200), "relu", seeded())
    for k, layer in enumerate(net.layers):
        wanted = (1 if k == 2 else math.sqrt(2)) / math.sqrt(layer.weight.shape[1])
        assert float(layer.weight.detach().std()) == pytest.approx(wanted, rel=0.02)
        assert not layer.bias.any()
    alone = Linear(300, 200, seeded())
    assert float(alone.weight.detach().std()) == pytest.approx(math.sqrt(2 / 300), rel=0.02)


@torch.no_grad()
def test_one_look_is_one_step_of_power_iteration():
    layer = Linear(6, 4, seeded(), gain=5.0)
    layer.spectral, w, u = True, layer.weight.clone(), layer.u.clone()
    assert float(u.norm()) == pytest.approx(1)
    for _ in range(3):
        v = w.T @ u / (w.T @ u).norm()
        u = w @ v / (w @ v).norm()
        assert torch.allclose(layer.weight_now(), w / (u @ w @ v), atol=1e-5)
        assert torch.allclose(layer.u, u, atol=1e-5)


def test_activations_by_hand():
    z = torch.tensor([-2.0, 1.0])
    expected = {
        "relu": [0, 1],
        "leaky_relu": [-0.4, 1],
        "tanh": [-math.tanh(2), math.tanh(1)],
        "sigmoid": [1 / (1 + math.e**2), 1 / (1 + 1 / math.e)],
        "gelu": [-1 - math.erf(-(2**0.5)), 0.5 + 0.5 * math.erf(0.5**0.5)],
        "silu": [-2 / (1 + math.e**2), 1 / (1 + 1 / math.e)],
        "sine": [-math.sin(2), math.sin(1)],
    }
    assert ACTIVATED.keys() == expected.keys()
    for name, values in expected.items():
        assert ACTIVATED[name](z).tolist() == pytest.approx(values, abs=1e-6)


@pytest.mark.parametrize("loss", ["non_saturating", "wasserstein"])
def test_the_slope_of_a_sample_is_that_of_its_own_loss(loss):
    pair = Gan(GanConfig(loss=loss, minibatch_std="on")).pair
    x = torch.randn(5, 2, generator=seeded())
    found = pair.input_gradient(x)
    for row, slope in zip(x, found, strict=True):
        alone = row[None].clone().requires_grad_()
        score = pair.scores(alone)
        own = torch.nn.functional.softplus(-score) if loss == "non_saturating" else -score
        assert torch.allclose(torch.autograd.grad(own.sum(), alone)[0][0], slope, atol=1e-5)
    assert pair.probability == (loss == "non_saturating")


def test_clipping_bounds_a_weight_from_both_sides():
    pair = Gan(GanConfig(loss="wasserstein", clip=0.01)).pair
    pair.discriminator.theta.copy_(torch.linspace(-1, 1, len(pair.discriminator.theta)))
    pair.discriminator.grad.zero_()
    pair.update_d(0.1)
    theta = pair.discriminator.theta
    assert [float(theta.min()), float(theta.max())] == pytest.approx([-0.01, 0.01])
