"""Activation functions written out: each with its formula and the derivative that backpropagation needs.

B rows, n neurons in the layer. z [B, n] is the weighted sum that reaches the layer and a [B, n] what
leaves it. `backward` turns dL/da into dL/dz. Where the derivative can be told from a alone
(tanh, sigmoid, the ReLUs), z isn't read.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from core.i18n import N_

LEAK = 0.01  # slope of the leaky ReLU on its left side


@dataclass(frozen=True)
class Activation:
    """One function: `forward(z, out)` writes a into `out`, which may be z; `backward` gives delta · da/dz."""

    name: str
    label: str
    formula: str
    forward: Callable[[Tensor, Tensor], Tensor]  # z [B, n], out [B, n] -> out
    backward: Callable[[Tensor, Tensor, Tensor], Tensor]  # dL/da, z, a [B, n] -> dL/dz [B, n]


def relu(z: Tensor, out: Tensor) -> Tensor:
    return torch.clamp_min(z, 0.0, out=out)


def relu_backward(delta: Tensor, z: Tensor, a: Tensor) -> Tensor:
    return delta * torch.sign(
        a
    )  # 1 or 0: a neuron that is silent for a point learns nothing from it


def leaky_relu(z: Tensor, out: Tensor) -> Tensor:
    return torch.maximum(z, z * LEAK, out=out)


def leaky_relu_backward(delta: Tensor, z: Tensor, a: Tensor) -> Tensor:
    return torch.where(a > 0, delta, delta * LEAK)


def tanh(z: Tensor, out: Tensor) -> Tensor:
    return torch.tanh(z, out=out)


def tanh_backward(delta: Tensor, z: Tensor, a: Tensor) -> Tensor:
    return torch.addcmul(delta, delta * a, a, value=-1)  # delta · (1 − a²)


def sigmoid(z: Tensor, out: Tensor) -> Tensor:
    return torch.sigmoid(z, out=out)


def sigmoid_backward(delta: Tensor, z: Tensor, a: Tensor) -> Tensor:
    slope = torch.addcmul(a, a, a, value=-1)  # a − a²: never more than ¼, which is why it vanishes
    return slope.mul_(delta)


def gelu(z: Tensor, out: Tensor) -> Tensor:
    """Hendrycks & Gimpel 2016 (arXiv:1606.08415), section 2: z times the normal distribution at z."""
    return torch.mul(z, _normal_cdf(z), out=out)


def gelu_backward(delta: Tensor, z: Tensor, a: Tensor) -> Tensor:
    density = torch.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    return delta * torch.addcmul(_normal_cdf(z), z, density)  # Φ(z) + z·φ(z)


def _normal_cdf(z: Tensor) -> Tensor:
    return 0.5 + 0.5 * torch.erf(z / math.sqrt(2))


def silu(z: Tensor, out: Tensor) -> Tensor:
    """Elfwing, Uchibe & Doya 2017 (arXiv:1702.03118), equation 7; also called swish."""
    return torch.mul(z, torch.sigmoid(z), out=out)


def silu_backward(delta: Tensor, z: Tensor, a: Tensor) -> Tensor:
    gate = torch.sigmoid(z)
    return delta * torch.addcmul(gate, a, 1 - gate)  # σ + zσ(1 − σ), and zσ is a


def sine(z: Tensor, out: Tensor) -> Tensor:
    """Sitzmann et al. 2020 (arXiv:2006.09661), without their factor of 30 inside."""
    return torch.sin(z, out=out)


def sine_backward(delta: Tensor, z: Tensor, a: Tensor) -> Tensor:
    return delta * torch.cos(z)


def linear(z: Tensor, out: Tensor) -> Tensor:
    return out.copy_(z)


def linear_backward(delta: Tensor, z: Tensor, a: Tensor) -> Tensor:
    return delta


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("relu", N_("ReLU"), "max(0, z)", relu, relu_backward),
        Activation(
            "leaky_relu", N_("Leaky ReLU"), "max(0.01 z, z)", leaky_relu, leaky_relu_backward
        ),
        Activation("tanh", N_("Tanh"), "tanh z", tanh, tanh_backward),
        Activation("sigmoid", N_("Sigmoid"), "1 / (1 + e⁻ᶻ)", sigmoid, sigmoid_backward),
        Activation("gelu", N_("GELU"), "z · Φ(z)", gelu, gelu_backward),
        Activation("silu", N_("SiLU"), "z / (1 + e⁻ᶻ)", silu, silu_backward),
        Activation("sine", N_("Sine"), "sin z", sine, sine_backward),
        Activation("linear", N_("Linear"), "z", linear, linear_backward),
    )
}
