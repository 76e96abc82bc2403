"""The loss of a small network as a function of all of its weights: for many settings of them at once.

M settings theta [M, P], N points, n_k neurons in layer k. In double precision, so that differences of
gradients still mean something; layers lie in theta as in core/nn/dense.py:

    W_k [n_k + 1, n_{k+1}]       the biases as its last row
    forward     z_k = a_{k−1} W_k,   a_k = tanh z_k, the output without
    loss        mean of ½ (z − t)² with t = ±1, weighted by `share` where not all points count
    backward    δ_{k−1} = (δ_k W_kᵀ) · (1 − a²),   dL/dW_k = a_{k−1}ᵀ δ_k
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch

from core.data import toy
from core.i18n import N_
from core.nn.initialisers import xavier

SIZES = (2, 8, 8, 1)
POINTS = 60
NOISE = 10.0  # percent
DATA = {
    "moons": N_("Moons"),
    "circle": N_("Circle"),
    "xor": N_("XOR"),
    "spiral": N_("Spirals"),
}
SHAPES = [(n_in + 1, n_out) for n_in, n_out in pairwise(SIZES)]
ENDS = np.cumsum([rows * columns for rows, columns in SHAPES])
COUNT = int(ENDS[-1])  # P
HIDDEN = 1  # the matrix between the hidden layers, of SHAPES


class Network:
    """Points of a toy set, classes ±1, the inputs brought to mean 0 and deviation 1."""

    def __init__(self, data: str, seed: int) -> None:
        x, y = toy.make(data, points=POINTS, noise=NOISE, seed=seed)
        scaled = (x - x.mean(0)) / x.std(0)
        self.x = np.column_stack([scaled, np.ones(POINTS)]).astype(np.float64)  # [N, n_0 + 1]
        self.t = np.where(y == 1, 1.0, -1.0)  # [N]
        self._known: tuple[np.ndarray, list[np.ndarray]] | None = (
            None  # the last theta, its answers
        )

    def losses(self, theta: np.ndarray) -> np.ndarray:
        """The loss over all points for theta [M, P], [M]; in the precision of theta."""
        error = self._forward(theta)[-1][..., 0] - self.t.astype(theta.dtype)  # [M, N]
        return 0.5 * np.square(error).mean(1)

    def gradients(self, theta: np.ndarray, share: np.ndarray | None = None) -> np.ndarray:
        """Backpropagation: dL/dtheta [M, P] for theta [M, P].

        `share` [M, N]: how much each point counts for each setting; 1 / N where nothing is said.
        """
        weights, answers = layers(theta), self._forward(theta)
        error = answers[-1][..., 0] - self.t  # [M, N]
        delta = (error * (1 / POINTS if share is None else share))[..., None]  # dL/dz [M, N, 1]
        found = np.empty_like(theta)
        gradients = layers(found)
        for k in range(len(SHAPES) - 1, -1, -1):
            a = answers[k]
            gradients[k][...] = a.swapaxes(-1, -2) @ delta
            if k:
                delta = (delta @ weights[k][:, :-1].swapaxes(1, 2)) * (1 - np.square(a[..., :-1]))
        return found

    def _forward(self, theta: np.ndarray) -> list[np.ndarray]:
        """What every layer hands on, the input first: [M, N, n_k + 1] with ones, z [M, N, 1] last.

        A loss is asked for where the next gradient is taken, so the last answers are kept.
        """
        known = self._known
        if known and known[0].dtype == theta.dtype and np.array_equal(known[0], theta):
            return known[1]
        handed = [self.x.astype(theta.dtype)]  # [N, n_0 + 1], for all settings the same
        for weight in layers(theta)[:-1]:
            rows, columns = handed[-1].shape[-2], weight.shape[2]
            a = np.ones((len(theta), rows, columns + 1), theta.dtype)
            a[..., :-1] = torch.from_numpy(handed[-1] @ weight).tanh_()  # twice as fast as numpy's
            handed.append(a)
        answers = [*handed, handed[-1] @ layers(theta)[-1]]
        self._known = theta.copy(), answers
        return answers


def layers(theta: np.ndarray) -> list[np.ndarray]:
    """Windows on theta [M, P]: W_k [M, n_k + 1, n_{k+1}]."""
    parts = np.split(theta, ENDS[:-1], 1)
    return [part.reshape(len(theta), *shape) for part, shape in zip(parts, SHAPES, strict=True)]


def initial(generator: torch.Generator) -> torch.Tensor:
    """Fresh weights by Xavier, biases 0, float64 [P]."""
    made = [xavier(rows - 1, columns, generator).flatten() for rows, columns in SHAPES]
    return torch.cat(made).double()


def place_of(k: int, row: int, column: int) -> int:
    """Where the entry (row, column) of W_k lies in theta."""
    return int(ENDS[k]) - SHAPES[k][0] * SHAPES[k][1] + row * SHAPES[k][1] + column
