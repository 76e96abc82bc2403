"""An algorithm with all that it did so far, and the loop that trains it for a moment at a time."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
import torch

from core.params import Config, Message
from core.playgrounds.contract import Algorithm, Scalars, Stage
from core.training.group import Group
from core.training.history import Event, History
from core.training.moments import Moment, Moments

MANY = 1_000_000  # steps in one go, where nobody asked for a number
ROUNDING = 1e-6  # epochs: a sum of parts of an epoch is not quite whole
Measured = tuple[int, Mapping[str, float]]  # metrics, and the step after which they were evaluated


@dataclass(frozen=True)
class Explosion:
    """Training went out of bounds at `step`; `seen` says what was observed."""

    step: int
    seen: Message


@dataclass(frozen=True)
class Slice:
    """What came of a moment of training: steps taken, and why it should not go on, if so."""

    taken: int
    ended: Message | None = None
    exploded: Explosion | None = None


@dataclass
class Session:
    """What a rebuild replaces, and undo brings back: where it stands, and the moments it can go back to.

    `history` is that of the line of training that it is on; its later part stays while one is in the past.
    """

    algorithm: Algorithm
    config: Config
    device: str
    history: History = field(default_factory=History)
    step: int = 0

    EVERY = 0.1  # seconds between two moments at the least
    SHARE = 0.03  # of the time at most for copying states
    ONE_CHANGE = 1.0  # seconds within which changes of the same thing are one: a control is dragged

    def __post_init__(self) -> None:
        self.group = Group(self.algorithm)
        self.moments = Moments(self.history, self.step)
        self.at: Moment | None = None  # where one is in the past
        self.meets: int | None = None  # the step of the next moment of all that are compared
        self.worked, self.worked_from = 0.0, self.step  # seconds of computing since that step
        self._per_step = 0.0  # seconds of computing, when it was last gone elsewhere
        self._kept_since = time.monotonic()
        self._cost = 0.0  # seconds of a copy, lately
        self._candidate: Moment | None = None  # becomes good when the slice after it went well
        self._changed = False  # something since the last moment, without a step
        self._change = ("", 0.0)  # the last one's name, and when it was
        if not self.history.curves:  # else it has come back from where it was kept, curves and all
            self._write(np.array([self.step]), _columns([floats(self.algorithm.evaluate())]))
        self.good = self._remember()

    def train(self, seconds: float, most: int = -1, *, stops: bool, halt_epoch: float) -> Slice:
        """Steps for about `seconds`, at most `most` (−1: any number), until epoch `halt_epoch` ends.

        Metrics are evaluated when the algorithm says so, never by the clock. Scalars are looked at
        once, at the end, so that a GPU need not wait for the processor at every step.
        """
        self.go_on()
        algorithm, first, rows = self.algorithm, self.step, list[Scalars]()
        evaluated: list[int] = []
        measured: list[dict[str, float]] = []
        ended, taken = None, 0
        step, now, bulk = algorithm.step, time.perf_counter, algorithm.BULK
        deadline, halts = now() + seconds, math.isfinite(halt_epoch)
        while taken != most:
            if bulk:
                taken += algorithm.stretch(most - taken if most > 0 else MANY, deadline)
            else:
                rows.append(step())
                taken += 1
            if algorithm.evaluate_now:
                evaluated.append(first + taken)
                measured.append(floats(algorithm.evaluate()))
                ended = algorithm.finished(measured[-1]) if stops else None
                if ended is not None:
                    break
            if (halts and (algorithm.epoch or 0.0) > halt_epoch - ROUNDING) or now() >= deadline:
                break
        self.step, self.worked = self.step + taken, self.worked + now() - deadline + seconds
        columns = _columns(rows)
        if bulk:
            columns = {name: values.cpu().numpy() for name, values in algorithm.columns().items()}
        events, nobody_left = self.group.look(algorithm)
        found = algorithm.diverged(columns)
        if found is None and nobody_left is not None:
            found = max(nobody_left[0] - first - 1, 0), nobody_left[1]
        # What came after an explosion, before anybody looked, depends on the clock: it is not kept.
        last = taken if found is None else found[0] + 1
        sound = [i for i, step in enumerate(evaluated) if step <= first + last]
        self._write(
            np.arange(first + 1, first + last + 1), {k: v[:last] for k, v in columns.items()}
        )
        self._measured([(evaluated[i], measured[i]) for i in sound], columns.keys())
        for event in events:
            self.history.stamp(event)
        self._hear(first + last)
        if found is not None:
            self._go_back()
            return Slice(taken, exploded=Explosion(first + last, found[1]))
        self._keep()
        return Slice(taken, ended)

    def _measured(self, found: Sequence[Measured], told: Collection[str]) -> None:
        """Metrics with their steps into the curves; which there are may change between two. What every step
        has `told` of is there already: again, it would stand behind later steps."""
        for _, alike in groupby(found, lambda one: one[1].keys()):
            steps, rows = zip(*alike, strict=True)
            new = {name: v for name, v in _columns(rows).items() if name not in told}
            self._write(np.array(steps), new)

    def _write(self, steps: np.ndarray, columns: Mapping[str, np.ndarray]) -> None:
        """Observations at `steps` [n] into the curves, of members only as long as they are there."""
        for last, some in self.group.present(columns):
            rows = int(np.searchsorted(steps, last, "right"))
            if rows:
                self.history.extend(steps[:rows], {k: v[:rows] for k, v in some.items()})

    def _hear(self, until: int) -> None:
        """What the algorithm has to say about steps up to `until` goes into the curves; turning points are
        stamped on them. The line has come as far as that."""
        self.moments.line.last = until
        told: dict[str, tuple[list[int], list[float]]] = {}
        for step, scalars in self.algorithm.news():
            if step <= until:
                for name, value in floats(scalars).items():
                    steps, values = told.setdefault(name, ([], []))
                    steps.append(step)
                    values.append(value)
        for step, name in self.algorithm.moments():
            if step <= until:
                self.history.stamp(Event(step, "moment", name, "", ""))
        for name, (steps, values) in told.items():
            self.history.extend(np.array(steps), {name: np.array(values, np.float32)})

    def trace(self) -> list[Stage]:
        """One step in slow motion. Its scalars are in the stages, not in the curves."""
        self.go_on()
        stages = self.algorithm.trace()
        self.step += 1
        events, _ = self.group.look(self.algorithm)
        for event in events:
            self.history.stamp(event)
        self._hear(self.step)
        if self.algorithm.evaluate_now:
            self._write(np.array([self.step]), _columns([floats(self.algorithm.evaluate())]))
        return stages

    # ---- moments -----------------------------------------------------------------------------
    def seek(self, step: int | None, line: int | None = None, *, before: bool = False) -> None:
        """To the last moment of a line up to `step`, None: to its end; without `line` to one of this line's.

        Nothing is forgotten. `before`: before what was changed at that step, where there are several moments.
        Raises KeyError for a line that is gone.
        """
        if line is not None and line != self.moments.line.number:
            self.moments.choose(line)
            self.history = self.moments.line.history
        here = self.moments.line
        moment = here.find(here.last if step is None else step, before)
        self._load(moment)
        if self.algorithm.config != moment.config:
            self.algorithm.configure(moment.config)
        self.config = moment.config
        self.history.latest = dict(moment.latest)
        away = self.moments.follows(moment) or moment.step < here.last
        self.at = moment if away else None

    def park(self) -> None:
        """Have the present among the moments, where it can be copied: one is about to leave it."""
        if self.at is None and (self._changed or self.moments.line.moments[-1].step != self.step):
            self._remember()

    def go_on(self) -> None:
        """Something is about to happen here: in the past another line begins with it."""
        moment, self.at = self.at, None
        if moment is None:
            return
        if self.moments.line.diverged or self.moments.follows(moment):
            self.moments.branch(moment)
            self.history = self.moments.line.history
        else:  # the state had to be copied a little before the end
            self.history.cut(moment.step)
            self.moments.line.last = moment.step
        self.history.latest = dict(moment.latest)
        if self.config != moment.config:  # the line begins with other settings
            self._remember()

    def before(self, name: str) -> Moment | None:
        """The present as a moment, for `changed`; None in the middle of a drag, whose beginning has one."""
        last, since = self._change
        if last == name and time.monotonic() - since < self.ONE_CHANGE:
            return None
        self.park()
        return self.at or self.moments.line.moments[-1]

    def changed(self, name: str, before: Moment | None) -> None:
        """Something has been changed without a step: the moment before it stays."""
        self._change = name, time.monotonic()
        if before is not None:
            before.kept = True
        self._changed = True
        self.go_on()

    def _keep(self) -> None:
        """A loss is read before the update it causes: a state counts as good one slice later."""
        if self._candidate is not None:
            self.good, self._candidate = self._candidate, None
        late = time.monotonic() - self._kept_since >= self.rest
        if late if self.meets is None else self.step == self.meets:
            self._candidate = self._remember()

    @property
    def rest(self) -> float:
        """Seconds between two moments at the least."""
        return max(self.EVERY, self._cost / self.SHARE)

    def _remember(self) -> Moment:
        """The present as the last moment of its line, or what there is already of it."""
        began = time.perf_counter()
        step, known = self.step - self.algorithm.state_lag, self.moments.line.moments
        if known and (step < known[-1].step or (step == known[-1].step and step < self.step)):
            moment = known[-1]  # it could not be copied since
        else:
            moment = Moment(step, self.algorithm.state(), self.config, dict(self.history.latest))
            self.moments.add(moment)
        self._changed = False
        self._kept_since = time.monotonic()
        took = time.perf_counter() - began
        # One that took much longer than the last was kept waiting.
        self._cost = min(took, 2 * self._cost) if self._cost else took
        return moment

    def _go_back(self) -> None:
        """To the last good state. The curves keep what happened, on a line that others leave here."""
        self.history.stamp(Event(self.moments.line.last, "diverged", "", "", ""))
        self.moments.line.diverged = True
        self.moments.forget_after(self.good)
        self._load(self.good)
        self.algorithm.configure(self.config)  # the state may be older than the last change
        self.at = self.good
        self.history.latest = self.good.latest | floats(self.algorithm.evaluate())

    def _load(self, moment: Moment) -> None:
        self.algorithm.load_state(moment.state)
        if self.step > self.worked_from:
            self._per_step = self.worked / (self.step - self.worked_from)
        self.worked = (
            max(moment.step - self.worked_from, 0) * self._per_step
        )  # as if all were alike
        self.step, self.good, self._candidate = moment.step, moment, None
        self.group = Group(self.algorithm)
        self._changed, self._change = False, ("", 0.0)
        self._kept_since = time.monotonic()


def floats(scalars: Scalars) -> dict[str, float]:
    """Metrics as floats; what is not finite stays so."""
    return {name: float(value) for name, value in scalars.items()}


def finite(value: float | None) -> float | None:
    """None for what JSON cannot say."""
    return value if value is not None and math.isfinite(value) else None


def _columns(rows: Sequence[Mapping[str, float | torch.Tensor]]) -> dict[str, np.ndarray]:
    """Scalars of n steps as arrays [n]; tensors leave the device in one transfer per name."""
    if not rows:
        return {}
    found = {}
    for name in rows[0]:
        values = [row[name] for row in rows]
        if isinstance(values[0], torch.Tensor):
            found[name] = torch.stack(values).cpu().numpy()  # type: ignore[arg-type]
        else:
            found[name] = np.array(values, np.float32)
    return found
