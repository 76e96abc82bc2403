"""How much each hyperparameter decided who is among the best: PED-ANOVA (Watanabe et al. 2023,
arXiv:2304.10255).

If the values of the best tenth of all trials lie like those of all, the hyperparameter does not matter. How
far apart the two densities p_top and p_all are says the Pearson divergence

    D = Σ_x p_all(x) · (p_top(x) / p_all(x) − 1)²

over a grid of values x; importances are its shares. Written out here, as Optuna's own module for it reads all
of scikit-learn (4 s, 90 MB) before it answers; the tests hold it to Optuna's numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, inf, isnan, log2

import numpy as np
import torch

from core.playgrounds.search.samplers import COMPLETE, RUNNING, Told
from core.playgrounds.search.space import Dimension

LEAST = 10  # trials that are done
TOP = 0.1  # the share that is called the best
STEPS = 50  # of the grid at most
PRIOR = 1.0  # trials that even density counts for


def importance(dimensions: Sequence[Dimension], told: Sequence[Told]) -> np.ndarray:
    """The share of every dimension, [D]; zeros while fewer than LEAST trials are done."""
    ended = [one for one in told if one.status != RUNNING]
    shares = np.zeros(len(dimensions))
    if len(ended) >= LEAST:
        top = best(ended)
        for i, dimension in enumerate(dimensions):
            places = np.array([dimension.place(one.values[dimension.name]) for one in ended])
            shares[i] = divergence(dimension, places, top)
    total = shares.sum()
    return (shares / total if total > 0 else shares).astype(np.float32)


def best(ended: Sequence[Told]) -> np.ndarray:
    """Who is among the best TOP of trials that are done, [n]: those as good as the last of them, too.

    Who was given up comes after all others, and the sooner, the farther behind.
    """

    def key(one: Told) -> tuple[bool, float, float]:
        given_up = one.status != COMPLETE
        objective = inf if isnan(one.objective) else one.objective
        return given_up, -max(one.reports, default=0) if given_up else 0, objective

    keys = [key(one) for one in ended]
    last = sorted(keys)[ceil(TOP * len(keys)) - 1]
    return np.array([one <= last for one in keys])


def divergence(dimension: Dimension, places: np.ndarray, top: np.ndarray) -> float:
    """Pearson's, of the places [n] of those at the `top` from all places."""
    if dimension.options:
        cells, size = places.astype(int), len(dimension.options)
        density = _of_options
    else:
        size = _steps(dimension)
        low, high = dimension.low, dimension.high
        if dimension.log:
            low, high, places = np.log(low), np.log(high), np.log(places)
        cells = np.ceil((places - low) * (size - 1) / (high - low) - 0.5).astype(int)
        cells = cells.clip(0, size - 1)
        density = _of_numbers
    if size == 1:
        return 0.0
    p_top, p_all = (
        density(np.bincount(one, minlength=size)) + 1e-12 for one in (cells[top], cells)
    )
    return float(p_all @ (p_top / p_all - 1) ** 2)


def _steps(dimension: Dimension) -> int:
    """How many cells the grid of a dimension has: not more than there are values."""
    values = round(dimension.high - dimension.low) + 1
    if not dimension.whole:
        return STEPS
    return min(STEPS, ceil(log2(values)) + 1 if dimension.log else values)


def _of_options(counts: np.ndarray) -> np.ndarray:
    """The density from how often each option was drawn: every draw speaks a little for the others, too."""
    seen, share = int((counts > 0).sum()) + 1, PRIOR
    spread = share / seen
    rest = 1 + spread * len(counts)
    told = (counts + counts.sum() * spread) / rest  # every draw, and the prior
    return (told + PRIOR / len(counts)) / (counts.sum() + PRIOR)


def _of_numbers(counts: np.ndarray) -> np.ndarray:
    """The density from how often each cell was drawn: normal kernels of Scott's width, and one over all.

    Scott 1992, Multivariate Density Estimation.
    """
    size, cells = len(counts), np.flatnonzero(counts)
    weights = counts[cells]
    total, reached = weights.sum(), weights.cumsum()
    mean = cells @ weights / total
    deviation = np.sqrt((cells - mean) ** 2 @ weights / max(1, total - 1))
    lower = cells[np.searchsorted(reached, total // 4, side="left")]
    above = np.searchsorted(reached, total * 3 // 4, side="right")
    upper = cells[min(len(cells) - 1, above)]
    width = 1.059 * min((upper - lower) / 1.34, deviation) * total**-0.2
    mus = np.append(cells, (size - 1) / 2)
    sigmas = np.append(np.full(len(cells), max(width, 0.5 / 1.64)), size)
    edges = (np.arange(size + 1)[:, None] - 0.5 - mus) / sigmas  # [size + 1, kernels]
    below = torch.special.ndtr(torch.from_numpy(edges)).numpy()
    mass = np.diff(below, axis=0) / (below[-1] - below[0])
    found: np.ndarray = mass @ np.append(weights, PRIOR) / (total + PRIOR)
    return found
