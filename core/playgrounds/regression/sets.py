"""What the points of a regression are drawn from: curves with noise, clouds of two or three classes, a file.

x and y are float64 [N], labels int64 [N], zeros where y is what is to be predicted. The plane reaches from
−LIMIT to LIMIT both ways; columns of a file are scaled into it, and `Axis` knows the way back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import torch
from torch import Generator, rand, randn

from core.data import stored
from core.data.pairs import Pairs, pairs
from core.i18n import N_
from core.params import Message

Curve = Callable[[np.ndarray], np.ndarray]
MOST = 200  # points that there is room for
LIMIT = 5.0  # of the picture, both ways
TESTED = 100  # held-out points
FILLED = 4.0  # how far the columns of a file reach in the plane
SPREAD = 0.5  # of a cloud without noise
SETS: dict[str, tuple[str, tuple[float, float], Curve]] = {
    "line": (N_("A line"), (-3.0, 3.0), lambda x: 1.0 + 0.8 * x),
    "far": (N_("A line far from zero"), (2.0, 4.8), lambda x: 6.0 - 1.5 * x),
    "outliers": (N_("A line with outliers"), (-3.0, 3.0), lambda x: 0.5 + 0.8 * x),
    "sine": (N_("A sine"), (-3.0, 3.0), lambda x: 2.0 * np.sin(1.3 * x)),
    "step": (N_("A step"), (-3.0, 3.0), lambda x: 2.0 * np.sign(x - 0.5)),
    "same-x": (N_("All at one x"), (1.5, 1.5), lambda x: 0.8 * x),
}
CLOUDS: dict[str, tuple[str, np.ndarray]] = {  # the centres, [K, 2]
    "two-classes": (N_("Two classes"), np.array([[-1.5, -1.0], [1.5, 1.0]])),
    "three-classes": (N_("Three classes"), np.array([[-2.0, -1.2], [2.0, -1.2], [0.0, 2.0]])),
}
FILE = "csv"
LABELS = {name: one[0] for name, one in (SETS | CLOUDS).items()} | {FILE: N_("Your CSV")}


def classes(dataset: str) -> int:
    """K, the number of classes; 0 where numbers are to be predicted."""
    return len(CLOUDS[dataset][1]) if dataset in CLOUDS else 0


@dataclass(frozen=True, eq=False)
class Sample:
    """Points: places and labels, all [N]."""

    x: np.ndarray
    y: np.ndarray
    label: np.ndarray

    @classmethod
    def of(cls, x: np.ndarray, y: np.ndarray) -> Sample:
        return cls(x, y, np.zeros(len(x), np.int64))


@dataclass(frozen=True)
class Axis:
    """What a place along an axis of the plane stands for: shift + factor · place."""

    name: str = ""
    shift: float = 0.0
    factor: float = 1.0


@dataclass(frozen=True, eq=False)
class Drawn:
    """What is learned from and what only tests; what the axes stand for; what is to be said of it."""

    train: Sample
    test: Sample
    axes: tuple[Axis, Axis] = (Axis(), Axis())
    notes: list[Message] = field(default_factory=list)


class Asked(Protocol):
    """What a configuration says of the points."""

    @property
    def dataset(self) -> str: ...
    @property
    def points(self) -> int: ...
    @property
    def noise(self) -> float: ...
    @property
    def upload(self) -> str: ...
    @property
    def x_column(self) -> str: ...
    @property
    def column(self) -> str: ...


def draw(c: Asked, rng: Generator, for_test: Generator) -> Drawn:
    """The points that a configuration decides. ParamError about `upload` where its file can't be had."""
    if c.dataset == FILE:
        _, table = stored.table(c.upload)
        return _split(pairs(table, c.x_column, c.column), rng)
    one = cloud if c.dataset in CLOUDS else curve
    train = one(c.dataset, c.points, c.noise, rng)
    return Drawn(train, one(c.dataset, TESTED, c.noise, for_test))


def curve(dataset: str, count: int, noise: float, rng: Generator) -> Sample:
    """`count` points of y = truth(x) + noise; `noise` is the standard deviation of y around its curve.

    Of the set with outliers every tenth point, two at least, lies five to seven below the line.
    """
    _, (low, high), truth = SETS[dataset]
    share, stray, far = (
        make(count, generator=rng).double().numpy() for make in (rand, randn, rand)
    )
    x = low + (high - low) * share
    y = truth(x) + noise * stray
    if dataset == "outliers":
        right = np.argsort(x)[::-1][: max(2, count // 10)]
        y[right] -= 5.0 + 2.0 * far[right]
    return Sample.of(x, y)


def cloud(dataset: str, count: int, noise: float, rng: Generator) -> Sample:
    """`count` points around the centres, the classes in turn; noise widens the clouds until they overlap."""
    centres = CLOUDS[dataset][1]
    label = np.arange(count) % len(centres)
    strayed = randn(count, 2, generator=rng).double().numpy()
    places = np.clip(centres[label] + (SPREAD + noise) * strayed, -LIMIT, LIMIT)
    return Sample(places[:, 0].copy(), places[:, 1].copy(), label)


def _split(table: Pairs, rng: Generator) -> Drawn:
    """A quarter of the rows tests, the others are learned from, of more than MOST a sample."""
    count = len(table.x)
    order = torch.randperm(count, generator=rng).numpy()
    tested = order[: count // 4]
    learned = order[count // 4 :][:MOST]
    (x, across), (y, up) = _scaled(table.x, table.names[0]), _scaled(table.y, table.names[1])
    notes = []
    if count - len(tested) > MOST:
        said = {"rows": count, "learned": len(learned), "tested": len(tested)}
        text = N_("Of {rows} rows a sample of {learned} is learned from, as there is room for no more, and "
                  "{tested} only test.")  # fmt: skip
        notes.append(Message("upload", text, said))
    train, test = (Sample.of(x[rows], y[rows]) for rows in (learned, tested))
    return Drawn(train, test, (across, up), notes)


def _scaled(values: np.ndarray, name: str) -> tuple[np.ndarray, Axis]:
    """Between −FILLED and FILLED; equal values lie in the middle."""
    low, high = values.min(), values.max()
    middle, half = low / 2 + high / 2, high / 2 - low / 2  # halves first: sums may overflow
    factor = half / FILLED if half > 0 else 1.0
    return (values - middle) / factor, Axis(name, float(middle), float(factor))
