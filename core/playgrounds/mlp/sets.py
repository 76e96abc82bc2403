"""What the network learns from: what is asked of it, and the points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.data import rules
from core.data.toy import TOYS, make
from core.i18n import N_

OWN = {"own": "classification", "own-values": "regression"}  # nothing but what is drawn by hand
LABELS = {toy.name: toy.label for toy in TOYS.values()} | {
    "rule": N_("A rule of your own"),
    "own": N_("Nothing: draw classes"),
    "own-values": N_("Nothing: draw values"),
}
NUMBERED = ("arms", "own")  # sets whose number of classes can be chosen
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
    @property
    def rule(self) -> str: ...


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
    if task(c) == "regression":
        return Kind("regression")
    if c.dataset in NUMBERED and c.classes > 2:
        return Kind("classification", tuple(chr(ord("A") + k) for k in range(c.classes)))
    return Kind("classification", SIGNS)


def task(c: Asked) -> str:
    if c.dataset == "rule":
        return rules.survey(c.rule).task
    return OWN[c.dataset] if c.dataset in OWN else TOYS[c.dataset].task


def draw(c: Asked) -> Sample:
    if c.dataset in OWN:
        y = np.zeros(0, np.int64 if OWN[c.dataset] == "classification" else np.float32)
        return Sample(np.zeros((0, 2), np.float32), y, 0)
    if c.dataset == "rule":
        x, y = rules.make(c.rule, points=c.points, noise=c.noise, seed=c.data_seed)
    else:
        x, y = make(c.dataset, points=c.points, noise=c.noise, seed=c.data_seed, classes=c.classes)
    return Sample(x, y, c.train_points)


def identity(c: Asked) -> tuple[str | float, ...]:
    """All that decides the points: where it is equal, they are."""
    of_classes = c.classes if c.dataset in NUMBERED else 0
    if c.dataset in OWN:
        return c.dataset, of_classes
    of_rule = c.rule if c.dataset == "rule" else ""
    return c.dataset, c.points, c.train_points, c.noise, c.data_seed, of_classes, of_rule
