"""What a race is run on: a loss over P parameters, for all who take part at once, and a plane to draw it on.

n runners at points [n, P], in double precision.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
import torch
from torch import Generator, Tensor

from core.nn import plane as planes
from core.nn.plane import Plane
from core.playgrounds.optimizers.config import OptimizersConfig
from core.playgrounds.optimizers.muon import Matrix
from core.playgrounds.optimizers.surfaces import surface

FAR = 10.0  # pictures away from the middle: whoever is farther out has exploded


class Landscape(ABC):
    """`start` [P] is where a race begins unless somebody places it; `minima` are the known ones, on `plane`.

    `matrices` are those parts of the parameters that are weights of a hidden layer; of the `spelled` two
    parameters an update is spelled out, called `letters`. `often`: steps from one evaluation to the next.
    """

    start: Tensor
    plane: Plane
    minima: Sequence[tuple[float, float]] = ()
    matrices: tuple[Matrix, ...] = ()
    spelled: tuple[int, int] = (0, 1)
    letters: tuple[str, str] = ("x₁", "x₂")
    often = 10

    @abstractmethod
    def losses(self, points: np.ndarray) -> np.ndarray:
        """At points [n, P], [n]."""

    @abstractmethod
    def slopes(self, points: np.ndarray) -> np.ndarray:
        """The exact gradients at points [n, P], [n, P]."""

    @abstractmethod
    def drawn(self, generator: Generator, c: OptimizersConfig) -> np.ndarray:
        """What this step's noisy gradients are made of: the same for all who feel noise."""

    @abstractmethod
    def felt(self, points: np.ndarray, noisy: np.ndarray, drawn: np.ndarray) -> np.ndarray:
        """The gradients at points [n, P] with noise where `noisy` [n] says so, [n, P]."""

    @abstractmethod
    def work(self, c: OptimizersConfig) -> float:
        """What a noisy gradient costs, an exact one being 1."""

    @abstractmethod
    def gone(self, theta: Tensor) -> bool:
        """Whether theta [P] is so far out that its owner has exploded."""

    @abstractmethod
    def heights(self, plane: Plane) -> np.ndarray:
        """The loss on a grid over the plane, row 0 on top, f4 [G, G]."""

    def replaned(self, places: np.ndarray, now: Plane, kind: str) -> Plane:
        """The plane for the places [K, P] walked so far."""
        return now

    def distance(self, point: np.ndarray) -> float:
        """From a point [P] to the nearest of the minima; not-a-number where none is known."""
        return min((math.dist(point, one) for one in self.minima), default=math.nan)


class Formula(Landscape):
    """A surface of two parameters, see surfaces.py; noise is a normal number added to each slope."""

    def __init__(self, c: OptimizersConfig) -> None:
        self.surface = surface(c.surface, c.conditioning, c.rotation)
        self.start = torch.tensor(self.surface.start, dtype=torch.float64)
        self.plane = planes.flat(self.surface.low, self.surface.high)
        self.minima = self.surface.minima
        self._heights = self.surface.heights()

    def losses(self, points: np.ndarray) -> np.ndarray:
        return np.array([self.surface.value(x, y) for x, y in points.tolist()])

    def slopes(self, points: np.ndarray) -> np.ndarray:
        return np.array([self.surface.slope(x, y) for x, y in points.tolist()]).reshape(-1, 2)

    def drawn(self, generator: Generator, c: OptimizersConfig) -> np.ndarray:
        return (torch.randn(2, generator=generator, dtype=torch.float64) * c.noise).numpy()

    def felt(self, points: np.ndarray, noisy: np.ndarray, drawn: np.ndarray) -> np.ndarray:
        return self.slopes(points) + noisy[:, None] * drawn

    def work(self, c: OptimizersConfig) -> float:
        return 1.0

    def gone(self, theta: Tensor) -> bool:
        low, high = self.surface.low, self.surface.high
        away = [abs(value - (low + high) / 2) for value in theta.tolist()]
        return not max(away) <= FAR * (high - low)  # not-a-number is not

    def heights(self, plane: Plane) -> np.ndarray:
        return self._heights.copy()
