"""Moments of a run that one can go back to, and the lines of training that lead through them.

A moment is a complete state with what was shown beside it. They are dense near now and sparse far back, so
that however long a run gets they stay within a budget of memory. To train on from a moment in the past
begins another line; the one before keeps its moments and its curves.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any

import numpy as np

from core.params import Config
from core.playgrounds.contract import State
from core.training.environment import number
from core.training.history import History
from core.training.memory import MB

SETTING = "LEARNSCOPE_MOMENTS"  # megabytes for the moments of one run
BUDGET = 64.0
MOST = 384  # moments of a run, however small: a screen has few more places to drag to
MOST_LINES = 8
CROWD = 1.1  # times either bound, from which on moments are thinned: not at every new one
ASIDE = 0.3  # what a gap in a line that is not trained counts for
ARRAY, FACT = 200, 60  # bytes of an array and of a fact beside its numbers


@dataclass(eq=False)
class Moment:
    """A state with the settings and the numbers that were shown with it."""

    step: int
    state: State
    config: Config
    latest: dict[str, float]
    kept: bool = False  # thinning leaves it: a change was made here, or a line began

    @cached_property
    def fixed(self) -> int:
        """Bytes without its arrays, of which some may be others' too."""
        return FACT * _leaves(self.state.facts) + ARRAY * len(self.state.arrays)


@dataclass(eq=False)
class Line:
    """Training that led on without a leap; `moments` in their order, from the run's first."""

    number: int
    history: History
    first: int  # the step at which it left another line
    last: int  # the step that it has come to
    moments: list[Moment] = field(default_factory=list)
    diverged: bool = False
    used: int = 0  # when it was last the present one, counted in changes of line

    def find(self, step: int, before: bool = False) -> Moment:
        """The last moment up to `step`, or the first where there is none.

        `before`: where several are at that step, the one before all that was changed there.
        """
        at = bisect_right(self.moments, step, key=attrgetter("step")) - 1
        if before and at >= 0:
            at = bisect_left(self.moments, self.moments[at].step, key=attrgetter("step"))
        return self.moments[max(at, 0)]

    def sample(self, most: int, before: int) -> list[Moment]:
        """Up to `most` of its moments that lie evenly from the first on, all before the step `before`."""
        there = [one for one in self.moments if one.step < before]
        steps = np.array([one.step for one in there])
        wanted = np.linspace(self.moments[0].step, before, most, endpoint=False)
        nearest = {int(abs(steps - step).argmin()) for step in wanted} if there else set()
        return [there[i] for i in sorted(nearest)]


class Moments:
    """The lines of one run and all moments on them; belongs to the thread that trains."""

    def __init__(self, history: History, step: int, budget: float | None = None) -> None:
        """`budget` in bytes."""
        self.budget = number(SETTING, BUDGET, least=0) * MB if budget is None else budget
        self.line = Line(0, history, step, step)
        self.lines = [self.line]
        self.version = 0  # rises with every change of the lines beside the present one
        self.bytes = 0  # of all moments together
        self._held: set[Moment] = set()
        self._arrays: Counter[int] = Counter()  # id of an array → moments that have it
        self._begun = 0  # lines so far, without the first

    # ---- moments -----------------------------------------------------------------------------
    def add(self, moment: Moment) -> None:
        """One on the present line, behind all that are there."""
        self.line.moments.append(moment)
        self._held.add(moment)
        self._count(moment, 1)
        if len(self._held) > CROWD * MOST or self.bytes > self.budget:
            self._thin()

    def forget_after(self, moment: Moment) -> None:
        """What the present line has behind `moment`, which is or was on it, but for what is kept."""
        line = self.line
        if moment not in self._held:  # thinned by now
            line.moments.insert(
                bisect_right(line.moments, moment.step, key=attrgetter("step")), moment
            )
            self._held.add(moment)
            self._count(moment, 1)
        at = line.moments.index(moment) + 1
        gone = [one for one in line.moments[at:] if not one.kept]
        line.moments[at:] = [one for one in line.moments[at:] if one.kept]
        self._release(gone)

    def follows(self, moment: Moment) -> bool:
        """Whether the present line has a moment after this one."""
        return self.line.moments[-1] is not moment

    @property
    def ceiling(self) -> float:
        """Bytes that the moments may come to take, as large as they are by now."""
        if not self._held:
            return 0.0
        each = self.bytes / len(self._held)
        return max(min(CROWD * MOST * each, self.budget), self.bytes)

    # ---- lines -------------------------------------------------------------------------------
    def branch(self, moment: Moment) -> None:
        """From now on another line is trained, which leaves the present one at `moment`."""
        old, self._begun = self.line, self._begun + 1
        moment.kept = True
        before = old.moments[: old.moments.index(moment) + 1]
        history = old.history.until(moment.step)
        self._enter(Line(self._begun, history, moment.step, moment.step, before))
        self.lines.append(self.line)
        while len(self.lines) > MOST_LINES:
            gone = min(self.lines[:-1], key=attrgetter("used"))
            self.lines.remove(gone)
            self._release(gone.moments)

    def choose(self, number: int) -> None:
        """Make line `number` the present one. Raises KeyError where it is gone."""
        for line in self.lines:
            if line.number == number:
                self._enter(line)
                return
        raise KeyError(number)

    def _enter(self, line: Line) -> None:
        self.version += 1
        self.line.used = self.version
        line.used = self.version + 1
        # Whoever has seen the history of the line before has to read this one as a whole.
        line.history.version = 1 + max(one.history.version for one in [*self.lines, line])
        self.line = line

    # ---- thinning ----------------------------------------------------------------------------
    def _thin(self) -> None:
        """Leave out moments beside which there are others as old, until all is within bounds."""
        while len(self._held) > MOST or self.bytes > self.budget / CROWD:
            gaps = self._gaps()
            weakest = sorted((one for one in gaps if not one.kept), key=gaps.__getitem__)
            if not weakest:
                kept = [one for one in gaps if one.kept]
                if not kept:
                    return  # the first and the last ones alone are too large
                for one in kept[: 1 + len(kept) // 4]:
                    one.kept = False
                continue
            self._leave_out(weakest)

    def _leave_out(self, weakest: list[Moment]) -> None:
        """The first of these, of two neighbours only one at a time: the gaps are others then."""
        near: set[Moment] = set()
        gone: set[Moment] = set()
        excess = max(len(self._held) - MOST, 1)
        size = self.bytes
        beside: dict[Moment, set[Moment]] = {one: set() for one in weakest}
        for line in self.lines:
            for one, other in zip(line.moments, line.moments[1:], strict=False):
                if one in beside:
                    beside[one].add(other)
                if other in beside:
                    beside[other].add(one)
        for moment in weakest:
            if moment in near:
                continue
            gone.add(moment)
            near |= beside[moment]
            size -= self._own(moment)
            if len(gone) >= excess and size <= self.budget / CROWD:
                break
        for line in self.lines:
            if not gone.isdisjoint(line.moments):
                line.moments = [one for one in line.moments if one not in gone]
        self._release(list(gone))

    def _gaps(self) -> dict[Moment, float]:
        """The gap that each moment would leave, as a share of its age; not of those that always stay: the
        first and the last of a line, and of the present one the last two.

        Gaps that are equal shares grow geometrically with age. One that several lines have counts by the line
        where it would be missed most.
        """
        found: dict[Moment, float] = {}
        always: set[Moment] = set()
        for line in self.lines:
            moments = line.moments
            always |= {*moments[:1], *moments[-2 if line is self.line else -1 :]}
            if len(moments) < 3:
                continue
            steps = np.array([one.step for one in moments], np.float64)
            shares = (steps[2:] - steps[:-2]) / (line.last - steps[:-2] + 1.0)
            weight = 1.0 if line is self.line else ASIDE
            for one, share in zip(moments[1:-1], (weight * shares).tolist(), strict=True):
                found[one] = max(found.get(one, 0.0), share)
        return {one: gap for one, gap in found.items() if one not in always}

    # ---- bytes -------------------------------------------------------------------------------
    def _release(self, moments: list[Moment]) -> None:
        """Those of `moments` that no line has any more."""
        still = {one for line in self.lines for one in line.moments}
        for moment in moments:
            if moment in self._held and moment not in still:
                self._held.remove(moment)
                self._count(moment, -1)

    def _count(self, moment: Moment, sign: int) -> None:
        """Arrays that several states share count once."""
        self.bytes += sign * moment.fixed
        for array in moment.state.arrays.values():
            before = self._arrays[id(array)]
            self._arrays[id(array)] = before + sign
            if before == (0 if sign > 0 else 1):
                self.bytes += sign * array.nbytes
            if before + sign == 0:
                del self._arrays[id(array)]

    def _own(self, moment: Moment) -> int:
        """Bytes that would be free without it."""
        arrays = moment.state.arrays.values()
        own = (array.nbytes for array in arrays if self._arrays[id(array)] == 1)
        return moment.fixed + sum(own)


def _leaves(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(_leaves, value.values()))
    return 1 + sum(map(_leaves, value)) if isinstance(value, list) else 1
