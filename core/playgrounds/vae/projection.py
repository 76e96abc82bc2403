"""A plane through a latent space of d dimensions that follows what the model learns, and never jumps.

The best plane to look at is the one in which the codes vary most: their first two principal axes
(Pearson 1901). Taken afresh each time they would flip their signs, spin, and change places whenever
two eigenvalues cross. So the plane remembers where it was and turns towards the best one by a bounded
angle, along the shortest way there is between two planes: the geodesic of the Grassmannian (Edelman,
Arias & Smith 1998, SIAM J. Matrix Anal. 20(2), theorem 2.3), which turns the plane without spinning it.

The plane is a state of its own and so that a run is the same watched or not, belongs to `state()`: it
is turned at fixed steps, never by looking. A plane is its rows [2, d], orthonormal: a code z is shown
at rows · z, and the place p on the map stands for the code p · rows.
"""

from __future__ import annotations

import numpy as np

MOST = 0.05  # radians that one call turns the plane at most: about 3°
WORTH = 0.05  # of the variance: a better plane by less than this is approached more slowly


def turned(rows: np.ndarray | None, means: np.ndarray, most: float = MOST) -> np.ndarray:
    """The plane after one turn towards the one in which the means [N, d] vary most, float64 [2, d].

    No direction in it moves by more than `most` radians. The turn is the slower the less variance it
    gains, so that nothing swings to and fro between planes that are equally good. `rows` None: there
    is no plane yet, and the best is taken at once. Means that are not finite, or all the same, leave
    the plane as it is. d ≥ 2.
    """
    means = np.asarray(means, np.float64)
    d = means.shape[1]
    present = np.eye(2, d) if rows is None else np.asarray(rows, np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        centred = means - means.mean(0)
        covariance = centred.T @ centred  # [d, d], N times it
    if not np.isfinite(covariance).all() or not covariance.any():
        return present.copy()
    variances, axes = np.linalg.eigh(covariance)  # rising
    best = axes[:, :-3:-1].T  # [2, d], the widest first
    if rows is None:
        widest = best[np.arange(2), np.abs(best).argmax(1)]
        return best * np.sign(widest)[:, None]
    captured = np.trace(present @ covariance @ present.T) / variances[-2:].sum()
    return _towards(present, best, most * min(1.0, max(0.0, 1 - captured) / WORTH))


def _towards(present: np.ndarray, best: np.ndarray, angle: float) -> np.ndarray:
    """`present` turned towards `best` until its direction with farthest to go has gone `angle`."""
    u, cosines, v = np.linalg.svd(present @ best.T)
    start, end = u.T @ present, v @ best  # [2, d]: principal vectors, each faces its partner
    angles = np.arccos(np.clip(cosines, 0, 1))  # [2], the second is the larger
    if angles[1] < 1e-6:
        return present.copy()
    across = end - cosines[:, None] * start  # what is perpendicular to where each starts
    lengths = np.linalg.norm(across, axis=1, keepdims=True)
    across = np.divide(across, lengths, out=np.zeros_like(across), where=lengths > 1e-9)
    gone = (min(1.0, angle / angles[1]) * angles * (lengths[:, 0] > 1e-9))[:, None]
    return orthonormal(u @ (np.cos(gone) * start + np.sin(gone) * across))


def orthonormal(rows: np.ndarray) -> np.ndarray:
    """The orthonormal rows nearest to `rows` [2, d]: their polar factor (Procrustes)."""
    u, _, v = np.linalg.svd(rows, full_matrices=False)
    return u @ v


def axes(d: int, chosen: tuple[int, int] = (0, 1)) -> np.ndarray:
    """The plane of two chosen latent dimensions, [2, d]. With d = 1 the second row is zero: a line."""
    rows = np.zeros((2, d))
    for row, dimension in enumerate(chosen[:d]):
        rows[row, dimension] = 1
    return rows
