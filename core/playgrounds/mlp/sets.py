"""What the network learns from: what is asked of it, and the points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.data import rules
from core.data import table_sets as tables
from core.data.encoding import Prepared, trained_on
from core.data.toy import TOYS, make, mislabelled
from core.i18n import N_

OWN = {"own": "classification", "own-values": "regression"}  # nothing but what is drawn by hand
LABELS = {toy.name: toy.label for toy in TOYS.values()} | {
    "rule": N_("A rule of your own"),
    "own": N_("Nothing: draw classes"),
    "own-values": N_("Nothing: draw values"),
    **tables.LABELS,
}
NUMBERED = ("arms", "own")  # sets whose number of classes can be chosen
CLASSED = tuple(toy.name for toy in TOYS.values() if toy.task == "classification")
SIGNS = ("−1", "+1")  # the names of two classes that share one output


class Asked(tables.Asked, Protocol):
    """What a configuration says of the points."""

    @property
    def points(self) -> int: ...
    @property
    def train_points(self) -> int: ...
    @property
    def noise(self) -> float: ...
    @property
    def label_noise(self) -> float: ...
    @property
    def classes(self) -> int: ...
    @property
    def rule(self) -> str: ...


@dataclass(frozen=True)
class Kind:
    """What is asked for: a class, one of those named, or a number. Known before any point is."""

    task: str  # classification or regression
    classes: tuple[str, ...] = ()
    inputs: tuple[
        str, ...
    ] = ()  # of a table, by name; points of the plane have x₁ and x₂ and features
    rows: int = 0  # of a table

    @property
    def outputs(self) -> int:
        """K: one output says a number or which of two classes, more classes have one each."""
        return len(self.classes) if len(self.classes) > 2 else 1


@dataclass(frozen=True, eq=False)
class Sample:
    """M points of which the first `train` are learned from; the rest only tests what was learned."""

    x: np.ndarray  # float32 [M, 2], of a table [M, D]
    y: np.ndarray  # float32 [M], the number of a class or a value
    train: int
    table: Prepared | None = None


def kind(c: Asked) -> Kind:
    if c.dataset in tables.LABELS:
        return _of_table(c)
    if task(c) == "regression":
        return Kind("regression")
    if c.dataset in NUMBERED and c.classes > 2:
        return Kind("classification", tuple(chr(ord("A") + k) for k in range(c.classes)))
    return Kind("classification", SIGNS)


def task(c: Asked) -> str:
    """Of points of the plane."""
    if c.dataset == "rule":
        return rules.survey(c.rule).task
    return OWN[c.dataset] if c.dataset in OWN else TOYS[c.dataset].task


def _of_table(c: Asked) -> Kind:
    found = tables.known(c)
    if found is None:
        return Kind("classification", SIGNS)  # until there is a table
    task = "classification" if found.classes else "regression"
    return Kind(task, found.classes, found.names, len(found.y))


def trained(c: Asked) -> int:
    """N, the number of points that are learned from."""
    what = kind(c)
    if what.rows:
        return trained_on(what.rows, c.train_share, len(what.classes))
    return round(c.points * c.train_share)


def draw(c: Asked) -> Sample:
    """ParamError about `upload` where it is a table that can't be had."""
    if c.dataset in tables.LABELS:
        table = tables.drawn(c)
        return Sample(table.x, table.y, table.train, table)
    if c.dataset in OWN:
        y = np.zeros(0, np.int64 if OWN[c.dataset] == "classification" else np.float32)
        return Sample(np.zeros((0, 2), np.float32), y, 0)
    if c.dataset == "rule":
        x, y = rules.make(c.rule, points=c.points, noise=c.noise, seed=c.data_seed)
    else:
        x, y = make(c.dataset, points=c.points, noise=c.noise, seed=c.data_seed, classes=c.classes)
        if c.label_noise and c.dataset in CLASSED:
            y = mislabelled(y, c.train_points, c.label_noise, c.data_seed)
    return Sample(x, y, c.train_points)


def identity(c: Asked) -> tuple[str | float, ...]:
    """All that decides the points: where it is equal, they are."""
    of_classes = c.classes if c.dataset in NUMBERED else 0
    if c.dataset in OWN:
        return c.dataset, of_classes
    if c.dataset in tables.LABELS:
        how = (c.upload, c.target, c.left_out, c.target_kind, c.gaps)
        return c.dataset, c.train_share, c.data_seed, *how
    of_rule = c.rule if c.dataset == "rule" else ""
    noises = (c.noise, c.label_noise)
    return c.dataset, c.points, c.train_points, *noises, c.data_seed, of_classes, of_rule
