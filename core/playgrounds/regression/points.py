"""The points that are learned from, and the edits by hand, which can be undone and outlive a rebuild."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.i18n import N_
from core.params import Message
from core.playgrounds.arguments import finite, index
from core.playgrounds.contract import ActError
from core.playgrounds.regression.sets import LIMIT, MOST, Sample

KEPT = 50  # edits that can be taken back


class Points:
    """x, y and label [N] of the training points, of `classes` classes; `version` counts their changes."""

    def __init__(self, drawn: Sample, classes: int) -> None:
        self.classes = classes
        self.x, self.y, self.label = drawn.x, drawn.y, drawn.label
        self.drawn = self._now()
        self.version = 0
        self.before: list[np.ndarray] = []  # each [3, N], the latest last
        self.aside: dict[str, list[np.ndarray]] = {}  # number of classes → `before` of such points

    @property
    def edited(self) -> bool:
        """Whether they are others than those that were drawn."""
        return not np.array_equal(self._now(), self.drawn)

    def inherit(self, former: Points, *, alike: bool) -> None:
        """After a rebuild: points made by hand stay where they would be drawn `alike` again; where others
        were asked for, undo brings them back."""
        before = former.before if alike or not former.edited else [*former.before, former._now()]
        self.aside = former.aside | {str(former.classes): before[-KEPT:]}
        self.before = self.aside.pop(str(self.classes), [])
        if alike and former.edited:
            self._take(former._now())

    # ---- edits --------------------------------------------------------------------------------
    def add(self, args: dict[str, Any]) -> dict[str, Any]:
        """`add_point {x, y, label}`; label is the number of a class, from 0, where there are classes."""
        if len(self.x) >= MOST:
            text = N_("There are {most} points already: remove one first.")
            raise ActError(Message("add_point", text, {"most": MOST}))
        x, y = finite(args, "x", LIMIT), finite(args, "y", LIMIT)
        label = index(args, "label", 0, max(0, self.classes - 1), 0)
        self._change(np.append(self._now(), [[x], [y], [label]], 1))
        return {"name": f"(x, y)[{len(self.x)}]", "old": "", "new": _at(x, y)}

    def move(self, args: dict[str, Any]) -> dict[str, Any]:
        """`move_point {index, x, y, more}`; `more` goes on with the last move, taken back as one."""
        i = index(args, "index", 0, len(self.x) - 1)
        to_x, to_y = finite(args, "x", LIMIT), finite(args, "y", LIMIT)
        old = _at(self.x[i], self.y[i])
        moved = self._now()
        moved[:2, i] = to_x, to_y
        self._change(moved, keep=args.get("more") is not True or not self.before)
        return {"name": f"(x, y)[{i + 1}]", "old": old, "new": _at(to_x, to_y)}

    def remove(self, args: dict[str, Any]) -> dict[str, Any]:
        """`remove_point {index}`: all but the last one may go."""
        i = index(args, "index", 0, len(self.x) - 1)
        if len(self.x) == 1:
            text = N_("The last point stays: there is nothing to fit without it.")
            raise ActError(Message("remove_point", text))
        old = _at(self.x[i], self.y[i])
        self._change(np.delete(self._now(), i, 1))
        return {"name": f"(x, y)[{i + 1}]", "old": old, "new": ""}

    def undo(self) -> dict[str, Any]:
        """`undo_points`: takes back the last of the edits."""
        if not self.before:
            raise ActError(
                Message("undo_points", N_("There is no edit of the points to take back."))
            )
        count = str(len(self.x))
        self.before = self.before[:]
        self._take(self.before.pop())
        return {"name": "N", "old": count, "new": str(len(self.x))}

    def restore(self) -> dict[str, Any]:
        """`restore_points`: those that were drawn; an edit like any other."""
        if not self.edited:
            text = N_("These are the points as they were drawn.")
            raise ActError(Message("restore_points", text))
        count = str(len(self.x))
        self._change(self.drawn)
        return {"name": "N", "old": count, "new": str(len(self.x))}

    def _now(self) -> np.ndarray:
        return np.stack((self.x, self.y, self.label.astype(float)))

    def _take(self, rows: np.ndarray) -> None:
        self.x, self.y, self.label = rows[0].copy(), rows[1].copy(), rows[2].astype(np.int64)
        self.version += 1

    def _change(self, rows: np.ndarray, *, keep: bool = True) -> None:
        if keep:
            self.before = [*self.before, self._now()][-KEPT:]
        self._take(rows)

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> dict[str, Any]:
        kept = {"now": self._now(), "before": self.before, "aside": self.aside}
        return {**kept, "drawn": self.drawn, "version": self.version}

    def load_state(self, kept: dict[str, Any]) -> None:
        self._take(kept["now"])
        self.before, self.aside = list(kept["before"]), dict(kept["aside"])
        self.drawn, self.version = kept["drawn"], kept["version"]


def _at(x: float, y: float) -> str:
    return f"({x:z.3g}, {y:z.3g})"
