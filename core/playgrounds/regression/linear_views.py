"""What a line or polynomial is seen by: the fit, the bowl of its loss, resampled fits, errors per degree.

Nothing here draws from the training's generators: resampling has one of its own for every picture.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from core.playgrounds.contract import Arrays, Options
from core.playgrounds.regression import least_squares as ls
from core.playgrounds.regression.config import DEGREES
from core.playgrounds.regression.linear import Linear
from core.playgrounds.regression.seen import GRID, single

SIDE = 48  # E, cells of the bowl
RESAMPLED = 30  # R
ROOM = 0.3  # around start and minimum, of their distance
FARTHEST = 6.0  # that a minimum may be from the start to be in the frame
LEAST = 1.0  # half of the bowl's frame


def fit(of: Linear, options: Options) -> Arrays:
    x = of.features(GRID)  # [G, P]
    found = {"fit": single(of.theta @ x.T), "best": single(x @ of.best)}
    if options.get("resampled") is True:
        found["resampled"] = single(resampled(of) @ x.T)
    return found


def bowl(of: Linear, options: Options) -> Arrays:
    frame, values = surface(of)
    return {
        "bowl": single(values[None]),
        "bowl.frame": single(frame),
        "path": single(np.swapaxes(of.paths.places, 0, 1)),
        "now": single(of.walked()),
        "lowest": single(of.best[:2]),
    }


def numbers(of: Linear, options: Options) -> Arrays:
    return {
        "beta": single(of.theta),
        "gradient": single(of.gradients_now()),
        "closed": single(of.best),
        "bound": single([of.bound]),
    }


def over_degrees(of: Linear, options: Options) -> Arrays:
    train, test = degrees(of)
    return {"degree.train": single(train), "degree.test": single(test)}


def surface(of: Linear) -> tuple[np.ndarray, np.ndarray]:
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
    x, beta = of.design, of.theta[0]
    rest = x[:, 2:] @ beta[2:] - of.points.y  # [N]
    if of.losses[0] == "mse":  # a quadratic: six numbers say it all
        xs = x[:, :2]
        second, first = xs.T @ xs / len(x), xs.T @ rest / len(x)
        square = second[0, 0] * zero**2 + 2 * first[0] * zero + (rest**2).mean()
        cross = second[1, 1] * one**2 + 2 * first[1] * one
        values = square[None] + cross[:, None] + 2 * second[0, 1] * np.outer(one, zero)
        return frame, np.maximum(values, 0.0)
    r = rest + one[:, None, None] * x[:, 1] + zero[None, :, None] * x[:, 0]  # [E, E, N]
    return frame, ls.each(of.losses[0], r).mean(-1)


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


def resampled(of: Linear) -> np.ndarray:
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


def degrees(of: Linear) -> tuple[np.ndarray, np.ndarray]:
    """Mean squared errors of the closed forms of degree 1 … DEGREES, on training and test points [D]."""
    every = (of.points.x, of.points.y, of.test.x, of.test.y)
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
