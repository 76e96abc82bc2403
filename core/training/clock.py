"""One clock for several runs that are compared: whoever is faster waits, and a command is given to all.

Counted are steps, or seconds of computing. Where steps count, all go to the same step before anybody goes
beyond it, so far at a time that it takes about a frame; there too they pause, and keep their moments.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol

from core.playgrounds.contract import ActError

STEPS, SECONDS = "steps", "seconds"
COUNTED = (STEPS, SECONDS)
BEAT = 0.03  # seconds from one step where all meet to the next, about
FURTHEST = 4096  # steps between two of those
LEAD = 0.03  # seconds of computing that one may be ahead


class Counted(Protocol):
    """What a clock needs to know of a run (trained_run.py)."""

    status: Any
    session: Any

    @property
    def step(self) -> int: ...

    @property
    def wants_steps(self) -> bool: ...


class Member(Counted, Protocol):
    """A run that hears what all are told (run.py)."""

    id: Any
    clock: Any
    config: Any
    watchers: Any

    @property
    def has_orders(self) -> bool: ...

    def play(self) -> None: ...

    def pause(self, at: int = 0) -> None: ...

    def advance_by(self, steps: int) -> None: ...

    def advance_epoch(self) -> None: ...

    def set_gear(self, gear: str) -> None: ...

    def set_value(self, name: str, value: float) -> None: ...

    def reset(self) -> None: ...

    def seek(self, step: int | None, line: int | None = None, *, before: bool = False) -> None: ...


class Clock:
    """Of the runs `members`, the first of which leads. All public methods may be called from any thread."""

    def __init__(self, members: Sequence[Member], counts: str = STEPS) -> None:
        self.members = tuple(members)
        self.counts = counts
        self._lock = threading.Lock()
        self._goal = -1  # the step where all meet next; −1: to be found
        self._stride = 1
        self._met = 0.0  # when they last did
        self._moment = -1  # the step at which all keep a moment next
        self._kept = 0.0
        for one in self.members:
            one.clock = self

    def leave(self, run: Member) -> None:
        """`run` goes on alone; the last one left needs no clock."""
        run.clock = None
        self.members = tuple(one for one in self.members if one is not run)
        if len(self.members) == 1:
            self.members[0].clock = None

    @property
    def part(self) -> float:
        """Of the time that one run would get: together they take no more from others than one."""
        return 1 / max(len(self._going()), 1)

    def allows(self, run: Counted, most: int) -> int:
        """Of `most` steps (−1: any number) so many as `run` may take now."""
        going = self._going()
        if len(going) < 2:
            return most
        if self.counts == SECONDS:
            least = min(one.session.worked for one in going)
            return most if run.session.worked <= least + LEAD else 0
        with self._lock:
            self._move(min(one.step for one in going), time.monotonic())
            left = max(self._goal - run.step, 0)
        return left if most < 0 else min(left, most)

    def meets(self, run: Counted) -> int | None:
        """The step of the next moment of all, if there is one."""
        alone = run.status == "running" and len(self._going()) < 2
        return None if alone or self.counts == SECONDS else self._moment

    def _going(self) -> list[Member]:
        """Those that train, or are just about to hear that they should."""
        built = [one for one in self.members if one.session is not None]
        return [one for one in built if one.wants_steps or one.has_orders]

    def _move(self, slowest: int, now: float) -> None:
        """To the next step where all meet, once the slowest has come to the last one."""
        if self._goal - self._stride <= slowest < self._goal:
            return
        took, self._met = now - self._met, now
        if slowest == self._goal and took < BEAT / 2:
            self._stride = min(2 * self._stride, FURTHEST)
        elif took > 2 * BEAT:
            self._stride = max(self._stride // 2, 1)
        self._goal = slowest + self._stride
        rests = [one.session.rest for one in self.members if one.session is not None]
        if now - self._kept >= max(rests):
            self._kept, self._moment = now, self._goal

    # ---- what a viewer commands is for all ------------------------------------------------------
    def play(self) -> None:
        self._all(lambda one: one.play())

    def pause(self) -> None:
        """Where steps count, those that run go on to the step where all meet."""
        with self._lock:
            goal = self._goal if self.counts == STEPS else 0
        for one in self.members:
            one.pause(goal)

    def advance_by(self, steps: int) -> None:
        self._all(lambda one: one.advance_by(steps))

    def advance_epoch(self) -> None:
        self._all(lambda one: one.advance_epoch())

    def set_gear(self, gear: str) -> None:
        self._all(lambda one: one.set_gear(gear))

    def reset(self) -> None:
        self._all(lambda one: one.reset())

    def seek(self, step: int | None, line: int | None = None, *, before: bool = False) -> None:
        """The first run's moments are meant; the others go to the same step, or as far as they have come."""
        leader, *others = self.members
        leader.seek(step, line, before=before)
        for one in others:
            with suppress(ActError):  # it is not built
                last = one.session.moments.line.last if one.session is not None else 0
                one.seek(None if step is None else min(step, last))

    def set_value(self, run: Member, name: str, value: float) -> None:
        """A setting of `run`; where it is the one that leads, also of those that have it as that one has."""
        before = getattr(run.config, name, None)
        run.set_value(name, value)
        for one in self.members[1:] if run is self.members[0] else ():
            if getattr(one.config, name, None) == before:
                with suppress(ActError):  # with its other settings it may not be allowed
                    one.set_value(name, value)

    def _all(self, command: Callable[[Member], None]) -> None:
        with self._lock:
            self._goal = -1
        for one in self.members:
            command(one)


def share(runs: Sequence[Member], counts: str) -> None:
    """These runs, and no others, on one clock; a run alone needs none."""
    own = runs[0].clock
    if own is not None and own.members == tuple(runs) and own.counts == counts:
        return
    for one in own.members if own is not None else ():
        one.clock = None
    if len(runs) > 1:
        Clock(runs, counts)
