"""What fits of classes are seen by: a map of probabilities each, and the loss over two weights each."""

from __future__ import annotations

import numpy as np

from core.playgrounds.contract import Arrays, Options
from core.playgrounds.regression.logistic import Logistic, design, probabilities
from core.playgrounds.regression.seen import single
from core.playgrounds.regression.sets import LIMIT

SIDE = 40  # S, cells of a map
CELLS = 32  # E, cells of a bowl
LEAST = 4.0  # half of a bowl's frame
ROOM = 1.1  # between a path and the frame


def _plane() -> np.ndarray:
    """X [S², 3] of the middles of the map's cells, row by row from above."""
    middles = (np.arange(SIDE) + 0.5) / SIDE * 2 * LIMIT - LIMIT
    y, x = np.meshgrid(middles[::-1], middles, indexing="ij")
    return design(x.ravel(), y.ravel())


PLANE = _plane()


def every(p: np.ndarray) -> np.ndarray:
    """The probabilities of all K classes, of the C columns that a fit has: [… K]."""
    return np.concatenate((1 - p, p), -1) if p.shape[-1] == 1 else p


def classes(of: Logistic, options: Options) -> Arrays:
    maps = every(probabilities(PLANE @ of.theta))  # [M, S², K]
    p = of.points
    return {
        "places": single(np.stack((p.x, p.y), 1)),
        "label": p.label.astype(np.int32),
        "map": np.rint(255 * maps).astype(np.uint8).reshape(len(maps), SIDE, SIDE, -1),
        "weights": single(of.theta),
        "edits": np.array([len(p.before), p.edited], np.int32),
    }


def bowl(of: Logistic, options: Options) -> Arrays:
    half = LEAST
    while ROOM * np.abs(of.paths.places).max() > half:  # the frame doubles when a path leaves it
        half *= 2
    return {
        "bowl": single(surfaces(of, np.linspace(-half, half, CELLS))),
        "bowl.frame": single([-half, half, -half, half]),
        "path": single(np.swapaxes(of.paths.places, 0, 1)),
        "now": single(of.walked()),
    }


def surfaces(of: Logistic, weights: np.ndarray) -> np.ndarray:
    """Every fit's loss over w₁ (along) and w₂ (up) of its first column, the rest as it is: [M, E, E].

    One score that moves among K is the score of a logistic regression: u = z₀ − log Σ_{k ≥ 1} e^{z_k} gives
    p₀ = σ(u), and the others share 1 − p₀ as before, q_k of it each.
    """
    x, t = of.learned
    scaled = (weights[:, None] * x[:, 1:].T[:, None]).astype(np.float32)  # [2, E, N]
    moved = scaled[0][None] + scaled[1][:, None]  # [E, E, N]
    found = []
    for loss, w in zip(of.losses, of.theta, strict=True):
        others = x @ w[:, 1:]  # [N, C − 1]
        top = others.max(1, initial=0.0, keepdims=True)
        powers = np.exp(others - top)  # [N, C − 1]
        total = powers.sum(1, keepdims=True) if powers.size else np.ones_like(top)
        u = moved + (w[0, 0] - top - np.log(total))[:, 0].astype(np.float32)
        found.append(_loss(loss, u, t[:, 0].astype(np.float32), powers / total, t[:, 1:]))
    return np.stack(found)


def _loss(loss: str, u: np.ndarray, t0: np.ndarray, q: np.ndarray, t: np.ndarray) -> np.ndarray:
    """The mean loss [E, E] of scores u [E, E, N]; q and t [N, C − 1] are of the classes beside the first."""
    if loss == "cross_entropy":
        each = np.maximum(u, 0) + np.log1p(np.exp(-np.abs(u))) - t0 * u
        return each.mean(-1) - float((t * np.log(np.maximum(q, 1e-300))).sum(-1).mean())
    p = 0.5 * (1 + np.tanh(0.5 * u))
    each = (p - t0) ** 2
    if q.shape[1]:  # Σ_k (q_k (1 − p) − t_k)², multiplied out
        square, cross = (q * q).sum(1).astype(np.float32), (q * t).sum(1).astype(np.float32)
        each += (1 - p) ** 2 * square - 2 * (1 - p) * cross + t.sum(1).astype(np.float32)
    return each.mean(-1)


def numbers(of: Logistic, options: Options) -> Arrays:
    x, _ = of.learned
    p = every(probabilities(x @ of.theta))  # [M, N, K]
    return {
        "beta": single(of.theta.reshape(len(p), -1)),
        "gradient": single([of.gradient(m).ravel() for m in range(len(p))]),
        "probability": single(p),
        "factor": single((p[..., -1] * (1 - p[..., -1])).mean(-1)),
    }
