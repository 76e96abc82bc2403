"""Distributions in the plane for generative models, each with its exact density.

All of them are mixtures of K round Gaussians of one deviation σ and equal weight: a ring or a spiral
is many, closer to each other than σ, so that it looks continuous; clouds that stand apart are few,
and then they are also the M modes that a model may miss. So one formula gives every density exactly.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from torch import Generator, Tensor

from core.i18n import N_
from core.params import Message, ParamError

SIDE = 64  # cells on a side of the grid on which divergences are measured
DRAWN, MOST_DRAWN = 2, 400  # points of a drawing, at least and at most
DRAWN_SIGMA = 0.03


@dataclass(frozen=True, eq=False)
class Distribution:
    """A mixture: centres [K, 2], σ, and the box ±edge in which it is shown and compared."""

    name: str
    label: str
    help: str
    centres: np.ndarray  # [K, 2] float64
    sigma: float
    edge: float
    apart: bool = False  # whether the centres are modes that stand apart

    @property
    def modes(self) -> np.ndarray:
        """The centres of the modes, [M, 2]; M = 0 where none stand apart."""
        return self.centres if self.apart else self.centres[:0]

    def sample(self, n: int, generator: Generator) -> Tensor:
        """n independent points, float32 [n, 2]."""
        which = torch.randint(len(self.centres), (n,), generator=generator)
        x = torch.empty(n, 2).normal_(0, self.sigma, generator=generator)
        return x.add_(self._table.index_select(0, which))

    @cached_property
    def _table(self) -> Tensor:
        return torch.from_numpy(self.centres).float()

    def log_density(self, x: np.ndarray) -> np.ndarray:
        """ln p at points x [n, 2], [n]."""
        squares = ((x[:, None] - self.centres) ** 2).sum(-1)  # [n, K]
        exponents = -squares / (2 * self.sigma**2)
        top = exponents.max(1)
        mean = np.exp(exponents - top[:, None]).mean(1)
        return top + np.log(mean) - np.log(2 * np.pi * self.sigma**2)

    def cells(self, side: int = SIDE) -> np.ndarray:
        """The exact probability of every cell of the box, [side, side]: row = x₂ from below, column = x₁.

        A round Gaussian's share of a cell is the product of its shares of the column and the row.
        """
        borders = torch.linspace(-self.edge, self.edge, side + 1, dtype=torch.float64)
        centres = torch.from_numpy(self.centres)  # [K, 2]
        below = torch.special.ndtr((borders[:, None, None] - centres) / self.sigma)
        share = below.diff(dim=0)  # [side, K, 2]
        return (share[..., 1] @ share[..., 0].t() / len(centres)).numpy()


def _ring(count: int, radius: float) -> np.ndarray:
    """`count` different points: the end of the circle is its beginning, and counts once."""
    angle = 2 * np.pi * np.arange(count) / count
    return radius * np.stack((np.cos(angle), np.sin(angle)), 1)


def _grid(side: int, spacing: float) -> np.ndarray:
    at = (np.arange(side) - (side - 1) / 2) * spacing
    return np.stack(np.meshgrid(at, at), -1).reshape(-1, 2)


def _line() -> np.ndarray:
    at = np.linspace(-0.7, 0.7, 100)
    return np.stack((at, at * 0.6), 1)


def _spiral() -> np.ndarray:
    """An arm of two turns, its points evenly spaced along the way."""
    along = np.sqrt(np.linspace(0.01, 1, 300))
    angle = 4 * np.pi * along
    return 0.85 * along[:, None] * np.stack((np.cos(angle), np.sin(angle)), 1)


def _moons() -> np.ndarray:
    angle = np.linspace(0, np.pi, 100)
    upper = np.stack((np.cos(angle) - 0.5, np.sin(angle) - 0.25), 1)
    return np.concatenate((upper, -upper)) * 0.5


# fmt: off
DISTRIBUTIONS: dict[str, Distribution] = {
    one.name: one
    for one in (
        Distribution("line", N_("Line"), N_("A stroke with soft edges."), _line(), 0.04, 1.0),
        Distribution(
            "two-gaussians", N_("Two Gaussians"), N_("Two round clouds."),
            np.array([(-0.45, -0.3), (0.45, 0.3)]), 0.12, 1.0, apart=True,
        ),
        Distribution("ring", N_("Ring"), N_("A circle with soft edges."), _ring(200, 0.65), 0.04, 1.0),
        Distribution(
            "blobs", N_("Three blobs"), N_("Three clouds with nothing in between."),
            _ring(3, 0.6)[:, ::-1].copy(), 0.08, 1.0, apart=True,
        ),
        Distribution(
            "ring-8", N_("Ring of 8"), N_("Eight small clouds on a circle of radius 2, σ = 0.05."),
            _ring(8, 2.0), 0.05, 2.5, apart=True,
        ),
        Distribution(
            "grid-25", N_("Grid of 25"), N_("Five by five small clouds, 1 apart, σ = 0.05."),
            _grid(5, 1.0), 0.05, 2.5, apart=True,
        ),
        Distribution("spiral", N_("Spiral"), N_("One arm, two turns."), _spiral(), 0.03, 1.0),
        Distribution("moons", N_("Moons"), N_("Two half circles that interlock."), _moons(), 0.04, 1.0),
        Distribution(
            "ring-8-literature", N_("Ring of 8, as published"),
            N_("As in PacGAN: radius 1, σ = 0.01. Two and a half times harder to hit than 'Ring of 8'."),
            _ring(8, 1.0), 0.01, 1.25, apart=True,
        ),
        Distribution(
            "grid-25-literature", N_("Grid of 25, as published"),
            N_("As in PacGAN: 2 apart, σ = 0.05. Twice as hard to hit as 'Grid of 25'."),
            _grid(5, 2.0), 0.05, 5.0, apart=True,
        ),
        Distribution(
            "drawing", N_("Draw your own"), N_("What you draw with the pointer."),
            np.zeros((1, 2)), DRAWN_SIGMA, 1.0,
        ),
    )
}
# fmt: on


def distribution(name: str, drawing: str = "") -> Distribution:
    """The distribution called `name`; a drawing gets its points from `drawing`. Raises ParamError."""
    found = DISTRIBUTIONS[name]
    if name != "drawing":
        return found
    return Distribution(
        found.name, found.label, found.help, decoded(drawing), found.sigma, found.edge
    )


def encoded(points: Sequence[Sequence[float]] | np.ndarray) -> str:
    """Points of the square ±1 as base64url of byte pairs: x₁ to the right, x₂ upwards, −1 is 0, +1 is 255."""
    square = np.asarray(points, float).reshape(-1, 2)
    pairs = np.clip(np.rint((square + 1) * 127.5), 0, 255).astype(np.uint8)
    return base64.urlsafe_b64encode(pairs.tobytes()).decode().rstrip("=")


def decoded(drawing: str) -> np.ndarray:
    """The points that `encoded` wrote, [K, 2]. Raises ParamError for what can't be learned from."""
    try:
        bytes_ = base64.b64decode(
            drawing + "=" * (-len(drawing) % 4), altchars=b"-_", validate=True
        )
        pairs = np.frombuffer(bytes_, np.uint8).reshape(-1, 2)
    except (binascii.Error, ValueError):
        raise _refusal(N_("drawing can't be read: part of the link is missing.")) from None
    values = {"points": len(pairs), "least": DRAWN, "most": MOST_DRAWN}
    if len(pairs) == 0:
        raise _refusal(N_("drawing is empty: draw at least {least} points."), values)
    if len(pairs) < DRAWN:
        raise _refusal(N_("drawing has a single point: draw at least {least}."), values)
    if len(pairs) > MOST_DRAWN:
        raise _refusal(N_("drawing has {points} points: at most {most} are allowed."), values)
    if (pairs == pairs[0]).all():
        text = N_("drawing has {points} points in the same place: draw at least {least} apart.")
        raise _refusal(text, values)
    return pairs / 127.5 - 1


def _refusal(text: str, values: dict[str, int] | None = None) -> ParamError:
    return ParamError(Message("drawing", text, values or {}), EXAMPLE_DRAWING)


_turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
EXAMPLE_DRAWING = encoded(  # a heart
    np.stack(
        (
            0.75 * np.sin(_turn) ** 3,
            0.61 * np.cos(_turn) - 0.23 * np.cos(2 * _turn) - 0.09 * np.cos(3 * _turn) + 0.1,
        ),
        1,
    )
)
