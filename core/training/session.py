"""An algorithm with all that it did so far, and the loop that trains it for a moment at a time."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
import torch

from core.params import Config, Message
from core.playgrounds.contract import Algorithm, Scalars, Stage, State
from core.training.group import Group
from core.training.history import Event, History

MANY = 1_000_000  # steps in one go, where nobody asked for a number
ROUNDING = 1e-6  # epochs: a sum of parts of an epoch is not quite whole


@dataclass(frozen=True)
class Good:
    """A state that training can go back to, and the numbers that were shown with it."""

    step: int
    state: State
    latest: dict[str, float]


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
    """What a rebuild replaces, and undo brings back."""

    algorithm: Algorithm
    config: Config
    device: str
    history: History = field(default_factory=History)
    step: int = 0

    KEEP_GOOD = 1.0  # seconds between two copies of a state to fall back to

    def __post_init__(self) -> None:
        self.group = Group(self.algorithm)
        self.good = self._now()
        self._good_since = time.monotonic()
        self._candidate: Good | None = None  # becomes good when the slice after it went well
        self._write(np.array([self.step]), _columns([floats(self.algorithm.evaluate())]))

    def train(self, seconds: float, most: int = -1, *, stops: bool, halt_epoch: float) -> Slice:
        """Steps for about `seconds`, at most `most` (−1: any number), until epoch `halt_epoch` ends.

        Metrics are evaluated when the algorithm says so, never by the clock. Scalars are looked at
        once, at the end, so that a GPU need not wait for the processor at every step.
        """
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
            if halts and (algorithm.epoch or 0.0) > halt_epoch - ROUNDING:
                break
            if now() >= deadline:
                break
        self.step += taken
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
        steps = np.arange(first + 1, first + last + 1)
        self._write(steps, {k: v[:last] for k, v in columns.items()})
        self._measured([(evaluated[i], measured[i]) for i in sound])
        for event in events:
            self.history.stamp(event)
        self._hear(first + last)
        if found is not None:
            self._go_back()
            return Slice(taken, exploded=Explosion(first + last, found[1]))
        self._keep_good()
        return Slice(taken, ended)

    def _measured(self, found: Sequence[tuple[int, Mapping[str, float]]]) -> None:
        """Metrics with their steps into the curves; which there are may change between two."""
        for _, alike in groupby(found, lambda one: one[1].keys()):
            steps, rows = zip(*alike, strict=True)
            self._write(np.array(steps), _columns(rows))

    def _write(self, steps: np.ndarray, columns: Mapping[str, np.ndarray]) -> None:
        """Observations at `steps` [n] into the curves, of members only as long as they are there."""
        for last, some in self.group.present(columns):
            rows = int(np.searchsorted(steps, last, "right"))
            if rows:
                self.history.extend(steps[:rows], {k: v[:rows] for k, v in some.items()})

    def _hear(self, until: int) -> None:
        """What the algorithm has to say about steps up to `until` goes into the curves; turning points are
        stamped on them."""
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
        stages = self.algorithm.trace()
        self.step += 1
        events, _ = self.group.look(self.algorithm)
        for event in events:
            self.history.stamp(event)
        self._hear(self.step)
        if self.algorithm.evaluate_now:
            self._write(np.array([self.step]), _columns([floats(self.algorithm.evaluate())]))
        return stages

    def _keep_good(self) -> None:
        """A loss is read before the update it causes: a state counts as good one slice later."""
        if self._candidate is not None:
            self.good, self._candidate = self._candidate, None
            self._good_since = time.monotonic()
        if time.monotonic() - self._good_since >= self.KEEP_GOOD:
            self._candidate = self._now()

    def _now(self) -> Good:
        latest = dict(self.history.latest)
        return Good(self.step - self.algorithm.state_lag, self.algorithm.state(), latest)

    def _go_back(self) -> None:
        """To the last good state. The curves keep what happened until somebody plays on from there."""
        self.algorithm.load_state(self.good.state)
        self.algorithm.configure(self.config)  # the state may be older than the last change
        self.step, self._candidate = self.good.step, None
        self.group = Group(self.algorithm)
        self.history.latest = self.good.latest | floats(self.algorithm.evaluate())


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
