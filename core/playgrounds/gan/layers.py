"""Layers of both networks: dense, with spectral normalisation, and the deviation within a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.nn.activations import ACTIVATIONS
from core.nn.flat import fill

LEAK = 0.2  # slope of the leaky ReLU on its left side, as in DCGAN: Radford et al. 2016, section 3

ACTIVATED: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": F.relu,
    "leaky_relu": lambda z: F.leaky_relu(z, LEAK),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": F.gelu,
    "silu": F.silu,
    "sine": torch.sin,
}
FUNCTIONS = {name: ACTIVATIONS[name].label for name in ACTIVATED}


class Spectral(nn.Module):
    """A layer whose weight can be held to a largest singular value of 1; `spectral` switches it.

    Miyato et al. 2018 (arXiv:1802.05957), algorithm 1: one step of power iteration per look while
    training. `weight` is seen as a matrix [n_out, the rest].
    """

    weight: nn.Parameter
    u: Tensor  # [n_out], the left singular vector as known so far
    spectral = False

    def remember(self, generator: Generator) -> None:
        """Call once the weight is there: a first guess of u."""
        guess = torch.randn(self.weight.shape[0], generator=generator)
        self.register_buffer("u", F.normalize(guess, dim=0))

    def weight_now(self) -> Tensor:
        """The weight, divided by its largest singular value where `spectral` is on."""
        if not self.spectral:
            return self.weight
        matrix = self.weight.flatten(1)  # [n_out, m]
        with torch.no_grad():
            v = F.normalize(matrix.t().mv(self.u), dim=0)  # [m]
            u = F.normalize(matrix.mv(v), dim=0)  # [n_out]
            if self.training:
                self.u.copy_(u)
        return self.weight / torch.dot(u, matrix.mv(v))


class Linear(Spectral):
    """x [B, n_in] -> x Wᵀ + b [B, n_out]."""

    def __init__(self, n_in: int, n_out: int, generator: Generator, gain: float = 2**0.5) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(n_out, n_in))
        self.bias = nn.Parameter(torch.zeros(n_out))
        fill(self.weight, generator, n_in, gain)
        self.remember(generator)

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight_now(), self.bias)


class BatchDeviation(nn.Module):
    """x [B, n] -> [B, n + 1]: the last column says how much the batch varies.

    Karras et al. 2018 (arXiv:1710.10196), section 3: the deviation of every column, averaged. While
    not training, it is the running mean, so that a sample is judged the same in any company.
    """

    usual: Tensor  # []

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("usual", torch.ones(()))

    def forward(self, x: Tensor) -> Tensor:
        deviation = self.usual
        if self.training:
            variance = x.var(0, correction=0)
            deviation = (variance + 1e-8).sqrt().mean()
            self.usual.lerp_(deviation.detach(), 0.05)
        return torch.cat([x, deviation.expand(len(x), 1)], 1)


class DenseLayers(nn.Module):
    """Layers of the given sizes, inputs first, output last; the last is linear."""

    def __init__(
        self, sizes: Sequence[int], activation: str, generator: Generator, deviation: bool = False
    ) -> None:
        super().__init__()
        self.activation = activation
        extra = [0] * (len(sizes) - 2) + [int(deviation)]  # one more input of the last layer
        self.layers = nn.ModuleList(
            Linear(n_in + more, n_out, generator, 1.0 if k == len(extra) - 1 else 2**0.5)
            for k, ((n_in, n_out), more) in enumerate(zip(pairwise(sizes), extra, strict=True))
        )
        self.deviation = BatchDeviation() if deviation else None

    def forward(self, x: Tensor) -> Tensor:
        """x [B, n_0] -> [B, n_last]."""
        activation = ACTIVATED[self.activation]
        *hidden, last = self.layers
        for layer in hidden:
            x = activation(
                layer.forward(x)
            )  # past nn.Module's hooks: twice as fast for a tiny layer
        if self.deviation is not None:
            x = self.deviation(x)
        return last.forward(x)
