"""Sharpness: the largest eigenvalue of the Hessian, and how sharp it may get where an optimiser stays.

Gradient descent on a quadratic with curvature λ multiplies its distance by 1 − ηλ at every step: above
λ = 2/η it is thrown out. On the loss of a network it sharpens until it is there, and then stays at this
edge. Cohen et al. 2021 (arXiv:2103.00065), where the limits with momentum are too (appendix B).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

DOUBLINGS = 12  # 2¹² steps of the power iteration
SMALL = 1e-5  # of the central differences

LIMITS: dict[str, Callable[[float], float]] = {  # times 1/η, for the share μ of the velocity kept
    "gd": lambda mu: 2.0,
    "sgd": lambda mu: 2.0,
    "momentum": lambda mu: 2.0 * (1.0 + mu),
    "nesterov": lambda mu: 2.0 * (1.0 + mu) / (1.0 + 2.0 * mu),
}


def hessian(gradients: Callable[[np.ndarray], np.ndarray], theta: np.ndarray) -> np.ndarray:
    """At theta [P], symmetric [P, P], by central differences of `gradients`: [M, P] → [M, P]."""
    nudges = SMALL * np.eye(len(theta))
    up, down = np.split(gradients(np.concatenate([theta + nudges, theta - nudges])), 2)
    found: np.ndarray = (up - down) / (2 * SMALL)
    return (found + found.T) / 2


def top_eigenvalue(matrix: np.ndarray) -> float:
    """The largest eigenvalue of a symmetric matrix, by power iteration.

    Shifted, so that no eigenvalue is negative and the largest is also the one of largest size. Squaring
    the matrix does as many steps as all before: its powers turn into v vᵀ, v the eigenvector.
    """
    shift = 1.1 * float(np.abs(matrix).sum(1).max())  # larger than every eigenvalue's size
    if not np.isfinite(shift) or not shift:
        return shift
    power = torch.from_numpy(matrix + shift * np.eye(len(matrix)))
    for _ in range(DOUBLINGS):
        power = power / power.abs().max()
        power = power @ power
    v = power[:, int(power.diagonal().argmax())].numpy()
    return float(v @ matrix @ v / (v @ v))
