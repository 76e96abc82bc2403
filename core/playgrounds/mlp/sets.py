"""What the network learns from: what is asked of it, and the points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.data.toy import TOYS, make

LABELS = {toy.name: toy.label for toy in TOYS.values()}
SIGNS = ("−1", "+1")  # the names of two classes that share one output


class Asked(Protocol):
    """What a configuration says of the points."""

    @property
    def dataset(self) -> str: ...
    @property
    def points(self) -> int: ...
    @property
    def train_points(self) -> int: ...
    @property
    def noise(self) -> float: ...
    @property
    def classes(self) -> int: ...
    @property
    def data_seed(self) -> int: ...


@dataclass(frozen=True)
class Kind:
    """What is asked for: a class, one of those named, or a number. Known before any point is."""

    task: str  # classification or regression
    classes: tuple[str, ...] = ()

    @property
    def outputs(self) -> int:
        """K: one output says a number or which of two classes, more classes have one each."""
        return len(self.classes) if len(self.classes) > 2 else 1


@dataclass(frozen=True, eq=False)
class Sample:
    """M points of which the first `train` are learned from; the rest only tests what was learned."""

    x: np.ndarray  # float32 [M, 2]
    y: np.ndarray  # float32 [M], the number of a class or a value
    train: int


def kind(c: Asked) -> Kind:
    if TOYS[c.dataset].task == "regression":
        return Kind("regression")
    if c.dataset == "arms" and c.classes > 2:
        return Kind("classification", tuple(chr(ord("A") + k) for k in range(c.classes)))
    return Kind("classification", SIGNS)


def draw(c: Asked) -> Sample:
    x, y = make(c.dataset, points=c.points, noise=c.noise, seed=c.data_seed, classes=c.classes)
    return Sample(x, y, c.train_points)
