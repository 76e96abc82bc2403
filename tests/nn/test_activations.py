"""Activations: the derivative is autograd's, the values are PyTorch's."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from core.nn.activations import ACTIVATIONS

ORACLES = {
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": F.gelu,
    "silu": F.silu,
    "sine": torch.sin,
    "linear": lambda z: z,
}
Z = torch.cat([torch.linspace(-8, 8, 200), torch.tensor([-1e4, -40, 0, 1e-3, 40, 1e4])]).view(-1, 2)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_value_and_derivative(name):
    activation = ACTIVATIONS[name]
    z = Z.clone().requires_grad_()
    expected = ORACLES[name](z)
    delta = torch.linspace(-1, 2, Z.numel()).view_as(Z)
    expected.backward(delta)

    a = activation.forward(Z, torch.empty_like(Z))
    assert torch.allclose(a, expected.detach(), atol=1e-6)
    assert torch.allclose(activation.backward(delta, Z, a), z.grad, atol=1e-5)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_may_write_into_a_window_or_over_its_own_input(name):
    activation = ACTIVATIONS[name]
    expected = activation.forward(Z, torch.empty_like(Z))
    window = torch.ones(len(Z), 3)
    activation.forward(Z, window[:, :-1])
    assert torch.allclose(window[:, :-1], expected)
    assert bool((window[:, -1] == 1).all())
    z = Z.clone()
    assert torch.allclose(activation.forward(z, z), expected)
