"""Muon: momentum, made orthogonal, for the weight matrix of a hidden layer. Jordan et al. 2024
(kellerjordan.github.io/posts/muon).

    b ← μ b + (1 − μ) G,   O = NS(μ b + (1 − μ) G)         G the gradient [m, n]
    W ← W − η λ W − η · 0.2 √max(m, n) · O

NS makes all singular values of a matrix about 1, so that an update moves in all directions that the
momentum has, also in those where it is small. The factor makes the steps as long as AdamW's, so that one
learning rate serves both (Liu et al. 2025, arXiv:2502.16982, section 2.2). Whatever is no such matrix, its
authors leave to AdamW: the first and the last layer, and biases.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from core.nn.optimisers import AdamW

NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
STEPS, EPS = 5, 1e-7


class Matrix(NamedTuple):
    """A matrix of `shape` that lies in theta from `first` on, row by row."""

    first: int
    shape: tuple[int, int]

    def of(self, vector: Tensor) -> Tensor:
        """The window on a vector [P]."""
        rows, columns = self.shape
        return vector[self.first : self.first + rows * columns].view(rows, columns)


class Muon(AdamW):
    """For `matrices`; everything else in theta is AdamW's."""

    SLOTS: tuple[str, ...] = ("mean", "square", "momentum", "orthogonal")
    momentum: Tensor  # [P], b
    orthogonal: Tensor  # [P], the last O
    mu = 0.95  # a live hyperparameter

    def __init__(self, theta: Tensor, matrices: tuple[Matrix, ...] = ()) -> None:
        super().__init__(theta)
        self.matrices = matrices

    def update(self, theta: Tensor, g: Tensor, lr: float, decay: Tensor | None = None) -> None:
        before = theta.clone()
        super().update(theta, g, lr, decay)
        self.momentum.lerp_(g, 1 - self.mu)
        ahead = g.lerp(self.momentum, self.mu)
        for matrix in self.matrices:
            w, o = matrix.of(theta), matrix.of(self.orthogonal)
            w.copy_(matrix.of(before))
            if decay is not None:
                w.addcmul_(w.clone(), matrix.of(decay), value=-lr)
            o.copy_(torch.from_numpy(newton_schulz(matrix.of(ahead).numpy())))
            w.add_(o, alpha=-lr * scale(matrix.shape))


def scale(shape: tuple[int, int]) -> float:
    """By which O is as large as a step of AdamW usually is."""
    return 0.2 * math.sqrt(max(shape))


def newton_schulz(g: np.ndarray) -> np.ndarray:
    """g [m, n] with its singular values brought near 1: U S Vᵀ becomes about U Vᵀ.

    x ← a x + b (x xᵀ) x + c (x xᵀ)² x acts on the singular values alone; with these coefficients they come
    between 0.7 and 1.2 in five steps, which is near enough.
    """
    a, b, c = NEWTON_SCHULZ
    x = g.T if g.shape[0] > g.shape[1] else g
    x = x / max(float(np.linalg.norm(x)), EPS)
    for _ in range(STEPS):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x.T if g.shape[0] > g.shape[1] else x
