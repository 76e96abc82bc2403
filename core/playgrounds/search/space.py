"""The space that is searched: which hyperparameters, between which bounds, and how they are scaled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.playgrounds.search.config import OPTIONS, RANGED, SEARCHED, SearchConfig

DIGITS = 3  # of a value: what is read off is what was trained
SEEDS = 1000  # that a trial may have where the seed is searched
WHOLE = ("width", "depth", "batch_size", "seed")
LOG = ("lr", "weight_decay", "batch_size", "initial_scale")
MOMENTUM, INITIALISATION = 0.9, "xavier"  # of every trial
Values = Mapping[str, Any]  # a trial's hyperparameters: name → value


@dataclass(frozen=True)
class Dimension:
    """One hyperparameter of the space: numbers from low to high, or one of the options."""

    name: str
    low: float = 0.0
    high: float = 0.0
    log: bool = False
    whole: bool = False
    options: tuple[str, ...] = ()

    def near(self, value: Any) -> Any:
        """The value as it is written, within the bounds."""
        if self.options:
            return str(value)
        if self.whole:
            return int(value)
        return min(max(float(f"{value:.{DIGITS}g}"), self.low), self.high)

    def at(self, share: float) -> Any:
        """The value that lies at a share of the way from the first to the last, 0…1 without 1."""
        if self.options:
            return self.options[int(share * len(self.options))]
        half = 0.5 if self.whole else 0.0  # a whole number stands for all that is rounded to it
        low, high = self.low - half, self.high + half
        value = low * (high / low) ** share if self.log else low + share * (high - low)
        return self.near(min(max(round(value), self.low), self.high) if self.whole else value)

    def place(self, value: Any) -> float:
        """A number for it: that of an option counts from 0."""
        return float(self.options.index(value)) if self.options else float(value)

    def spread(self, count: int) -> list[Any]:
        """About `count` values at equal distances, ends included; every option."""
        if self.options:
            return list(self.options)
        if count == 1:
            middle = (self.low * self.high) ** 0.5 if self.log else (self.low + self.high) / 2
            return [self.near(round(middle) if self.whole else middle)]
        apart = np.geomspace if self.log else np.linspace
        values = [float(value) for value in apart(self.low, self.high, count)]
        if self.whole:
            return sorted({round(value) for value in values})
        return [self.near(value) for value in values]


def space(c: SearchConfig) -> tuple[Dimension, ...]:
    """The dimensions in the order of declaration."""
    found = []
    for name in SEARCHED:
        if name not in c.over:
            continue
        if name in OPTIONS:
            found.append(Dimension(name, options=getattr(c, OPTIONS[name])))
        elif name in RANGED:
            low, high = (float(getattr(c, f"{name}_{end}")) for end in ("from", "to"))
            found.append(Dimension(name, low, high, name in LOG, name in WHOLE))
        else:
            found.append(Dimension(name, 0, SEEDS - 1, whole=True))
    return tuple(found)


def drawn(dimensions: Sequence[Dimension], seed: int) -> Values:
    """Values at random, evenly over the space as it is scaled."""
    rng = np.random.default_rng(seed)
    return {one.name: one.at(rng.random()) for one in dimensions}


def grid(dimensions: Sequence[Dimension], most: int) -> list[Values]:
    """As fine a grid as `most` points allow: every dimension gets one value more as long as there is room.

    Options of a choice are all there or none but the first. At least one point.
    """
    counts = [1] * len(dimensions)

    def total(tried: Sequence[int]) -> int:
        return int(np.prod([len(_values(d, n)) for d, n in zip(dimensions, tried, strict=True)]))

    growing = True
    while growing:
        growing = False
        for i, dimension in enumerate(dimensions):
            tried = [*counts]
            tried[i] += 1
            more = len(_values(dimension, tried[i])) > len(_values(dimension, counts[i]))
            if more and total(tried) <= most:
                counts, growing = tried, True
    axes = [_values(d, n) for d, n in zip(dimensions, counts, strict=True)]
    places = np.stack(np.meshgrid(*(range(len(axis)) for axis in axes), indexing="ij"), -1)
    rows = places.reshape(-1, len(axes))
    names = [d.name for d in dimensions]
    return [
        dict(zip(names, (a[i] for a, i in zip(axes, row, strict=True)), strict=True))
        for row in rows
    ]


def _values(dimension: Dimension, count: int) -> list[Any]:
    return [dimension.options[0]] if dimension.options and count == 1 else dimension.spread(count)


def full(c: SearchConfig, values: Values) -> dict[str, Any]:
    """Every hyperparameter of a trial: what was drawn, and what is the same for all."""
    return {name: values.get(name, getattr(c, name)) for name in SEARCHED}


def told(c: SearchConfig) -> dict[str, str]:
    """What every trial has on /mlp, as it is written in an address; what is searched comes in its place.

    `width` and `depth` stand for the hidden layers: depth of them, each as wide.
    """
    names = (*SEARCHED, "dataset", "noise", "points", "train_share", "data_seed")
    written = {name: c.param(name).format(getattr(c, name)) for name in names}
    return written | {"initialisation": INITIALISATION, "momentum": str(MOMENTUM)}
