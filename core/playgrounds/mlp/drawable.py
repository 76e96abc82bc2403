"""The hand on the points: what a viewer may do to what the network learns from, while it learns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

import numpy as np
import torch
from torch import Tensor

from core.i18n import N_
from core.nn.dense import Workspace
from core.nn.losses import Loss
from core.nn.minibatches import Minibatches
from core.params import Message
from core.playgrounds.arguments import finite, index
from core.playgrounds.contract import ActError, Algorithm, Answer, Args
from core.playgrounds.mlp import link, sets
from core.playgrounds.mlp.config import MlpConfig
from core.playgrounds.mlp.drawing import EVERY, MOST, Drawing
from core.playgrounds.mlp.maps import EDGE
from core.playgrounds.mlp.points import Points

AT_ONCE = 1000  # points, or places, of one act
WIDEST = 4.0  # radius of the eraser
Said = dict[str, Any]
Changed = TypeVar("Changed")


class Drawable(Algorithm):
    """An algorithm whose points can be added, erased and moved between two of its steps."""

    config: MlpConfig
    drawing: Drawing
    points: Points
    batches: Minibatches[Workspace]
    loss: type[Loss]
    targets: Tensor  # [M, K]

    def _drawn(self) -> Drawing:
        """The set that the configuration asks for, edited as its `drawn` has it."""
        c, kind = self.config, sets.kind(self.config)
        base = sets.draw(c)
        return Drawing(base, kind, link.decoded(c.drawn, c, kind, len(base.x)))

    def _inherit_drawing(self, former: Drawable) -> None:
        """Edits stay where the same points are asked for; those of others can be brought back by undo."""
        now, then = self.config, former.config
        alike = sets.identity(now) == sets.identity(then) and now.drawn == then.drawn
        self._redraw(lambda: self.drawing.inherit(former.drawing, alike=alike))

    def _follow_link(self, before: str) -> None:
        """The configuration says otherwise what is drawn. The page tells it of every edit a moment later,
        when more may have been drawn: that is no news. It is, where both were the same before."""
        if link.encoded(self.drawing.edits, self.config, self.drawing.kind) == before:
            edits = self._drawn().edits
            self._redraw(lambda: self.drawing.set(edits))

    def _redraw(self, edit: Callable[[], Changed]) -> Changed:
        """Learn from what the points are after `edit`; the epoch goes on with those that it has left."""
        former = self.drawing.training_ids
        found = edit()
        ids = self.drawing.training_ids
        self._take_points()
        n = self.points.train
        source = torch.from_numpy(_places(ids, former))
        self.batches.exchange(self.points.x[:n], self.targets[:n], source)
        return found

    def _load_drawing(self, state: dict[str, Any]) -> None:
        """Points as they were; `batches.load_state` comes next."""
        self.drawing.load_state(state)
        self._take_points()
        n = self.points.train
        self.batches.hold(self.points.x[:n], self.targets[:n])

    def _take_points(self) -> None:
        self.points.take(self.drawing.sample)
        self.targets = self.loss.targets(self.points.y, self.config.outputs)

    # ---- acts ---------------------------------------------------------------------------------
    def _act(self, args: Args, edit: Callable[[], Any]) -> Said:
        """One edit, or a piece of a stroke, which is stamped as a whole by its `last` piece."""
        drawing, stroke = self.drawing, _stroke(args)
        if not drawing.drawable:
            text = N_("Only points of a plane can be drawn: these have more than two columns.")
            raise ActError(Message("draw", text))
        count = len(self.points.xy)
        self._redraw(edit)
        said: Said = {"version": self.points.version, "count": len(self.points.xy)}
        goes_on = drawing.continues(stroke)
        if goes_on:
            count = drawing.before[-1].count
        if not stroke or (goes_on and args.get("last") is True):
            said |= {"name": "N", "old": str(count), "new": str(said["count"])}
        return said

    def draw(self, args: Args) -> Said:
        """`draw {points, stroke, last}`: each point as [x₁, x₂, class or value]."""
        x, y = self._given(args, 3, len(self.drawing.edits.added))

        def add() -> None:
            if len(x):
                self.drawing.add(x, y[:, 0], _stroke(args))

        return self._act(args, add)

    def load(self, args: Args) -> Said:
        """`load {points, stroke, last}`: as `draw`, with a fourth number, 1 for a point that only tests.
        The first piece takes the place of all points that there are."""
        stroke = _stroke(args)
        goes_on = self.drawing.continues(stroke)
        x, more = self._given(args, 4, len(self.drawing.edits.added) if goes_on else 0)

        return self._act(args, lambda: self.drawing.put(x, more[:, 0], more[:, 1] > 0, stroke))

    def erase(self, args: Args) -> Said:
        """`erase {places, radius, stroke, last}`: what lies within the radius of any of the places."""
        places = _rows(args, "places", 2, EDGE)
        radius = abs(finite(args, "radius", WIDEST))
        return self._act(args, lambda: self.drawing.erase(places, radius, _stroke(args)))

    def move(self, args: Args) -> Said:
        """`move {lasso, by, stroke, last}`: what the polygon encloses goes by so much, no further than the
        edge."""
        lasso, by = (
            _rows(args, "lasso", 2, 2 * EDGE),
            _rows({"by": [args.get("by")]}, "by", 2, 2 * EDGE),
        )
        said = self._act(args, lambda: self.drawing.move(lasso, by[0], _stroke(args)))
        if "name" in said:
            said |= {"name": "(x₁, x₂)", "old": "", "new": f"{by[0, 0]:+.3g}, {by[0, 1]:+.3g}"}
        return said

    def clear(self, args: Args) -> Said:
        if not len(self.points.xy):
            raise ActError(Message("clear", N_("There is no point to take away.")))
        return self._act({}, self.drawing.clear)

    def restore(self, args: Args) -> Said:
        if self.drawing.edits.none:
            raise ActError(Message("restore", N_("These are the points that were asked for.")))
        return self._act({}, self.drawing.restore)

    def undo(self, args: Args) -> Said:
        if not self.drawing.before:
            raise ActError(Message("undo", N_("There is no edit of the points to take back.")))
        return self._act({}, self.drawing.undo)

    def redo(self, args: Args) -> Said:
        if not self.drawing.after:
            raise ActError(Message("redo", N_("There is no edit of the points to do again.")))
        return self._act({}, self.drawing.redo)

    def _given(self, args: Args, columns: int, drawn: int) -> tuple[np.ndarray, np.ndarray]:
        """x [n, 2], and the other columns, whose classes and values are checked; `drawn` are there."""
        rows = _rows(args, "points", columns, EDGE)
        kind = self.drawing.kind
        for y in rows[:, 2].tolist():
            if kind.task == "regression":
                finite({"value": y}, "value", 1.0)
            else:
                index({"class": int(y) if y.is_integer() else y}, "class", 0, len(kind.classes) - 1)
        if drawn + len(rows) > MOST:
            text = N_("There are {drawn} of at most {most} points drawn by hand: erase some first.")
            raise ActError(Message("draw", text, {"drawn": drawn, "most": MOST}))
        return rows[:, :2], rows[:, 2:]

    def notes(self) -> list[Message]:
        """What there is to say of the points as they are."""
        found = super().notes()
        if not self.points.train:
            found.append(
                Message("draw", N_("There is no point to learn from: draw some on the map."))
            )
        elif self.points.train == len(self.points.xy):
            found.append(Message("draw", N_("There is no test point yet: nobody can say how well new points "
                                            "are told.")))  # fmt: skip
        return found

    # ---- probes -------------------------------------------------------------------------------
    def drawn_link(self, args: Args) -> Answer:
        """`drawn {}`: what a link says of it, "" where nothing is drawn; too long a text is left out."""
        code = link.encoded(self.drawing.edits, self.config, self.drawing.kind)
        fits = len(code) <= link.LONGEST
        return {"code": code if fits else "", "letters": len(code), "most": link.LONGEST}, {}

    def all_points(self, args: Args) -> Answer:
        """`points {}`: all of them, as the view has them but exact."""
        return {"count": len(self.points.xy)}, self.points.arrays()

    def drawing_rules(self) -> dict[str, Any] | None:
        """For `describe`: what may be drawn, None for nothing."""
        if not self.drawing.drawable:
            return None
        return {"most": MOST, "every": EVERY, "at_once": AT_ONCE}

    DRAWING_PROBES: ClassVar = {"drawn": drawn_link, "points": all_points}
    DRAWING_ACTS: ClassVar = {
        "draw": draw,
        "load": load,
        "erase": erase,
        "move": move,
        "undo": undo,
        "redo": redo,
        "clear": clear,
        "restore": restore,
    }


def _places(ids: np.ndarray, former: np.ndarray) -> np.ndarray:
    """Where each of `ids` [N] is among the `former` ones, −1 for nowhere."""
    if not len(former):
        return np.full(len(ids), -1)
    order = np.argsort(former)
    place = order[np.minimum(np.searchsorted(former, ids, sorter=order), len(former) - 1)]
    return np.where(former[place] == ids, place, -1)


def _stroke(args: Args) -> int:
    return index(args, "stroke", 0, 2**31 - 1, 0)


def _rows(args: Mapping[str, Any], name: str, columns: int, most: float) -> np.ndarray:
    """The list called `name` of so many numbers each, float64 [n, columns]. Raises ActError."""
    given = args.get(name)
    if isinstance(given, list) and len(given) > AT_ONCE:
        text = N_("{name}: {n} at once are too many: give at most {most}.")
        raise ActError(Message(name, text, {"n": len(given), "most": AT_ONCE}))
    shaped = isinstance(given, list) and all(
        isinstance(row, list) and len(row) == columns for row in given
    )
    if not isinstance(given, list) or not shaped:
        text = N_("{name}: a list was expected, with {columns} numbers in each entry.")
        raise ActError(Message(name, text, {"columns": columns}))
    rows = [[finite({name: value}, name, most) for value in row] for row in given]
    return np.array(rows, np.float64).reshape(-1, columns)
