"""Planes through a space of P parameters on which a loss is drawn, theta = origin + x₁ d₁ + x₂ d₂.

A surface of two parameters is its own plane. Through a network's weights there are many: two random
directions, each neuron's part as long as the neuron's weights (Li et al. 2018, arXiv:1712.09913, section
4), or the two directions in which the paths spread the most (section 7: the principal ones).
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch

ROOM = 1.15  # of the picture around the paths


@dataclass(frozen=True)
class Plane:
    """`origin` [P] and `axes` [2, P], seen for low ≤ x₁, x₂ ≤ high.

    `share` of the squared distances from the origin, over all places walked, lies in the plane.
    """

    origin: np.ndarray
    axes: np.ndarray
    low: float
    high: float
    share: float = 1.0

    @property
    def key(self) -> int:
        """A number that another plane has not."""
        numbers = np.array([self.low, self.high]).tobytes()
        return zlib.crc32(self.origin.tobytes() + self.axes.tobytes() + numbers)

    def at(self, theta: np.ndarray) -> np.ndarray:
        """Where theta [..., P] is seen, [..., 2]: the foot of its perpendicular."""
        inverse = self.axes.T @ np.linalg.inv(self.axes @ self.axes.T)  # [P, 2]
        return (theta - self.origin) @ inverse

    def lifted(self, at: np.ndarray) -> np.ndarray:
        """The parameters [..., P] of places [..., 2] on the plane."""
        return self.origin + at @ self.axes

    def grid(self, side: int) -> np.ndarray:
        """The places at the middle of side × side cells, row 0 on top, [side², 2]."""
        along = self.low + (np.arange(side) + 0.5) / side * (self.high - self.low)
        x1, x2 = np.meshgrid(along, along[::-1])
        return np.stack([x1.ravel(), x2.ravel()], 1)


def flat(low: float, high: float) -> Plane:
    """Of two parameters themselves."""
    return Plane(np.zeros(2), np.eye(2), low, high)


def around(origin: np.ndarray, axes: np.ndarray, places: np.ndarray, least: float) -> Plane:
    """The plane with all `places` [K, P] in its picture, which reaches `least` at least."""
    away = places - origin
    seen = Plane(origin, axes, -1.0, 1.0).at(places)
    reach = _round(max(least, ROOM * float(np.abs(seen).max(initial=0.0))))
    whole = float(np.square(away).sum())
    share = float(np.square(seen @ axes).sum()) / whole if whole else 0.0
    return Plane(origin, axes, -reach, reach, share)


def principal(places: np.ndarray, before: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The middle [P] of places [K, P] and the two orthonormal directions [2, P] of most variance.

    Each points the way of the one in `before` [2, P], as far as it does: a sign means nothing.
    """
    middle = places.mean(0)
    away = places - middle
    spread = torch.from_numpy(away)  # torch's products keep to one thread here, numpy's do not
    _, vectors = torch.linalg.eigh(spread.T @ spread)  # in rising order
    axes = vectors[:, -2:].flip(1).T.numpy()
    signs = np.where((axes * before).sum(1, keepdims=True) < 0, -1.0, 1.0)
    return middle, np.ascontiguousarray(axes * signs)


def filter_normalised(drawn: np.ndarray, theta: np.ndarray, neurons: np.ndarray) -> np.ndarray:
    """Random directions `drawn` [2, P], each neuron's part as long as in theta [P].

    `neurons` [P] is the number of the neuron that a weight leads to.
    """
    length = np.sqrt(np.bincount(neurons, np.square(theta)))  # of every neuron's weights
    found = [np.sqrt(np.bincount(neurons, np.square(one))) for one in drawn]
    return np.stack([one * (length / own)[neurons] for one, own in zip(drawn, found, strict=True)])


def neurons(shapes: Iterable[tuple[int, int]]) -> np.ndarray:
    """The number of the neuron that each weight and bias leads to, i8 [P]: of W_k [n_k + 1, n_{k+1}]."""
    found, before = [], 0
    for rows, columns in shapes:
        found.append(np.tile(np.arange(before, before + columns), rows))
        before += columns
    return np.concatenate(found)


def _round(reach: float) -> float:
    """Up to two digits."""
    unit = 10.0 ** (math.floor(math.log10(reach)) - 1)
    return float(f"{math.ceil(reach / unit - 1e-9) * unit:.2g}")
