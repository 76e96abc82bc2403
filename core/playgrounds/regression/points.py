"""The points of a regression: sets to draw them from, and the edits by hand that can be undone.

x and y are float64 [N]. Every set is y = truth(x) + noise, x between −LIMIT and LIMIT.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from torch import Generator, rand, randn

from core.i18n import N_
from core.params import Message
from core.playgrounds.arguments import finite, index
from core.playgrounds.contract import ActError

Curve = Callable[[np.ndarray], np.ndarray]
MOST = 200  # points that there is room for
LIMIT = 5.0  # of the picture, both ways
KEPT = 50  # edits that can be taken back
SETS: dict[str, tuple[str, tuple[float, float], Curve]] = {
    "line": (N_("A line"), (-3.0, 3.0), lambda x: 1.0 + 0.8 * x),
    "far": (N_("A line far from zero"), (2.0, 4.8), lambda x: 6.0 - 1.5 * x),
    "outliers": (N_("A line with outliers"), (-3.0, 3.0), lambda x: 0.5 + 0.8 * x),
    "sine": (N_("A sine"), (-3.0, 3.0), lambda x: 2.0 * np.sin(1.3 * x)),
    "same-x": (N_("All at one x"), (1.5, 1.5), lambda x: 0.8 * x),
}
LABELS = {name: label for name, (label, _, _) in SETS.items()}


def draw(dataset: str, count: int, noise: float, rng: Generator) -> tuple[np.ndarray, np.ndarray]:
    """`count` points (x [N], y [N]) of a set; `noise` is the standard deviation of y around its curve.

    Of the set with outliers every tenth point, two at least, lies five to seven below the line.
    """
    _, (low, high), truth = SETS[dataset]
    share, stray, far = (
        rand(count, generator=rng),
        randn(count, generator=rng),
        rand(count, generator=rng),
    )
    x = low + (high - low) * share.double().numpy()
    y = truth(x) + noise * stray.double().numpy()
    if dataset == "outliers":
        right = np.argsort(x)[::-1][: max(2, count // 10)]
        y[right] -= 5.0 + 2.0 * far.double().numpy()[right]
    return x, y


class Points:
    """The training points; `version` counts their changes."""

    def __init__(self, x: np.ndarray, y: np.ndarray) -> None:
        self.x, self.y = x, y
        self.version = 0
        self.before: list[np.ndarray] = []  # each [2, N], the latest last

    def add(self, args: dict[str, Any]) -> dict[str, Any]:
        """`add_point {x, y}`."""
        if len(self.x) >= MOST:
            text = N_("There are {most} points already: remove one first.")
            raise ActError(Message("add_point", text, {"most": MOST}))
        x, y = finite(args, "x", LIMIT), finite(args, "y", LIMIT)
        self._change(np.append(self.x, x), np.append(self.y, y))
        return {"name": f"(x, y)[{len(self.x)}]", "old": "", "new": _at(x, y)}

    def move(self, args: dict[str, Any]) -> dict[str, Any]:
        """`move_point {index, x, y, more}`; `more` goes on with the last move, taken back as one."""
        i = index(args, "index", 0, len(self.x) - 1)
        to_x, to_y = finite(args, "x", LIMIT), finite(args, "y", LIMIT)
        old = _at(self.x[i], self.y[i])
        x, y = self.x.copy(), self.y.copy()
        x[i], y[i] = to_x, to_y
        self._change(x, y, keep=args.get("more") is not True or not self.before)
        return {"name": f"(x, y)[{i + 1}]", "old": old, "new": _at(to_x, to_y)}

    def remove(self, args: dict[str, Any]) -> dict[str, Any]:
        """`remove_point {index}`: all but the last one may go."""
        i = index(args, "index", 0, len(self.x) - 1)
        if len(self.x) == 1:
            raise ActError(
                Message(
                    "remove_point", N_("The last point stays: there is nothing to fit without it.")
                )
            )
        old = _at(self.x[i], self.y[i])
        self._change(np.delete(self.x, i), np.delete(self.y, i))
        return {"name": f"(x, y)[{i + 1}]", "old": old, "new": ""}

    def undo(self) -> dict[str, Any]:
        """`undo_points`: takes back the last of the edits."""
        if not self.before:
            raise ActError(
                Message("undo_points", N_("There is no edit of the points to take back."))
            )
        count = str(len(self.x))
        self.x, self.y = self.before.pop()
        self.version += 1
        return {"name": "N", "old": count, "new": str(len(self.x))}

    def _change(self, x: np.ndarray, y: np.ndarray, *, keep: bool = True) -> None:
        if keep:
            self.before = [*self.before, np.stack((self.x, self.y))][-KEPT:]
        self.x, self.y = x, y
        self.version += 1

    def state(self) -> dict[str, Any]:
        return {"x": self.x, "y": self.y, "before": self.before, "version": self.version}

    def load_state(self, kept: dict[str, Any]) -> None:
        self.x, self.y = kept["x"], kept["y"]
        self.before, self.version = list(kept["before"]), kept["version"]


def _at(x: float, y: float) -> str:
    return f"({x:z.3g}, {y:z.3g})"
