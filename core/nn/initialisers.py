"""Initial weights: where a network starts decides whether it learns at all.

A layer is one matrix W [n_in + 1, n_out] whose last row holds the biases. All numbers are drawn on
the CPU from the generator given, so that a seed means the same network on every device.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Generator, Tensor

from core.i18n import N_


def xavier(n_in: int, n_out: int, generator: Generator) -> Tensor:
    """Glorot & Bengio 2010, equation 16: signals keep their size forwards and backwards."""
    bound = math.sqrt(6 / (n_in + n_out))
    return _with_biases((torch.rand(n_in, n_out, generator=generator) * 2 - 1) * bound)


def he(n_in: int, n_out: int, generator: Generator) -> Tensor:
    """He et al. 2015 (arXiv:1502.01852), equation 10: makes up for the half that a ReLU cuts off."""
    return _with_biases(torch.randn(n_in, n_out, generator=generator) * math.sqrt(2 / n_in))


def uniform(n_in: int, n_out: int, generator: Generator) -> Tensor:
    """The classic playground's: weights in (−½, ½), biases 0.1."""
    return _with_biases(torch.rand(n_in, n_out, generator=generator) - 0.5, bias=0.1)


def zeros(n_in: int, n_out: int, generator: Generator) -> Tensor:
    """All neurons of a layer are the same, and get the same gradient for ever."""
    return torch.zeros(n_in + 1, n_out)


def small(n_in: int, n_out: int, generator: Generator) -> Tensor:
    """A hundredth of Xavier's: the signal fades on its way up, the gradient on its way down."""
    return xavier(n_in, n_out, generator) * 0.01


def large(n_in: int, n_out: int, generator: Generator) -> Tensor:
    """Ten times Xavier's: saturating neurons start out saturated."""
    return xavier(n_in, n_out, generator) * 10


def _with_biases(weights: Tensor, bias: float = 0.0) -> Tensor:
    return torch.cat([weights, torch.full((1, weights.shape[1]), bias)])  # [n_in + 1, n_out]


INITIALISERS: dict[str, Callable[[int, int, Generator], Tensor]] = {
    "xavier": xavier,
    "he": he,
    "uniform": uniform,
    "zeros": zeros,
    "small": small,
    "large": large,
}
LABELS = {
    "xavier": N_("Xavier"),
    "he": N_("He"),
    "uniform": N_("Uniform ±½"),
    "zeros": N_("All zero"),
    "small": N_("Too small"),
    "large": N_("Too large"),
}
