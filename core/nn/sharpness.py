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


class Lanczos:
    """The largest eigenvalue of a symmetric H [P, P] that is known by its products with vectors alone.

    Lanczos 1950: each product adds a row to a small tridiagonal matrix whose eigenvalues come close to
    H's, the largest first. Every vector is kept orthogonal to all before, which a few dozen allow.
    """

    def __init__(self, start: np.ndarray) -> None:
        self._basis = [start / np.linalg.norm(start)]  # q_0, q_1, …, [P] each
        self._diagonal: list[float] = []
        self._beside: list[float] = []
        self.exact = False  # whether no further product can add anything

    @property
    def ask(self) -> np.ndarray:
        """The vector v [P] whose product H v is to be told next."""
        return self._basis[-1]

    @property
    def products(self) -> int:
        return len(self._diagonal)

    def tell(self, product: np.ndarray) -> None:
        """H v for the v of `ask`."""
        self._diagonal.append(float(self.ask @ product))
        basis = np.stack(self._basis)
        for _ in range(2):  # once more takes away what rounding left
            product = product - basis.T @ (basis @ product)
        length = float(np.linalg.norm(product))
        scale = max(map(abs, (*self._diagonal, *self._beside)), default=0.0)
        self.exact = len(basis) == len(product) or not length > 1e-9 * scale
        if not self.exact:
            self._beside.append(length)
            self._basis.append(product / length)

    def top(self) -> tuple[float, np.ndarray]:
        """The largest eigenvalue as far as it is known, and its vector [P]."""
        n = self.products
        beside = self._beside[: n - 1]
        values, vectors = np.linalg.eigh(
            np.diag(self._diagonal) + np.diag(beside, 1) + np.diag(beside, -1)
        )
        return float(values[-1]), np.stack(self._basis[:n]).T @ vectors[:, -1]
