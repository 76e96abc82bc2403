"""What the pictures of a regression are worked out from: the bowl, resampled fits, the errors per degree.

Nothing here draws from the training's generators: resampling has one of its own for every picture.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

import numpy as np

from core.playgrounds.regression import least_squares as ls
from core.playgrounds.regression.config import DEGREES, RegressionConfig
from core.playgrounds.regression.path import Paths
from core.playgrounds.regression.points import LIMIT, Points

GRID = np.linspace(-LIMIT, LIMIT, 161)  # [G]
SIDE = 48  # E, cells of the bowl
RESAMPLED = 30  # R
ROOM = 0.3  # around start and minimum, of their distance
FARTHEST = 6.0  # that a minimum may be from the start to be in the frame
LEAST = 1.0  # half of the bowl's frame


class Seen(Protocol):
    """What is looked at: the algorithm, as far as views know it."""

    config: RegressionConfig
    points: Points
    paths: Paths
    betas: np.ndarray
    test: tuple[np.ndarray, np.ndarray]

    @property
    def features(self) -> ls.Features: ...

    @property
    def design(self) -> np.ndarray: ...

    @property
    def best(self) -> np.ndarray: ...

    @property
    def bound(self) -> float: ...

    def gradients_now(self) -> np.ndarray: ...


def bowl(of: Seen) -> tuple[np.ndarray, np.ndarray]:
    """(frame [4], losses [E, E]) over β₀ and β₁, the other coefficients as they are in the first fit.

    The frame holds the start and the minimum, and does not follow a path that leaves it.
    """
    start = of.paths.places[0, 0]
    held = [start, start + np.clip(of.best[:2] - start, -FARTHEST, FARTHEST)]
    if of.config.loss != "mse" and of.config.degree == 1:
        held.append(_median_line(of.design[:, 1].tobytes(), of.points.y.tobytes()))
    low, high = np.min(held, 0), np.max(held, 0)
    middle, half = (low + high) / 2, np.maximum((high - low) * (0.5 + ROOM), LEAST)
    frame = np.stack((middle - half, middle + half), 1).ravel()
    left, right, below, above = frame.tolist()
    zero, one = np.linspace(left, right, SIDE), np.linspace(below, above, SIDE)
    x, beta = of.design, of.betas[0]
    rest = x[:, 2:] @ beta[2:] - of.points.y  # [N]
    if of.config.losses[0] == "mse":  # a quadratic: six numbers say it all
        xs = x[:, :2]
        second, first = xs.T @ xs / len(x), xs.T @ rest / len(x)
        square = second[0, 0] * zero**2 + 2 * first[0] * zero + (rest**2).mean()
        cross = second[1, 1] * one**2 + 2 * first[1] * one
        values = square[None] + cross[:, None] + 2 * second[0, 1] * np.outer(one, zero)
        return frame, np.maximum(values, 0.0)
    r = rest + one[:, None, None] * x[:, 1] + zero[None, :, None] * x[:, 0]  # [E, E, N]
    return frame, ls.each(of.config.losses[0], r).mean(-1)


@lru_cache(maxsize=8)
def _median_line(xs: bytes, ys: bytes) -> np.ndarray:
    """About where fits that care less for far points end: the median of the slopes between any two points
    (Sen 1968, doi:10.1080/01621459.1968.10480934), [2]."""
    x, y = np.frombuffer(xs), np.frombuffer(ys)
    one, other = np.triu_indices(len(x), 1)
    apart = np.abs(x[one] - x[other]) > ls.TINY
    one, other = one[apart], other[apart]
    slope = float(np.median((y[one] - y[other]) / (x[one] - x[other]))) if len(one) else 0.0
    return np.array([float(np.median(y - slope * x)), slope])


def resampled(of: Seen) -> np.ndarray:
    """Closed forms [R, P] of the points drawn again with replacement, as one batch (Efron 1979,
    doi:10.1214/aos/1176344552); the same draws for the same number of points."""
    c, p = of.config, of.points
    return _resampled(c.degree, c.standardise == "on", c.weight_decay, p.x.tobytes(), p.y.tobytes())


@lru_cache(maxsize=8)
def _resampled(degree: int, standardise: bool, decay: float, xs: bytes, ys: bytes) -> np.ndarray:
    x, y = np.frombuffer(xs), np.frombuffer(ys)
    count = len(x)
    rows = np.random.Generator(np.random.PCG64(count)).integers(count, size=(RESAMPLED, count))
    design = ls.Features.of(x, degree, standardise=standardise)(x)
    return ls.closed_form(design[rows], y[rows], decay)


def degrees(of: Seen) -> tuple[np.ndarray, np.ndarray]:
    """Mean squared errors of the closed forms of degree 1 … DEGREES, on training and test points [D]."""
    every = (of.points.x, of.points.y, *of.test)
    return _degrees(of.config.weight_decay, *(array.tobytes() for array in every))


@lru_cache(maxsize=8)
def _degrees(decay: float, *every: bytes) -> tuple[np.ndarray, np.ndarray]:
    x, y, test_x, test_y = (np.frombuffer(one) for one in every)
    found = []
    for degree in range(1, DEGREES + 1):
        features = ls.Features.of(x, degree, standardise=True)
        design = features(x)
        beta = ls.closed_form(design, y, decay)
        errors = design @ beta - y, features(test_x) @ beta - test_y
        found.append([float((r * r).mean()) for r in errors])
    train, test = np.array(found).T
    return train, test
