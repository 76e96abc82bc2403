"""Points drawn by hand: what has been added to a set and taken away from it, undone, redone, and as a link.

An edit never touches the set it began with: `kept` says which of its M₀ points are still there, and A points
have been `added`. What is drawn lies on a grid of 1024 × 1024 places, so that a link brings back the very
same points. Every fifth one drawn of a class only tests what is learned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.data.toy import EDGE
from core.playgrounds.mlp.sets import Kind, Sample

GRID = 1023  # steps along a side of the square
HUNDREDTHS = 100  # of a value
EVERY = 5  # of so many points of a class, the last only tests
MOST = 5000  # points added
KEPT = 50  # edits that can be taken back
X1, X2, Y, TEST, ID = range(5)  # columns of `added`


@dataclass(frozen=True, eq=False)
class Edits:
    """`kept` bool [M₀]; `added` int32 [A, 5]: place on the grid, class or hundredths of a value, whether it
    only tests, and a number of its own, from 0. Both for reading only."""

    kept: np.ndarray
    added: np.ndarray

    def __post_init__(self) -> None:
        for name in ("kept", "added"):
            array = getattr(self, name)
            if (
                array.flags.writeable or array.base is not None
            ):  # states share what nobody can change
                array = array.copy()
                array.flags.writeable = False
                object.__setattr__(self, name, array)

    @property
    def none(self) -> bool:
        return bool(self.kept.all()) and not len(self.added)

    @property
    def count(self) -> int:
        """M, the number of points."""
        return int(self.kept.sum()) + len(self.added)

    def to_tree(self) -> dict[str, np.ndarray]:
        return {"kept": self.kept, "added": self.added}


def nothing(points: int) -> Edits:
    return Edits(np.ones(points, bool), np.zeros((0, 5), np.int32))


def placed(x: np.ndarray) -> np.ndarray:
    """Places x [n, 2] of the plane as the nearest of the grid, int [n, 2]."""
    return np.rint((np.clip(x, -EDGE, EDGE) + EDGE) * (GRID / (2 * EDGE))).astype(np.int32)


def on_plane(grid: np.ndarray) -> np.ndarray:
    """The other way: float32 [n, 2]."""
    found: np.ndarray = (grid * (2 * EDGE / GRID) - EDGE).astype(np.float32)
    return found


class Drawing:
    """The set that was asked for, and the edits of it."""

    def __init__(self, base: Sample, kind: Kind, edits: Edits | None = None) -> None:
        self.base, self.kind = base, kind
        self.edits = edits or nothing(len(base.x))
        self.before: list[Edits] = []  # the latest last
        self.after: list[Edits] = []  # undone, the latest last
        self.stroke = 0  # of the last edit
        self.next_id = int(self.edits.added[:, ID].max(initial=-1)) + 1

    # ---- what there is ------------------------------------------------------------------------
    @property
    def drawable(self) -> bool:
        """Whether these are points of the plane."""
        return self.base.table is None

    @property
    def sample(self) -> Sample:
        """The points, those for training first, what was added behind the others."""
        base, edits = self.base, self.edits
        if edits.none:
            return base
        test, kept = edits.added[:, TEST] > 0, edits.kept
        x, y = on_plane(edits.added[:, :2]), self._targets(edits.added)
        split = base.train
        parts = [
            (base.x[:split][kept[:split]], base.y[:split][kept[:split]]),
            (x[~test], y[~test]),
            (base.x[split:][kept[split:]], base.y[split:][kept[split:]]),
            (x[test], y[test]),
        ]
        train = len(parts[0][0]) + len(parts[1][0])
        xs, ys = (np.concatenate(each) for each in zip(*parts, strict=True))
        return Sample(np.ascontiguousarray(xs), ys, train)

    @property
    def training_ids(self) -> np.ndarray:
        """A number for each of the points that are learned from, int64 [N], which it keeps through edits."""
        kept = np.flatnonzero(self.edits.kept[: self.base.train])
        added = self.edits.added
        return np.concatenate((kept, added[added[:, TEST] == 0, ID] + len(self.base.x)))

    def _targets(self, added: np.ndarray) -> np.ndarray:
        y = added[:, Y]
        if self.kind.task == "regression":
            y = y / np.float32(HUNDREDTHS)
        found: np.ndarray = y.astype(self.base.y.dtype)
        return found

    # ---- edits ----------------------------------------------------------------------------------
    def add(self, x: np.ndarray, y: np.ndarray, stroke: int = 0) -> None:
        """Points x [n, 2] with classes or values y [n]."""
        rows = self._new(x, y)
        rows[:, TEST] = self._held_back(rows[:, Y])
        self._change(Edits(self.edits.kept, self._joined(rows, self.edits.added)), stroke)

    def put(self, x: np.ndarray, y: np.ndarray, test: np.ndarray, stroke: int = 0) -> None:
        """The same in place of all that there is, but for what the same stroke has put there."""
        rows, goes_on = self._new(x, y), self.continues(stroke)
        rows[:, TEST] = test
        added = self._joined(rows, self.edits.added if goes_on else self.edits.added[:0])
        self._change(Edits(np.zeros(len(self.base.x), bool), added), stroke)

    def continues(self, stroke: int) -> bool:
        """Whether an edit of this stroke, a number, goes on with the last one; 0 is none."""
        return stroke > 0 and stroke == self.stroke

    def _new(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Rows of `added`, but for their last columns."""
        rows = np.zeros((len(x), 5), np.int32)
        rows[:, :2] = placed(x)
        rows[:, Y] = np.rint(y * HUNDREDTHS) if self.kind.task == "regression" else y
        return rows

    def _held_back(self, y: np.ndarray) -> np.ndarray:
        """Which of points about to be drawn only test, bool [n]."""
        if self.kind.task == "regression":
            return (len(self.edits.added) + 1 + np.arange(len(y))) % EVERY == 0
        test = np.zeros(len(y), bool)
        for label in np.unique(y):
            drawn = int((self.edits.added[:, Y] == label).sum())
            (where,) = np.nonzero(y == label)
            test[where] = (drawn + 1 + np.arange(len(where))) % EVERY == 0
        return test

    def erase(self, places: np.ndarray, radius: float, stroke: int) -> int:
        """Takes away what lies within `radius` of any of the places [n, 2]; how many that were."""

        def near(x: np.ndarray) -> np.ndarray:
            found = np.zeros(len(x), bool)
            for place in places:
                found |= np.square(x - place).sum(1) <= radius**2
            return found

        return self._take_away(near, stroke)

    def move(self, lasso: np.ndarray, by: np.ndarray, stroke: int) -> int:
        """Moves what lies inside the polygon `lasso` [n, 2]; how many that were."""
        base, edits = self.base, self.edits
        inside = enclosed(base.x, lasso) & edits.kept
        added = edits.added.copy()
        chosen = enclosed(on_plane(added[:, :2]), lasso)
        if not inside.any() and not chosen.any():
            return 0
        added[chosen, :2] = placed(on_plane(added[chosen, :2]) + by)
        rows = self._rows(inside)
        rows[:, :2] = placed(base.x[inside] + by)
        self._change(Edits(edits.kept & ~inside, self._joined(rows, added)), stroke)
        return int(inside.sum() + chosen.sum())

    def clear(self) -> None:
        self._change(Edits(np.zeros(len(self.base.x), bool), np.zeros((0, 5), np.int32)))

    def restore(self) -> None:
        """What was drawn goes, the set comes back: an edit like any other."""
        self._change(nothing(len(self.base.x)))

    def set(self, edits: Edits) -> None:
        self._change(edits)
        self.next_id = max(self.next_id, int(edits.added[:, ID].max(initial=-1)) + 1)

    def undo(self) -> bool:
        return self._step(self.before, self.after)

    def redo(self) -> bool:
        return self._step(self.after, self.before)

    def inherit(self, former: Drawing, *, alike: bool) -> None:
        """After a rebuild: edits of the same points stay; those of other points can be brought back."""
        if alike:
            self.edits, self.next_id = former.edits, former.next_id
            self.before, self.after = list(former.before), list(former.after)
        elif (
            former.drawable and self.drawable and not former.edits.none and former.kind == self.kind
        ):
            rows = former._rows(former.edits.kept)
            every = self._joined(np.concatenate((rows, former.edits.added))[:MOST], rows[:0])
            self.before = [Edits(np.zeros(len(self.base.x), bool), every)]

    def _rows(self, chosen: np.ndarray) -> np.ndarray:
        """Points of the set as rows of `added`, but for their numbers."""
        rows = self._new(self.base.x[chosen], self.base.y[chosen])
        rows[:, TEST] = np.flatnonzero(chosen) >= self.base.train
        return rows

    def _joined(self, rows: np.ndarray, added: np.ndarray) -> np.ndarray:
        rows[:, ID] = self.next_id + np.arange(len(rows))
        self.next_id += len(rows)
        return np.concatenate((added, rows))

    def _take_away(self, gone: Callable[[np.ndarray], np.ndarray], stroke: int) -> int:
        kept = self.edits.kept & ~gone(self.base.x)
        added = self.edits.added[~gone(on_plane(self.edits.added[:, :2]))]
        fewer = self.edits.count - int(kept.sum()) - len(added)
        if fewer:
            self._change(Edits(kept, added), stroke)
        return fewer

    def _change(self, edits: Edits, stroke: int = 0) -> None:
        """Edits of one stroke (a number, 0: none) are taken back as one."""
        if not self.continues(stroke):
            self.before = [*self.before, self.edits][-KEPT:]
        self.edits, self.after, self.stroke = edits, [], stroke

    def _step(self, back: list[Edits], forth: list[Edits]) -> bool:
        if not back:
            return False
        forth.append(self.edits)
        self.edits, self.stroke = back.pop(), 0
        return True

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> dict[str, Any]:
        trees = {
            name: [one.to_tree() for one in getattr(self, name)] for name in ("before", "after")
        }
        return {
            "now": self.edits.to_tree(),
            "next_id": self.next_id,
            "stroke": self.stroke,
            **trees,
        }

    def load_state(self, kept: dict[str, Any]) -> None:
        self.edits, self.next_id = Edits(**kept["now"]), kept["next_id"]
        self.stroke = kept["stroke"]
        self.before, self.after = ([Edits(**one) for one in kept[n]] for n in ("before", "after"))


def enclosed(x: np.ndarray, polygon: np.ndarray) -> np.ndarray:
    """Whether places x [n, 2] lie inside the polygon [m, 2]: a ray to the right crosses it an odd number
    of times."""
    inside = np.zeros(len(x), bool)
    for (ax, ay), (bx, by) in zip(polygon, np.roll(polygon, -1, 0), strict=True):
        if ay == by:
            continue
        crosses = (ay > x[:, 1]) != (by > x[:, 1])
        inside ^= crosses & (x[:, 0] < ax + (x[:, 1] - ay) * ((bx - ax) / (by - ay)))
    return inside
