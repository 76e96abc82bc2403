"""Surfaces f(x₁, x₂) with their gradients written by hand, where they are lowest, and where a race begins.

All are shown on a square, low ≤ x₁, x₂ ≤ high, and shifted so that their minimum is 0. Rosenbrock 1960
(doi:10.1093/comjnl/3.3.175); Beale 1958; Himmelblau 1972, "Applied Nonlinear Programming"; Rastrigin 1974.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.i18n import N_

Value = Callable[[float, float], float]
Slope = Callable[[float, float], tuple[float, float]]  # (∂f/∂x₁, ∂f/∂x₂)
SIDE = 120  # heights on a side of the picture


@dataclass(frozen=True)
class Surface:
    """`value` and its gradient `slope`, for places that are finite and not absurdly far out."""

    value: Value
    slope: Slope
    low: float
    high: float
    minima: tuple[tuple[float, float], ...]
    start: tuple[float, float]

    def distance(self, x: float, y: float) -> float:
        """To the nearest of the minima."""
        return min(math.hypot(x - a, y - b) for a, b in self.minima)

    def heights(self) -> np.ndarray:
        """The value at the middle of SIDE × SIDE cells, row 0 on top, f4 [SIDE, SIDE]."""
        at = self.low + (np.arange(SIDE) + 0.5) / SIDE * (self.high - self.low)
        rows = [[self.value(float(x), float(y)) for x in at] for y in at[::-1]]
        return np.array(rows, np.float32)


def quadratic(conditioning: float, degrees: float) -> Surface:
    """½ (u² + κ v²), with (u, v) the plane turned by `degrees`: curvature 1 along u, κ along v."""
    k, c, s = conditioning, math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def value(x: float, y: float) -> float:
        u, v = c * x + s * y, c * y - s * x
        return 0.5 * (u * u + k * v * v)

    def slope(x: float, y: float) -> tuple[float, float]:
        u, v = c * x + s * y, c * y - s * x
        return c * u - s * k * v, s * u + c * k * v

    return Surface(value, slope, -5.0, 5.0, ((0.0, 0.0),), (-4.2, 2.6))


def _rosenbrock() -> Surface:
    def value(x: float, y: float) -> float:
        return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x)

    def slope(x: float, y: float) -> tuple[float, float]:
        return -2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)

    return Surface(value, slope, -2.5, 2.5, ((1.0, 1.0),), (-1.6, -0.6))


def _beale() -> Surface:
    powers = ((1.5, 1), (2.25, 2), (2.625, 3))

    def value(x: float, y: float) -> float:
        rests = [a - x + x * y**n for a, n in powers]
        return sum(rest * rest for rest in rests)

    def slope(x: float, y: float) -> tuple[float, float]:
        rests = [(a - x + x * y**n, n) for a, n in powers]
        along = sum(2 * rest * (y**n - 1) for rest, n in rests)
        return along, sum(2 * rest * x * n * y ** (n - 1) for rest, n in rests)

    return Surface(value, slope, -4.5, 4.5, ((3.0, 0.5),), (-1.0, 1.6))


def _himmelblau() -> Surface:
    minima = (
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286170),
        (3.584428340330492, -1.848126526964404),
    )

    def value(x: float, y: float) -> float:
        a, b = x * x + y - 11, x + y * y - 7
        return a * a + b * b

    def slope(x: float, y: float) -> tuple[float, float]:
        a, b = x * x + y - 11, x + y * y - 7
        return 4 * x * a + 2 * b, 2 * a + 4 * y * b

    return Surface(value, slope, -6.0, 6.0, minima, (0.5, 4.5))


def _saddle() -> Surface:
    def value(x: float, y: float) -> float:
        return 0.5 * x * x - 0.5 * y * y + 0.25 * y * y * y * y + 0.25

    def slope(x: float, y: float) -> tuple[float, float]:
        return x, y * (y * y - 1)

    return Surface(value, slope, -2.0, 2.0, ((0.0, 1.0), (0.0, -1.0)), (-1.6, 1e-3))


def _rastrigin() -> Surface:
    turn = 2 * math.pi

    def value(x: float, y: float) -> float:
        return 20 + x * x + y * y - 10 * (math.cos(turn * x) + math.cos(turn * y))

    def slope(x: float, y: float) -> tuple[float, float]:
        return (
            2 * x + 10 * turn * math.sin(turn * x),
            2 * y + 10 * turn * math.sin(turn * y),
        )

    return Surface(value, slope, -5.12, 5.12, ((0.0, 0.0),), (-3.3, 2.7))


def _plateau() -> Surface:
    def value(x: float, y: float) -> float:
        return 1 - math.exp(-0.5 * (x * x + y * y))

    def slope(x: float, y: float) -> tuple[float, float]:
        bell = math.exp(-0.5 * (x * x + y * y))
        return x * bell, y * bell

    return Surface(value, slope, -5.0, 5.0, ((0.0, 0.0),), (-2.6, 1.9))


SURFACES: dict[str, Callable[[], Surface]] = {
    "rosenbrock": _rosenbrock,
    "beale": _beale,
    "himmelblau": _himmelblau,
    "saddle": _saddle,
    "rastrigin": _rastrigin,
    "plateau": _plateau,
}
LABELS = {
    "himmelblau": N_("Himmelblau: four valleys"),
    "quadratic": N_("Quadratic bowl"),
    "rosenbrock": N_("Rosenbrock: a bent valley"),
    "beale": N_("Beale: flats and cliffs"),
    "saddle": N_("Saddle between two valleys"),
    "rastrigin": N_("Rastrigin: an egg box"),
    "plateau": N_("Plateau around a hole"),
}


def surface(name: str, conditioning: float, degrees: float) -> Surface:
    """The surface of this name; the last two are the bowl's."""
    return quadratic(conditioning, degrees) if name == "quadratic" else SURFACES[name]()
