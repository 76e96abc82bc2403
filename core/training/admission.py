"""Who is let in. A server has room for so many runs, so much memory, so many people who look.

Whoever comes beyond that waits in line. Room is made by freeing a run that nobody looks at, the one unseen
for longest first; and who leaves gives up a seat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.i18n import N_
from core.params import Config, Message, ParamError
from core.playgrounds.contract import Algorithm
from core.training import handles, memory
from core.training.environment import number
from core.training.run import Run

NEXT = N_("Every place here is taken just now. You are next in line: this page starts by itself as soon as "
          "there is room.")  # fmt: skip
SECOND = N_("Every place here is taken just now. You are second in line: this page starts by itself as soon "
            "as there is room.")  # fmt: skip
THIRD = N_("Every place here is taken just now. You are third in line: this page starts by itself as soon "
           "as there is room.")  # fmt: skip
LATER = N_("Every place here is taken just now. You are number {place} in line: this page starts by itself "
           "as soon as there is room.")  # fmt: skip
OWN = N_("You have {most} runs in open pages, which is the most for one visitor. Close one of those pages, "
         "and this one starts by itself.")  # fmt: skip
RETRY = 0.1  # seconds between two looks for room
PLACES = {1: NEXT, 2: SECOND, 3: THIRD}


@dataclass(frozen=True)
class Limits:
    """How much room there is. `memory` is in bytes; None is what memory.budget says."""

    runs: int = 150
    each: int = 12  # runs of one viewer
    viewers: int = 100  # runs that somebody looks at
    memory: float | None = None
    hidden: float = 30.0  # seconds for which a page in the background keeps its seat
    gone: float = 10.0  # seconds for which one that has gone may come back to its seat or place
    line: int = 4  # so many times `viewers` may wait

    @classmethod
    def set(cls) -> Limits:
        """LEARNSCOPE_RUNS, LEARNSCOPE_RUNS_EACH and LEARNSCOPE_VIEWERS; memory has its own setting."""
        return cls(
            runs=int(number("LEARNSCOPE_RUNS", cls.runs, least=1)),
            each=int(number("LEARNSCOPE_RUNS_EACH", cls.each, least=1)),
            viewers=int(number("LEARNSCOPE_VIEWERS", cls.viewers, least=1)),
        )


class Admission:
    """Belongs to the engine, whose lock its callers hold. `runs` and `seen` are the engine's own.

    A run that is *inside* is built, or will be, and takes memory until it is freed. One that has a *seat* is
    inside and looked at. A run takes its turns when it is inside and does not wait for a seat.
    """

    def __init__(
        self,
        limits: Limits,
        runs: Mapping[str, Run],
        seen: dict[str, float],
        forget: Callable[[Run], None],
    ) -> None:
        self.limits = limits
        self._runs, self._seen, self._forget = runs, seen, forget
        self._inside: set[str] = set()
        self._seated: set[str] = set()
        self._since: dict[str, float] = {}  # run in line → since when
        self._retry = 0.0  # before then nobody looks for room again
        self._again = 0.0  # before then nobody else has to go for want of measured memory
        self._bare = memory.resident()  # bytes of the process without any run
        self.waiting = 0

    @property
    def overfull(self) -> bool:
        """Whether so many wait that another page would be no service to anybody."""
        return self.waiting >= self.limits.line * self.limits.viewers

    def arrive(self, run: Run, now: float) -> None:
        """A new run: it goes in at once where there is room and nobody is in line."""
        self._since[run.id] = now
        if len(self._since) == 1:
            self._enter(run, now)

    def leave(self, run: Run) -> None:
        """A run that is freed."""
        self._inside.discard(run.id)
        self._seated.discard(run.id)
        self._since.pop(run.id, None)

    def turns(self, now: float) -> list[Run]:
        """The runs that may take their turn. Lets in whom there is room for, tells the others their place."""
        self._mind_the_gone(now)
        line = [run for run in self._runs.values() if self._waits(run, now)]
        line.sort(key=lambda run: self._since.setdefault(run.id, now))
        place, full = 0, False
        for run in line:
            if run.watchers and not _visible(run):  # keeps its place until it is looked at
                place += 1
                continue
            own = run.id not in self._inside and not self._own_room(run)
            if not own and not full and self._enter(run, now):
                continue
            full = full or not own
            place += not own
            text, most = (OWN, self.limits.each) if own else (PLACES.get(place, LATER), 0)
            _tell(run, 0 if own else place, Message("line", text, {"place": place, "most": most}))
        self.waiting = sum(run.id in self._since for run in line)
        return [
            run
            for run in self._runs.values()
            if run.id in self._inside and run.id not in self._since
        ]

    def room(self, run: Run, config: Config) -> float:
        """Bytes that `run` may need, where others give way that nobody looks at."""
        others = [other for other in self._within() if other is not run]
        need = cost(run.algorithm_class, config)
        budget = self._budget() - _before(run)
        while sum(map(held, others)) + need > budget and (old := self._unseen(others)) is not None:
            others.remove(old)
            self._free(old)
        return min(budget - sum(map(held, others)), self._left([*others, run]) + held(run))

    # ---- seats -------------------------------------------------------------------------------
    def _mind_the_gone(self, now: float) -> None:
        self._seated = {one for one in self._seated if self._kept(one, now)}
        for run in list(self._runs.values()):
            if run.id in self._since and _visible(run):
                self._seen[run.id] = now
            elif (
                run.id in self._since
                and not run.watchers
                and self._unseen_for(run, now) > self.limits.gone
            ):
                del self._since[run.id]
                if run.id not in self._inside:
                    self._free(run)  # there is nothing in it

    def _kept(self, run_id: str, now: float) -> bool:
        run = self._runs[run_id]
        return self._unseen_for(run, now) <= (
            self.limits.hidden if run.watchers else self.limits.gone
        )

    def _unseen_for(self, run: Run, now: float) -> float:
        return 0.0 if _visible(run) else now - self._seen.get(run.id, now)

    def _waits(self, run: Run, now: float) -> bool:
        """Whether `run` stands in line: it was not let in yet, or its viewer is back and wants a seat."""
        return run.id in self._since or (run.id not in self._seated and _visible(run))

    def _enter(self, run: Run, now: float) -> bool:
        """Gives `run` a seat, if there is one, and room for what it needs."""
        if len(self._seated) >= self.limits.viewers:
            return False
        if run.id not in self._inside:
            if now < self._retry:
                return False
            if not self._make_room(run, now):
                self._retry = now + RETRY
                return False
        self._inside.add(run.id)
        self._seated.add(run.id)
        self._since.pop(run.id, None)
        self._seen[run.id] = now
        _tell(run, 0, None)
        return True

    # ---- room --------------------------------------------------------------------------------
    def _own_room(self, run: Run) -> bool:
        """Room among the runs of the same viewer; one that nobody looks at makes it."""
        mine = [other for other in self._within() if other.owner == run.owner]
        while len(mine) >= self.limits.each:
            free = [other for other in mine if not other.watchers]
            if not free:
                return False
            old = min(free, key=lambda other: self._seen[other.id])
            mine.remove(old)
            self._free(old)
        return True

    def _make_room(self, run: Run, now: float) -> bool:
        if not self._own_room(run) or handles.left() < 1:
            return False
        need, inside = cost(run.algorithm_class, run.config), self._within()
        budget = self._budget()
        if need > budget:
            return True  # it is refused by a sentence when it is built: to wait would help nobody
        while len(inside) >= self.limits.runs or sum(map(held, inside)) + need > budget:
            old = self._unseen(inside)
            if old is None:
                return False
            inside.remove(old)
            self._free(old)
        return self._measured_room(need, inside, now)

    def _measured_room(self, need: float, inside: list[Run], now: float) -> bool:
        """Whether the machine has that much left once all runs inside have grown to what they may need.

        What was just freed takes a moment to come back: one run a second goes for want of it.
        """
        if not inside:
            self._bare = memory.resident()
            return True
        if need <= self._left(inside):
            return True
        old = self._unseen(inside)
        if old is not None and now >= self._again:
            self._again = now + 1.0
            self._free(old)
        return False

    def _free(self, run: Run) -> None:
        """Whoever still has it open in the background is told that it is gone."""
        self._forget(run)
        for watcher in tuple(run.watchers):
            watcher.dismiss()

    def _left(self, inside: Iterable[Run]) -> float:
        """Bytes that the machine has left once all of these have grown to what they may need."""
        grown = memory.resident() - self._bare
        return memory.unpromised(sum(map(held, inside)) - grown)

    def _within(self) -> list[Run]:
        return [run for run in self._runs.values() if run.id in self._inside]

    def _unseen(self, runs: Iterable[Run]) -> Run | None:
        """Of `runs` the one that nobody has looked at for longest, pages in the background last."""
        free = [run for run in runs if run.id not in self._seated and not _visible(run)]
        return min(free, key=lambda run: (bool(run.watchers), self._seen[run.id]), default=None)

    def _budget(self) -> float:
        return memory.budget() if self.limits.memory is None else self.limits.memory


def held(run: Run) -> float:
    """Bytes that a run may come to need: as it is configured, and as it was, which undo brings back."""
    wanted = run.config
    if run.refused:  # it stays as it was
        if run.session is None:
            return 0.0
        wanted = run.session.config
    return cost(run.algorithm_class, wanted) + _before(run)


def _before(run: Run) -> float:
    """Beside the run as it is configured: its moments, and what undo brings back with those it has."""
    moments = run.session.moments.ceiling if run.session is not None else 0.0
    if run.previous is None:
        return moments
    before = cost(run.algorithm_class, run.previous.config) + run.previous.moments.bytes
    return before + moments


def cost(algorithm: type[Algorithm], config: Config) -> float:
    """Bytes, by the algorithm's own estimate; 0 for what can't be built."""
    try:
        return _estimate(algorithm, config)
    except ParamError:
        return 0.0


@lru_cache(maxsize=1024)
def _estimate(algorithm: type[Algorithm], config: Config) -> float:
    return algorithm.cost(config).memory


def _visible(run: Run) -> bool:
    return any(watcher.visible for watcher in tuple(run.watchers))


def _tell(run: Run, place: int, why: Message | None) -> None:
    for watcher in tuple(run.watchers):
        watcher.hold(place, why)
