"""Rows of a table as the numbers that a network is fed, and the way back.

Which rows are learned from is decided first. Everything that is measured (medians for gaps, means and
standard deviations) is measured in those rows alone, so that nothing of the test rows leaks into training.
N rows, C columns, D inputs.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from core.data.columns import Plan


@dataclass(frozen=True, eq=False)
class Encoder:
    """How the C columns become D inputs: a number is standardised, a text is 0 or 1 for each kind.

    `medians` [C] fill gaps, and stand for a column that is not looked at: of a text its commonest kind.
    `means` and `deviations` are [D], 0 and 1 for the kinds of a text.
    """

    kinds: tuple[int, ...]  # of each column, 0 for a number
    medians: np.ndarray
    means: np.ndarray
    deviations: np.ndarray

    @property
    def starts(self) -> list[int]:
        """The first input of each column."""
        return [0, *accumulate(max(1, kinds) for kinds in self.kinds)][:-1]

    def encode(self, values: np.ndarray) -> np.ndarray:
        """[N, C], numbers in their own units and places of kinds, as float32 [N, D]."""
        found = np.empty((len(values), len(self.means)), np.float32)
        for column, (start, kinds) in enumerate(zip(self.starts, self.kinds, strict=True)):
            given = values[:, column]
            if kinds:
                found[:, start : start + kinds] = np.rint(given)[:, None] == np.arange(kinds)
            else:
                filled = np.where(np.isnan(given), self.medians[column], given)
                found[:, start] = (filled - self.means[start]) / self.deviations[start]
        return found


@dataclass(frozen=True, eq=False)
class Prepared:
    """The rows of a plan in an order of which the first `train` are learned from.

    x float32 [N, D]; y [N], a class (int64), or the target less `shift` over `factor` (float32); values
    float64 [N, C] as they stand in the table.
    """

    plan: Plan
    encoder: Encoder
    values: np.ndarray
    x: np.ndarray
    y: np.ndarray
    train: int
    shift: float
    factor: float


def trained_on(rows: int, share: float, classes: int = 0) -> int:
    """How many of the rows are learned from: at least one of each class, and one is left to test."""
    return int(np.clip(round(rows * share), max(1, classes), max(1, rows - 1)))


def order(plan: Plan, share: float, seed: int) -> tuple[np.ndarray, int]:
    """The rows in random order, [N], and how many of them, from the first on, are learned from.

    Stratified: every class gives its share, and where it has two rows, one to each side at least nearly.
    """
    rng = np.random.default_rng(seed)
    mixed = rng.permutation(len(plan.y))
    count = trained_on(len(mixed), share, len(plan.classes))
    if not plan.classes:
        return mixed, count
    labels = plan.y[mixed].astype(int)
    place = np.empty(len(mixed))  # how far down its own class a row is, 0…1
    for k in range(len(plan.classes)):
        (own,) = np.nonzero(labels == k)
        place[own] = np.arange(len(own)) / len(own)
    chosen = np.zeros(len(mixed), bool)
    chosen[np.argsort(place, kind="stable")[:count]] = True
    return np.concatenate((mixed[chosen], mixed[~chosen])), count


def fit(plan: Plan, values: np.ndarray) -> Encoder:
    """From the training rows' values [N, C] alone."""
    medians, means, deviations = [], [], []
    for given, one in zip(values.T, plan.inputs, strict=True):
        if one.kinds:
            counts = np.bincount(given.astype(int), minlength=len(one.kinds))
            medians.append(float(counts.argmax()))
            means += [0.0] * len(one.kinds)
            deviations += [1.0] * len(one.kinds)
            continue
        held = given[~np.isnan(given)]
        medians.append(float(np.median(held)) if len(held) else 0.0)
        filled = np.where(np.isnan(given), medians[-1], given)
        means.append(float(filled.mean()))
        deviations.append(_spread(filled))
    kinds = tuple(len(one.kinds) for one in plan.inputs)
    return Encoder(kinds, np.array(medians), np.array(means), np.array(deviations))


def _spread(values: np.ndarray) -> float:
    """The standard deviation, or 1 where all are the same."""
    with np.errstate(over="ignore"):
        found = float(values.std())
    return found if 0 < found < np.inf else 1.0


def prepared(plan: Plan, share: float, seed: int) -> Prepared:
    """Split and encoded. A target that is a number is centred and divided by two standard deviations of
    the training rows, so that nearly all of it lies in −1…1, as the losses like it."""
    rows, train = order(plan, share, seed)
    values = np.stack([one.values for one in plan.inputs], 1)[rows]
    encoder, y = fit(plan, values[:train]), plan.y[rows]
    shift, factor = 0.0, 1.0
    if not plan.classes:
        shift, factor = float(y[:train].mean()), 2 * _spread(y[:train])
    scaled = y.astype(np.int64) if plan.classes else ((y - shift) / factor).astype(np.float32)
    return Prepared(plan, encoder, values, encoder.encode(values), scaled, train, shift, factor)
