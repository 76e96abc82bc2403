"""Encoder and decoder against the same layers written out; initial weights against their formula."""

from __future__ import annotations

import math

import pytest
import torch
import torch.nn.functional as F
from torch import Generator

from core.playgrounds.vae.networks import ACTIVATED, Convolutional, Dense


def dense(**values) -> Dense:
    known = {"pixels": 16, "classes": 3, "hidden": (7, 5), "d": 2, "activation": "tanh"}
    known |= {"learned": False, "sigma": 0.5, "generator": Generator().manual_seed(0)}
    return Dense(**known | values)


def convolutional(**values) -> Convolutional:
    known = {"side": 8, "classes": 3, "width": 4, "d": 2, "activation": "leaky_relu"}
    known |= {"learned": False, "sigma": 0.5, "generator": Generator().manual_seed(0)}
    return Convolutional(**known | values)


X = torch.rand(6, 64, generator=Generator().manual_seed(1))
Z = torch.randn(6, 2, generator=Generator().manual_seed(2))
LABEL = F.one_hot(torch.arange(6) % 3, 3).float()


@torch.no_grad()
def test_dense_layers_written_out():
    coder = dense(pixels=64)
    assert [tuple(layer.weight.shape) for layer in coder.encoder] == [(7, 67), (5, 7), (4, 5)]
    assert [tuple(layer.weight.shape) for layer in coder.decoder] == [(5, 5), (7, 5), (64, 7)]
    for layers, given, found in (
        (coder.encoder, X, torch.cat(coder.encode(X, LABEL), 1)),
        (coder.decoder, Z, coder.decode(Z, LABEL)),
    ):
        a = torch.cat((given, LABEL), 1)
        for k, layer in enumerate(layers):
            a = a @ layer.weight.T + layer.bias
            a = torch.tanh(a) if k < 2 else a
        assert torch.allclose(found, a, atol=1e-6)
    assert torch.allclose(coder.picture(Z, LABEL), torch.sigmoid(coder.decode(Z, LABEL)))
    assert coder.context(X) == 0


def leaky(a: torch.Tensor) -> torch.Tensor:
    return torch.where(a > 0, a, 0.2 * a)


@torch.no_grad()
def test_convolutions_written_out():
    coder = convolutional()
    a = X.view(6, 1, 8, 8)
    for layer in coder.encoder[:2]:
        a = leaky(F.conv2d(a, layer.weight, layer.bias, stride=2, padding=1))
    assert a.shape == (6, 8, 2, 2)
    last = coder.encoder[2]
    a = torch.cat((a.reshape(6, -1), LABEL), 1) @ last.weight.T + last.bias
    assert torch.allclose(torch.cat(coder.encode(X, LABEL), 1), a, atol=1e-6)

    first, *convolutions = coder.decoder
    a = leaky(torch.cat((Z, LABEL), 1) @ first.weight.T + first.bias).view(6, 8, 2, 2)
    for k, layer in enumerate(convolutions):
        a = a.repeat_interleave(2, 2).repeat_interleave(2, 3)
        a = F.conv2d(a, layer.weight, layer.bias, padding=1)
        a = leaky(a) if k == 0 else a
    assert a.shape == (6, 1, 8, 8)
    assert torch.allclose(coder.decode(Z, LABEL), a.flatten(1), atol=1e-6)


def test_weights_are_normal_by_their_fan_in_and_the_last_start_small():
    layers = dense(pixels=400, classes=0, hidden=(300, 200), d=50)
    pictures = convolutional(side=16, width=40, classes=0, d=60)
    for kind in (layers.encoder, layers.decoder, pictures.encoder, pictures.decoder):
        for k, layer in enumerate(kind):
            gain = 0.3 if k == 2 else math.sqrt(2)
            wanted = gain / math.sqrt(layer.weight[0].numel())
            few = 4 / math.sqrt(2 * layer.weight.numel())  # four deviations of the estimate
            assert float(layer.weight.detach().std()) == pytest.approx(wanted, rel=few)
            assert not layer.bias.any()


def test_a_learned_deviation_starts_at_the_one_asked_for():
    assert dense().log_sigma is None
    assert float(dense(learned=True).log_sigma) == pytest.approx(math.log(0.5))


def test_activations_by_hand():
    z = torch.tensor([-2.0, 0.0, 1.0])
    expected = {
        "relu": [0, 0, 1],
        "leaky_relu": [-0.4, 0, 1],
        "tanh": [-math.tanh(2), 0, math.tanh(1)],
        "sigmoid": [1 / (1 + math.e**2), 0.5, 1 / (1 + 1 / math.e)],
        "gelu": [-1 - math.erf(-(2**0.5)), 0, 0.5 + 0.5 * math.erf(0.5**0.5)],
        "silu": [-2 / (1 + math.e**2), 0, 1 / (1 + 1 / math.e)],
    }
    for name, values in expected.items():
        assert ACTIVATED[name](z).tolist() == pytest.approx(values, abs=1e-6)
    assert ACTIVATED.keys() == expected.keys()
