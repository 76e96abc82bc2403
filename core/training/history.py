"""The curves and events of one run, bounded however long it trains.

A curve keeps the lowest and the highest observation of each bucket of steps. Buckets have equal width;
when there are more than BUCKETS of them, the width doubles and neighbours merge. So a million steps
keep about a thousand points, evenly thinned, and no spike is ever lost.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

BUCKETS = 512
EVENTS = 1000
FEW = 96  # observations that are sorted in without numpy


class Curve:
    """One scalar against steps."""

    def __init__(self) -> None:
        self.width = 1  # steps per bucket
        self._steps = np.empty(0, np.int64)  # closed buckets' points, in step order
        self._values = np.empty(0, np.float32)
        self._open_steps = np.empty(0, np.int64)  # the extremes so far of the bucket still filling
        self._open_values = np.empty(0, np.float32)
        self._last: tuple[int, float] | None = None
        self._pending: list[tuple[np.ndarray, np.ndarray]] = []
        self._waiting = 0
        self.settled = 0  # how often something was sorted in: what a reader of `points` has seen

    def extend(self, steps: np.ndarray, values: np.ndarray) -> None:
        """Append observations in step order, both [n]; they are sorted in when somebody reads."""
        self._pending.append((steps, values))
        self._waiting += len(steps)

    @property
    def overdue(self) -> bool:
        """Whether so much waits that it should be sorted in although nobody reads."""
        return self._waiting > 8 * BUCKETS

    def settle(self) -> bool:
        """Sort in what was appended. True where thinning rewrote older points."""
        if not self._waiting:
            return False
        steps = np.concatenate((self._open_steps, *(pair[0] for pair in self._pending)))
        values = np.concatenate((self._open_values, *(pair[1] for pair in self._pending)))
        values = values.astype(np.float32)
        self._pending, self._waiting = [], 0
        self.settled += 1
        self._last = (int(steps[-1]), float(values[-1]))
        steps, values = _extremes(steps, values, self.width)
        still_open = int(steps.searchsorted(steps[-1] // self.width * self.width))
        self._open_steps, self._open_values = steps[still_open:], values[still_open:]
        if not still_open:
            return False
        self._steps = np.concatenate((self._steps, steps[:still_open]))
        self._values = np.concatenate((self._values, values[:still_open]))
        return self._thin()

    def points(self, since: int = 0) -> tuple[np.ndarray, np.ndarray]:
        """Steps [n] float64 and values [n] float32 from the closed point number `since` on.

        Behind the closed points stand those of the open bucket and the latest observation: they may
        still change, which is why a reader's next `since` is `closed`, not the length it has.
        """
        steps = [self._steps[since:], self._open_steps]
        values = [self._values[since:], self._open_values]
        newest = self._open_steps if len(self._open_steps) else steps[0]
        if self._last is not None and (not len(newest) or newest[-1] != self._last[0]):
            steps.append(np.array([self._last[0]]))
            values.append(np.array([self._last[1]], np.float32))
        return np.concatenate(steps, dtype=np.float64), np.concatenate(values)

    def sketch(self, since: int, most: int) -> tuple[np.ndarray, np.ndarray]:
        """As `points`, from step `since` on, of about `most` points."""
        steps, values = self.points()
        at = int(steps.searchsorted(since))
        steps, values = steps[at:], values[at:]
        if len(steps) > most:
            width = math.ceil(2 * (steps[-1] - since + 1) / most)
            steps, values = _extremes(steps.astype(np.int64), values, width)
        return steps.astype(np.float64), values

    @property
    def closed(self) -> int:
        """How many points will not change before the next thinning."""
        return len(self._steps)

    def until(self, step: int) -> Curve:
        """What of it was observed up to `step`."""
        steps, values = self.points()
        keep = steps <= step
        curve = Curve()
        curve.width = self.width
        curve.extend(steps[keep].astype(np.int64), values[keep])
        curve.settle()
        return curve

    def _thin(self) -> bool:
        if len(self._steps) <= 2 * BUCKETS:
            return False
        while len(self._steps) > BUCKETS:
            self.width *= 2
            self._steps, self._values = _extremes(self._steps, self._values, self.width)
        # the last closed bucket may now be the one that is still filling
        steps = np.concatenate((self._steps, self._open_steps))
        values = np.concatenate((self._values, self._open_values))
        steps, values = _extremes(steps, values, self.width)
        still_open = int(np.searchsorted(steps, steps[-1] // self.width * self.width))
        self._steps, self._open_steps = steps[:still_open], steps[still_open:]
        self._values, self._open_values = values[:still_open], values[still_open:]
        return True


def _extremes(steps: np.ndarray, values: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Of each bucket the points with the lowest and the highest value, in step order.

    Of equal ones the first lowest and the last highest; what is not a number is higher than any.
    """
    keep = _among_few(steps, values, width) if len(steps) <= FEW else _among(steps, values, width)
    return steps[keep], values[keep]


def _among(steps: np.ndarray, values: np.ndarray, width: int) -> np.ndarray:
    bucket = steps // width
    order = np.lexsort((values, bucket))  # by bucket, then by value
    edge = np.flatnonzero(np.diff(bucket)) + 1  # buckets are already in order
    first = np.concatenate(([0], edge))
    last = np.concatenate((edge, [len(steps)])) - 1
    return np.unique(np.concatenate((order[first], order[last])))


def _among_few(steps: np.ndarray, values: np.ndarray, width: int) -> list[int]:
    """The same in plain Python: a class's many small frames would mostly pay for numpy's calls."""
    keep: list[int] = []
    end, low, high, lowest, highest = -1, 0, 0, 0.0, 0.0
    for i, (step, value) in enumerate(zip(steps.tolist(), values.tolist(), strict=True)):
        if step >= end:
            if i:
                keep += (low, high) if low < high else (high, low) if high < low else (low,)
            end, low, high, lowest, highest = (step // width + 1) * width, i, i, value, value
            continue
        if value < lowest or (lowest != lowest and value == value):
            low, lowest = i, value
        if value >= highest or value != value:
            high, highest = i, value
    keep += (low, high) if low < high else (high, low) if high < low else (low,)
    return keep


@dataclass(frozen=True)
class Event:
    """A stamp on the curves: at `step`, `name` went from `old` to `new` (texts)."""

    step: int
    kind: str
    name: str
    old: str
    new: str


class History:
    """All curves of a run and its events. `version` rises when points already sent were rewritten."""

    def __init__(self) -> None:
        self.version = 0
        self.curves: dict[str, Curve] = {}
        self.events: list[Event] = []
        self.latest: dict[str, float] = {}

    def extend(self, steps: np.ndarray, columns: Mapping[str, np.ndarray]) -> None:
        """Observations at `steps` [n]: a column [n] for each name."""
        for name, values in columns.items():
            curve = self.curves.setdefault(name, Curve())
            curve.extend(steps, values)
            if curve.overdue:
                self.version += curve.settle()
            self.latest[name] = float(values[-1])

    def settle(self) -> None:
        """Bring every curve up to date before reading any of them."""
        for curve in self.curves.values():
            self.version += curve.settle()

    def stamp(self, event: Event) -> None:
        self.events.append(event)
        if len(self.events) > EVENTS:
            del self.events[: EVENTS // 2]
            self.version += 1

    def cut(self, step: int) -> None:
        """Forget what came after `step`: the run goes on from there."""
        before = self.until(step)
        self.curves, self.events, self.latest = before.curves, before.events, before.latest
        self.version += 1

    def until(self, step: int) -> History:
        """A copy of what came up to `step`."""
        self.settle()
        found = History()
        found.events = [event for event in self.events if event.step <= step]
        found.curves = {name: curve.until(step) for name, curve in self.curves.items()}
        for name, curve in found.curves.items():
            values = curve.points()[1]
            if len(values):
                found.latest[name] = float(values[-1])
        return found
