"""Drawn shapes of which every cause is known: 32×32 grey pictures of one white shape on black.

Five factors, independent of each other, decide a picture; every combination occurs exactly once, in
the manner of dSprites (Matthey et al. 2017, github.com/google-deepmind/dsprites-dataset):

    shape     square, ellipse (twice as long as wide), heart
    size      √area in pixels, so that all three shapes are equally large at the same size
    rotation  counter-clockwise as one sees it, in degrees
    x, y      the centroid, in pixels from the left and from the top

A square looks the same after a quarter turn and an ellipse after half a turn; a heart after a whole one
only. So that no two pictures are the same and a number means the same for all of them, rotation stays
within a quarter turn, 0° ≤ rotation < 90°. For a square its last value is therefore as close to its
first as to the one before; for the others it is not.

Pixels are anti-aliased: each is as bright as the share of it that the shape covers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import pi, sqrt

import numpy as np

from core.i18n import N_

SIDE = 32  # pixels
FINE = 16  # samples along a pixel's side from which its coverage is counted
HALF = 9  # half the side of the frame in which a shape is drawn before it is put in its place
NAMES = (N_("Square"), N_("Ellipse"), N_("Heart"))


@dataclass(frozen=True)
class Factor:
    """One cause of variation: its name, its unit, and the values it takes; level k is values[k]."""

    name: str
    unit: str
    values: tuple[float, ...]


PLACES = tuple(float(place) for place in range(9, 24, 2))  # whole pixels apart, all shapes inside
FACTORS = (
    Factor(N_("Shape"), "", (0.0, 1.0, 2.0)),
    Factor(N_("Size"), "px", (6.0, 7.5, 9.0, 10.5)),
    Factor(N_("Rotation"), "°", tuple(k * 90 / 8 for k in range(8))),
    Factor(N_("x position"), "px", PLACES),
    Factor(N_("y position"), "px", PLACES),
)


def covered(shape: int, size: float, rotation: float, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Whether points lie in a shape, whose centroid is (0, 0); u to the right, v upwards, in pixels."""
    turn = np.deg2rad(rotation)
    u, v = np.cos(turn) * u + np.sin(turn) * v, np.cos(turn) * v - np.sin(turn) * u
    if shape == 0:
        return np.maximum(abs(u), abs(v)) <= size / 2
    if shape == 1:
        return (u / 2) ** 2 + v**2 <= size**2 / (2 * pi)  # half-axes 2b and b, area 2πb²
    # A square of side 2h standing on its corner, with half a disc of radius h on each upper side: area
    # (4 + π) h². Each half disc's own centroid is 4h / 3π beyond its side.
    h = size / sqrt(4 + pi)
    low = h * (pi / 2 + 2 / 3) / (4 + pi)  # the centroid in the square's frame is (low, low)
    u, v = (u + v) / sqrt(2) + low, (v - u) / sqrt(2) + low
    square = np.maximum(abs(u), abs(v)) <= h
    return square | ((u - h) ** 2 + v**2 <= h**2) | (u**2 + (v - h) ** 2 <= h**2)


def drawn(shape: int, size: float, rotation: float) -> np.ndarray:
    """The shape in the middle of a frame, coverage in 0…1, [2 · HALF, 2 · HALF]; row 0 at the top."""
    at = (np.arange(2 * HALF * FINE) + 0.5) / FINE - HALF
    inside = covered(shape, size, rotation, at[None, :], -at[:, None])
    return inside.reshape(2 * HALF, FINE, 2 * HALF, FINE).mean((1, 3))


@lru_cache(maxsize=1)
def every() -> tuple[np.ndarray, np.ndarray]:
    """All the pictures, uint8 [6144, 32, 32], and the levels of their factors, uint8 [6144, 5].

    Both are read-only and in the order of counting: y changes fastest, the shape slowest.
    """
    sizes = tuple(len(factor.values) for factor in FACTORS)
    levels = np.indices(sizes).reshape(len(sizes), -1).T.astype(np.uint8)  # [N, 5]
    room = SIDE + 2 * HALF
    x = np.zeros((*sizes, SIDE, SIDE), np.uint8)
    for looks in np.ndindex(sizes[:3]):
        values = (factor.values[level] for factor, level in zip(FACTORS, looks, strict=False))
        frame = np.rint(255 * drawn(int(next(values)), *values)).astype(np.uint8)
        for i, left in enumerate(PLACES):
            for j, top in enumerate(PLACES):
                page = np.zeros((room, room), np.uint8)
                page[int(top) : int(top) + 2 * HALF, int(left) : int(left) + 2 * HALF] = frame
                x[(*looks, i, j)] = page[HALF : HALF + SIDE, HALF : HALF + SIDE]
    x = x.reshape(-1, SIDE, SIDE)
    for array in (x, levels):
        array.setflags(write=False)
    return x, levels


def values(levels: np.ndarray) -> np.ndarray:
    """The factors' values, float32 [N, 5], at their levels [N, 5]."""
    columns = [np.take(factor.values, levels[:, f]) for f, factor in enumerate(FACTORS)]
    return np.stack(columns, 1).astype(np.float32)
