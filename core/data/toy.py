"""Toy point sets in the square [−6, 6]²: two numbers in, a class or a number out.

The shapes are those of the classic browser playground (github.com/tensorflow/playground,
`dataset.ts`), and two more: moons, and a spiral of several arms. N is the number of points; noise
is a percentage, 0…50. Class 0 is blue and stands for −1, class 1 is orange and stands for +1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.i18n import N_

Points = tuple[np.ndarray, np.ndarray]  # x [N, 2], y [N]
EDGE = 6.0  # half the side of the square
RADIUS = 5.0  # of circle and spirals
GAP = 0.3  # half the width of the empty cross in XOR
BUMPS = np.array(  # x₁, x₂, height
    [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]
)


@dataclass(frozen=True)
class Toy:
    """One point set: its name in links, its label and help for people, what is to be learned."""

    name: str
    label: str
    task: Literal["classification", "regression"]
    help: str


TOYS: dict[str, Toy] = {
    toy.name: toy
    for toy in (
        Toy("circle", N_("Circle"), "classification", N_("A disc inside a ring.")),
        Toy(
            "xor",
            N_("XOR"),
            "classification",
            N_("Opposite quadrants share a class; no single line separates them."),
        ),
        Toy(
            "gaussians",
            N_("Two Gaussians"),
            "classification",
            N_("Two clouds that one line separates; with noise they overlap."),
        ),
        Toy(
            "spiral",
            N_("Spiral"),
            "classification",
            N_("Two arms wound around each other: the hardest of the classics."),
        ),
        Toy("moons", N_("Moons"), "classification", N_("Two half circles that interlock.")),
        Toy(
            "arms",
            N_("Spiral arms"),
            "classification",
            N_("A spiral with one arm per class, two to six of them."),
        ),
        Toy("plane", N_("Plane"), "regression", N_("The target rises evenly along the diagonal.")),
        Toy(
            "multi-gaussian",
            N_("Six bumps"),
            "regression",
            N_("Three hills and three valleys on flat ground."),
        ),
    )
}


def make(name: str, *, points: int, noise: float, seed: int, classes: int = 2) -> Points:
    """Draws `points` points of the set `name`; the same arguments always give the same points.

    Args: noise in percent, 0…50; classes 2…6, read by `arms` alone.
    Returns x [N, 2] float32 in the square, and y [N]: int64 classes, their counts equal to within
    one, or float32 targets in [−1, 1]. Rows are in random order.
    Raises ValueError, with a sentence, where an argument makes no sense.
    """
    if name not in TOYS:
        raise ValueError(f"There is no point set {name!r}; there are {', '.join(TOYS)}.")
    if not 0 <= noise <= 50:
        raise ValueError(f"noise = {noise} is out of range: give a percentage in 0–50.")
    if not 2 <= classes <= 6:
        raise ValueError(f"classes = {classes} is out of range: give a whole number in 2–6.")
    if seed < 0:
        raise ValueError(f"seed = {seed} is out of range: give a whole number from 0 up.")
    classes = classes if name == "arms" else 2
    if points < classes:
        raise ValueError(f"points = {points} is too few: give at least {classes}.")
    rng = np.random.default_rng(seed)
    if TOYS[name].task == "regression":
        x = rng.uniform(-EDGE, EDGE, (points, 2))
        y = _TARGETS[name](x + rng.uniform(-EDGE, EDGE, x.shape) * noise / 100)
        return x.astype(np.float32), y.astype(np.float32)
    return _balanced(_CLASSES[name], points, noise / 100, classes, rng)


def mislabelled(y: np.ndarray, train: int, percent: float, seed: int) -> np.ndarray:
    """The classes y [N] with that share of the first `train` wrong: each of those gets another class.

    Which, the seed decides; a larger share gets the wrong ones of a smaller share, and more.
    """
    rng = np.random.default_rng([seed, 1])  # another stream than the points'
    classes, found = int(y.max()) + 1, y.copy()
    chosen = rng.permutation(train)
    shift = rng.integers(1, max(2, classes), train)
    wrong = chosen[: round(train * percent / 100)]
    found[wrong] = (found[wrong] + shift[wrong]) % classes
    return found


def _balanced(
    draw: Callable[[np.random.Generator, int, float, int], Points],
    points: int,
    noise: float,
    classes: int,
    rng: np.random.Generator,
) -> Points:
    """Draws until each class has its share inside the square, then shuffles the rows."""
    counts = [points // classes + (k < points % classes) for k in range(classes)]
    found = [np.empty((0, 2)) for _ in range(classes)]
    while any(len(rows) < count for rows, count in zip(found, counts, strict=True)):
        x, y = draw(rng, max(counts), noise, classes)
        inside = (np.abs(x) <= EDGE).all(axis=1)
        found = [np.concatenate([rows, x[inside & (y == k)]]) for k, rows in enumerate(found)]
    x = np.concatenate([rows[:count] for rows, count in zip(found, counts, strict=True)])
    y = np.repeat(np.arange(classes), counts)
    order = rng.permutation(points)
    return x[order].astype(np.float32), y[order].astype(np.int64)


# Each of these draws n points per class, or about as many where the label is decided by the noise.
def _circle(rng: np.random.Generator, n: int, noise: float, classes: int) -> Points:
    r = np.concatenate([rng.uniform(0, 0.5, n), rng.uniform(0.7, 1, n)]) * RADIUS
    x = _polar(r, rng.uniform(0, 2 * np.pi, 2 * n))
    seen = x + rng.uniform(-RADIUS, RADIUS, x.shape) * noise  # labelled by a shaky hand
    return x, (np.hypot(*seen.T) < RADIUS / 2).astype(int)


def _xor(rng: np.random.Generator, n: int, noise: float, classes: int) -> Points:
    x = rng.uniform(-5, 5, (2 * n, 2))
    x += np.where(x > 0, GAP, -GAP)
    seen = x + rng.uniform(-5, 5, x.shape) * noise
    return x, (seen.prod(axis=1) >= 0).astype(int)


def _gaussians(rng: np.random.Generator, n: int, noise: float, classes: int) -> Points:
    y = np.repeat([0, 1], n)
    centre = np.where(y == 1, 2.0, -2.0)[:, None]
    variance = 0.5 + 7 * noise  # 0.5 without noise, 4 at 50 %
    return centre + rng.normal(0, np.sqrt(variance), (2 * n, 2)), y


def _spiral(rng: np.random.Generator, n: int, noise: float, classes: int) -> Points:
    y, along = np.repeat([0, 1], n), np.tile(np.arange(n) / n, 2)
    x = _polar(along * RADIUS, 1.75 * 2 * np.pi * along + np.where(y == 1, 0, np.pi))
    return x + rng.uniform(-1, 1, x.shape) * noise, y


def _moons(rng: np.random.Generator, n: int, noise: float, classes: int) -> Points:
    y, t = np.repeat([0, 1], n), rng.uniform(0, np.pi, 2 * n)
    side = np.where(y == 1, -1, 1)
    x = 3 * np.stack([side * (np.cos(t) - 0.5), side * (np.sin(t) - 0.25)], axis=1)
    return x + rng.normal(0, 2, x.shape) * noise, y


def _arms(rng: np.random.Generator, n: int, noise: float, classes: int) -> Points:
    y, along = np.repeat(np.arange(classes), n), np.tile(np.arange(n) / n, classes)
    x = _polar((0.1 + 0.9 * along) * RADIUS, 2 * np.pi * (0.6 * along + y / classes))
    return x + rng.uniform(-1, 1, x.shape) * noise, y


def _plane(x: np.ndarray) -> np.ndarray:
    return np.clip(x.sum(axis=1) / (2 * EDGE), -1, 1)


def _multi_gaussian(x: np.ndarray) -> np.ndarray:
    distance = np.hypot(x[:, None, 0] - BUMPS[:, 0], x[:, None, 1] - BUMPS[:, 1])  # [N, 6]
    label = BUMPS[:, 2] * np.clip(1 - distance / 2, 0, 1)
    return label[np.arange(len(x)), np.abs(label).argmax(axis=1)]


def _polar(r: np.ndarray, angle: np.ndarray) -> np.ndarray:
    return np.stack([r * np.sin(angle), r * np.cos(angle)], axis=1)


_CLASSES = {
    "circle": _circle,
    "xor": _xor,
    "gaussians": _gaussians,
    "spiral": _spiral,
    "moons": _moons,
    "arms": _arms,
}
_TARGETS = {"plane": _plane, "multi-gaussian": _multi_gaussian}
