"""Encoder and decoder in one module: dense, or of two convolutions each.

B images, D = h·w pixels, K classes the networks are told (0: none), d latent dimensions. Weights are
drawn from the generator given: normal, of deviation √(2 / fan-in); the last layers start small, so that
at first every code is close to the prior.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.nn.activations import ACTIVATIONS
from core.nn.flat import blank, fill
from core.playgrounds.vae.autoregressive import Neighbours

ACTIVATED: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": F.relu,
    "leaky_relu": lambda z: F.leaky_relu(z, 0.2),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": F.gelu,
    "silu": F.silu,
}
FUNCTIONS = {name: ACTIVATIONS[name].label for name in ACTIVATED}
SMALL = 0.3  # gain of the last layers


class Coder(nn.Module):
    """What both kinds share. `encode` and `decode` are the subclasses'."""

    encoder: nn.ModuleList
    decoder: nn.ModuleList

    def __init__(self, activation: str, learned: bool, sigma: float) -> None:
        super().__init__()
        self.activation = ACTIVATED[activation]
        log_sigma = torch.tensor(math.log(sigma))
        self.log_sigma = nn.Parameter(log_sigma) if learned else None
        self.neighbours: Neighbours | None = None  # where pixels also see those drawn before them

    def encode(self, x: Tensor, label: Tensor | None) -> tuple[Tensor, Tensor]:
        """x [B, D], label [B, K] one-hot or None -> mean and log variance of q(z|x), both [B, d]."""
        raise NotImplementedError

    def decode(self, z: Tensor, label: Tensor | None) -> Tensor:
        """z [B, d] -> what the code says of the pixels, logits [B, D]."""
        raise NotImplementedError

    def context(self, x: Tensor) -> Tensor | float:
        """What the pixels before each pixel of x [B, D] add to its logit, [B, D]; mostly nothing.

        A sigmoid makes `decode(z, label) + context(x)` the means of p(x|z).
        """
        return 0.0 if self.neighbours is None else self.neighbours(x)

    def picture(self, z: Tensor, label: Tensor | None) -> Tensor:
        """z [B, d] -> the image that is made of the code alone, [B, D] in 0…1."""
        logits = self.decode(z, label)
        return torch.sigmoid(logits) if self.neighbours is None else self.neighbours.drawn(logits)


class Dense(Coder):
    """Hidden layers of the given sizes, in reverse order in the decoder."""

    def __init__(
        self, pixels: int, classes: int, hidden: Sequence[int], d: int, generator: Generator,
        activation: str, learned: bool, sigma: float,
    ) -> None:  # fmt: skip
        super().__init__(activation, learned, sigma)
        self.encoder = _layers((pixels + classes, *hidden, 2 * d), generator)
        self.decoder = _layers((d + classes, *reversed(hidden), pixels), generator)

    def encode(self, x: Tensor, label: Tensor | None) -> tuple[Tensor, Tensor]:
        mu, log_var = self._through(self.encoder, _with_label(x, label)).chunk(2, -1)
        return mu, log_var

    def decode(self, z: Tensor, label: Tensor | None) -> Tensor:
        return self._through(self.decoder, _with_label(z, label))

    def _through(self, layers: nn.ModuleList, a: Tensor) -> Tensor:
        for layer in layers[:-1]:
            a = self.activation(layer(a))
        return layers[-1](a)


class Convolutional(Coder):
    """Twice a convolution of stride 2; the decoder doubles the picture twice. Sides divisible by 4."""

    def __init__(
        self, side: int, classes: int, width: int, d: int, generator: Generator,
        activation: str, learned: bool, sigma: float,
    ) -> None:  # fmt: skip
        super().__init__(activation, learned, sigma)
        self.side, self.quarter, self.width = side, side // 4, width
        flat = 2 * width * self.quarter**2
        self.encoder = nn.ModuleList(
            (
                _convolution(1, width, generator),
                _convolution(width, 2 * width, generator),
                _linear(flat + classes, 2 * d, generator, SMALL),
            )
        )
        self.decoder = nn.ModuleList(
            (
                _linear(d + classes, flat, generator),
                _convolution(2 * width, width, generator, stride=1),
                _convolution(width, 1, generator, stride=1, gain=SMALL),
            )
        )

    def encode(self, x: Tensor, label: Tensor | None) -> tuple[Tensor, Tensor]:
        a = x.view(-1, 1, self.side, self.side)
        for layer in self.encoder[:-1]:
            a = self.activation(layer(a))
        mu, log_var = self.encoder[-1](_with_label(a.flatten(1), label)).chunk(2, -1)
        return mu, log_var

    def decode(self, z: Tensor, label: Tensor | None) -> Tensor:
        first, second, last = self.decoder
        a = self.activation(first(_with_label(z, label)))
        a = a.view(-1, 2 * self.width, self.quarter, self.quarter)
        a = self.activation(second(F.interpolate(a, scale_factor=2)))
        return last(F.interpolate(a, scale_factor=2)).flatten(1)


def _with_label(a: Tensor, label: Tensor | None) -> Tensor:
    return a if label is None else torch.cat((a, label), -1)


def _layers(sizes: Sequence[int], generator: Generator) -> nn.ModuleList:
    last = len(sizes) - 2
    return nn.ModuleList(
        _linear(n_in, n_out, generator, SMALL if k == last else math.sqrt(2))
        for k, (n_in, n_out) in enumerate(pairwise(sizes))
    )


def _linear(n_in: int, n_out: int, generator: Generator, gain: float = math.sqrt(2)) -> nn.Linear:
    layer = blank(nn.Linear, n_in, n_out)
    return _filled(layer, generator, n_in, gain)


def _convolution(
    n_in: int, n_out: int, generator: Generator, stride: int = 2, gain: float = math.sqrt(2)
) -> nn.Conv2d:
    layer = blank(nn.Conv2d, n_in, n_out, 3, stride=stride, padding=1)
    return _filled(layer, generator, 9 * n_in, gain)


def _filled(layer, generator: Generator, fan_in: int, gain: float):  # type: ignore[no-untyped-def]
    fill(layer.weight, generator, fan_in, gain)
    nn.init.zeros_(layer.bias)
    return layer
