"""Least squares, and what gradient descent descends: features, losses, gradients, closed form.

N points, P = degree + 1 coefficients, R resampled sets. ŷ = X β with X [N, P], whose column 0 is 1.
See Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd edition, (3.6) for the
closed form, (3.44) with L2, (10.23) for Huber's loss.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

KNEE = 1.0  # where Huber's loss turns from a parabola to a line
TINY = 1e-9  # spread below which a column counts as constant


@dataclass(frozen=True)
class Features:
    """Powers x⁰ … x^degree, each (but the first) minus `mean` and over `spread`, both [P]."""

    degree: int
    mean: np.ndarray
    spread: np.ndarray

    @classmethod
    def of(cls, x: np.ndarray, degree: int, *, standardise: bool) -> Features:
        """Those for the points at x [N]: with mean 0 and spread 1 there if they are standardised."""
        mean, spread = np.zeros(degree + 1), np.ones(degree + 1)
        if standardise:
            powers = _powers(x, degree)[:, 1:]
            mean[1:], spread[1:] = powers.mean(0), powers.std(0)
            spread[spread < TINY] = 1.0
        return cls(degree, mean, spread)

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """[N] → [N, P]."""
        return (_powers(x, self.degree) - self.mean) / self.spread


def _powers(x: np.ndarray, degree: int) -> np.ndarray:
    return np.power.outer(x, np.arange(degree + 1))


def each(loss: str, r: np.ndarray) -> np.ndarray:
    """The loss of every residual r = ŷ − y, of any shape."""
    if loss == "mse":
        return r * r
    size = np.abs(r)
    if loss == "absolute":
        return size
    return np.where(size <= KNEE, 0.5 * r * r, KNEE * (size - 0.5 * KNEE))


def slope(loss: str, r: np.ndarray) -> np.ndarray:
    """d`each`/dr; at the kink of the absolute error 0."""
    if loss == "mse":
        return 2.0 * r
    return np.sign(r) if loss == "absolute" else np.clip(r, -KNEE, KNEE)


def gradient(loss: str, features: np.ndarray, r: np.ndarray) -> np.ndarray:
    """The gradient [P] of the mean loss: (1/N) Xᵀ slope(Xβ − y)."""
    found: np.ndarray = features.T @ slope(loss, r) / len(r)
    return found


def hessian(features: np.ndarray, weight_decay: float) -> np.ndarray:
    """[P, P] of the mean squared error and (weight_decay/2) Σ_{k ≥ 1} β_k²: (2/N) XᵀX + weight_decay D."""
    found: np.ndarray = 2.0 / len(features) * features.T @ features
    found[1:, 1:] += weight_decay * np.eye(features.shape[1] - 1)
    return found


def closed_form(features: np.ndarray, y: np.ndarray, weight_decay: float = 0.0) -> np.ndarray:
    """argmin of the mean squared error with L2, of X [… N, P] and y [… N]: [… P].

    Of several that are as good, the shortest (Moore and Penrose's inverse). With L2 the system is that
    of X with rows √(N·weight_decay/2) D below it, so that one way serves both.
    """
    *_, count, size = features.shape
    if weight_decay:
        below = np.sqrt(count * weight_decay / 2) * np.eye(size)[1:]
        below = np.broadcast_to(below, (*features.shape[:-2], size - 1, size))
        features = np.concatenate((features, below), -2)
        y = np.concatenate((y, np.zeros((*y.shape[:-1], size - 1))), -1)
    found: np.ndarray = (np.linalg.pinv(features, rcond=1e-10) @ y[..., None])[..., 0]
    return found


def soft_threshold(beta: np.ndarray, by: float) -> np.ndarray:
    """Every coefficient but the first nearer to 0 by `by`, and not past it: the proximal step of L1."""
    found = np.sign(beta) * np.maximum(np.abs(beta) - by, 0.0)
    found[0] = beta[0]
    return found
