"""A race in the weights of a small network: all of them move, and a plane through them is drawn.

What is drawn is the loss *on the plane*; a runner is seen at the foot of its perpendicular, and its own
loss may well be another.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Generator, Tensor

from core.nn.plane import Plane, around, filter_normalised, neurons, principal
from core.playgrounds.optimizers.config import OptimizersConfig
from core.playgrounds.optimizers.landscape import Landscape
from core.playgrounds.optimizers.muon import Matrix
from core.playgrounds.optimizers.network import (
    HIDDEN,
    POINTS,
    SHAPES,
    Network,
    initial,
    place_of,
)

SIDE = 41  # heights on a side of the picture
CHUNK = 64  # settings at a time, which stay in the processor's cache
NEAR, FAR = (
    3.0,
    30.0,
)  # lengths of the initial weights: what is drawn at most, and where one has exploded


class Weights(Landscape):
    """Whoever feels noise sees a minibatch, drawn anew at every step."""

    matrices = (Matrix(place_of(HIDDEN, 0, 0), (SHAPES[HIDDEN][0] - 1, SHAPES[HIDDEN][1])),)
    spelled = (place_of(HIDDEN, 0, 0), place_of(HIDDEN, 0, 1))
    letters = ("w₁₁", "w₁₂")
    often = 40

    def __init__(self, c: OptimizersConfig, generator: Generator) -> None:
        self.network = Network(c.data, c.seed)
        self.start = initial(generator)
        self._home = self.start.numpy().copy()  # [P]
        self._length = float(np.linalg.norm(self._home))
        drawn = torch.randn(2, len(self._home), generator=generator, dtype=torch.float64).numpy()
        self._random = filter_normalised(drawn, self._home, neurons(SHAPES))
        self.plane = around(self._home, self._random, self._home[None], 1.0)
        self._kept: tuple[int, np.ndarray] = (
            -1,
            np.empty(0),
        )  # the last heights and whose they are

    def losses(self, points: np.ndarray) -> np.ndarray:
        return self.network.losses(points)

    def slopes(self, points: np.ndarray) -> np.ndarray:
        every = range(0, len(points), CHUNK)
        return np.concatenate([self.network.gradients(points[i : i + CHUNK]) for i in every])

    def drawn(self, generator: Generator, c: OptimizersConfig) -> np.ndarray:
        chosen = torch.randperm(POINTS, generator=generator)[: c.batch].numpy()
        share = np.zeros(POINTS)
        share[chosen] = 1 / len(chosen)
        return share

    def felt(self, points: np.ndarray, noisy: np.ndarray, drawn: np.ndarray) -> np.ndarray:
        return self.network.gradients(points, np.where(noisy[:, None], drawn, 1 / POINTS))

    def work(self, c: OptimizersConfig) -> float:
        return c.batch / POINTS

    def gone(self, theta: Tensor) -> bool:
        away = float(np.linalg.norm(theta.numpy() - self._home))
        return not away <= FAR * self._length  # not-a-number is not

    def heights(self, plane: Plane) -> np.ndarray:
        """Kept for the plane that was asked for last: a function of the plane alone, however often."""
        if self._kept[0] != plane.key:
            every = plane.lifted(plane.grid(SIDE)).astype(np.float32)
            parts = [self.network.losses(every[i : i + CHUNK]) for i in range(0, len(every), CHUNK)]
            self._kept = plane.key, np.concatenate(parts).reshape(SIDE, SIDE)
        return self._kept[1].copy()

    def replaned(self, places: np.ndarray, now: Plane, kind: str) -> Plane:
        away = np.linalg.norm(places - self._home, axis=-1)
        near = places[away <= NEAR * self._length].astype(np.float64)
        if not len(near):
            return now
        if kind == "random" or not np.ptp(near, 0).any():
            return around(self._home, self._random, near, 1.0)
        middle, axes = principal(near, now.axes)
        return around(middle, axes, near, 0.1)
