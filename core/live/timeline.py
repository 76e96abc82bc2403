"""How far a run has come and what it can go back to, as one browser is told it."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from core.playgrounds.contract import Arrays
from core.training.moments import Line, Moments

POINTS = 96  # of a curve of a line that is not trained
DRAWN = 4  # such lines whose curves are sent: the last ones that were the present one


class Timeline:
    """What this browser has been told of the lines and moments of a build."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Everything is to be said again."""
        self._version = -1
        self._moments: tuple[int, ...] = ()

    def news(self, moments: Moments, still: bool) -> tuple[dict[str, Any], Arrays]:
        """What a frame says of them; which moments there are only where the run stands `still`."""
        line = moments.line
        said: dict[str, Any] = {
            "first": line.moments[0].step,
            "last": line.last,
            "line": line.number,
        }
        arrays = Arrays()
        if moments.version != self._version:
            self._version = moments.version
            others = [one for one in moments.lines if one is not line]
            said["lines"] = [
                {"line": one.number, "last": one.last, "diverged": one.diverged} for one in others
            ]
            for one in sorted(others, key=attrgetter("used"))[-DRAWN:]:
                arrays |= _curves(one, line)
        steps = tuple(dict.fromkeys(one.step for one in line.moments)) if still else ()
        if steps and steps != self._moments:
            said["moments"] = steps
        self._moments = steps
        return said, arrays


def _curves(line: Line, present: Line) -> Arrays:
    """The curves of `line` from where it parts from the present one: `line.NUMBER.NAME.x` and `.y`."""
    shared = set(line.moments) & set(present.moments)
    since = max((one.step for one in shared), default=0)
    line.history.settle()
    arrays = Arrays()
    for name, curve in line.history.curves.items():
        x, y = curve.sketch(since, POINTS)
        if len(x):
            arrays[f"line.{line.number}.{name}.x"], arrays[f"line.{line.number}.{name}.y"] = x, y
    return arrays
