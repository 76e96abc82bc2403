"""One algorithm being trained, and its controls.

Any thread posts commands; the thread that trains obeys them between slices and is the only one that
touches the algorithm, so nothing here needs a lock around a step.
"""

from __future__ import annotations

import logging
import math
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol

from core.i18n import N_
from core.params import Config, Message, ParamError
from core.playgrounds.contract import ActError, Algorithm
from core.training import memory
from core.training.answers import UNBUILT, Reply, broken, told
from core.training.device import resolve
from core.training.history import Event, History
from core.training.inbox import Command, Inbox, Kind
from core.training.pace import GEARS, Pace, Speedometer
from core.training.session import Session

Status = Literal["ready", "running", "paused", "diverged", "failed", "finished"]
log = logging.getLogger(__name__)


class Watcher(Protocol):
    """Somebody who looks at a run. Called on the training thread."""

    @property
    def visible(self) -> bool: ...

    def stale(self, run: Run) -> bool:
        """Whether there is something this watcher has not been shown."""

    def due(self, run: Run, now: float, interval: float) -> bool:
        """Whether it is stale and can take a frame now, `interval` seconds after the one before."""

    def show(self, run: Run) -> None:
        """Compose and send a frame."""

    def break_off(self, run: Run) -> None:
        """`show` has raised, and the run has failed: say why, and show no more of this build."""


class Run:
    """The engine's handle on one algorithm. See the properties for what a viewer may read."""

    def __init__(
        self,
        algorithm_class: type[Algorithm],
        config: Config,
        *,
        device: str = "auto",
        owner: str = "",
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self.id = secrets.token_urlsafe(9)
        self.owner = owner
        self.algorithm_class = algorithm_class
        self.config = config  # the latest requested; the session's own follows between slices
        self.device = device
        self.born = time.monotonic()
        self.status: Status = "ready"
        self.reason: Message | None = None
        self.build = 0
        self.described = 0  # rises when what `describe` says may have changed without a rebuild
        self.revision = 0  # rises with everything that a picture could show
        self.pace = Pace()
        self.speed = Speedometer()
        self.watchers: list[Watcher] = []
        self.dozing = False  # paused only because nobody was looking
        self.refused = False  # failed only because what was asked for last can't be had
        self.session: Session | None = None
        self.previous: Session | None = None
        self._inbox = Inbox()
        self.wake = wake  # has the training thread look at this run now
        self._owed: int | None = (
            None  # steps still owed to a `step` command; −1: to the epoch's end
        )
        self._stops = True
        self.halt_epoch = math.inf  # where a run without viewers is to stop
        self.post("build", lambda: self._rebuild(config, device, keep=False))

    # ---- any thread -------------------------------------------------------------------------
    def post(self, kind: Kind, command: Command) -> None:
        """Have the training thread call `command` between two slices, if no later one makes it pointless.

        Raises ActError where too much waits already (see Inbox).
        """
        self._inbox.put(kind, command)
        self.wake()

    def configure(self, config: Config) -> None:
        """Live values reach the running algorithm; any other difference rebuilds it."""
        self.config = config
        self.post("configure", lambda: self._configure(config))

    def set_device(self, device: str) -> None:
        self.device = device
        self.post("device", lambda: self._rebuild(self.config, device))

    def play(self, gear: str | None = None) -> None:
        if gear is not None:
            self.post("gear", lambda: self._shift(gear))
        self.post("play", self._play)

    def pause(self) -> None:
        self.post("pause", self._pause)

    def advance_by(self, steps: int) -> None:
        """Pause, then `steps` steps."""
        self.post("step", lambda: self._owe(steps))

    def advance_epoch(self) -> None:
        """Pause, then on to the end of the epoch (one step where there are no epochs)."""
        self.post("step", lambda: self._owe(-1))

    def set_gear(self, gear: str) -> None:
        if gear not in GEARS:
            values = {"value": gear[:60], "bounds": ", ".join(GEARS)}
            raise ActError(
                Message("gear", N_("gear = {value} is not known: choose one of {bounds}."), values)
            )
        self.post("gear", lambda: self._shift(gear))

    def reset(self) -> None:
        """Back to step 0 with the same initial weights."""
        self.post("reset", lambda: self._rebuild(self.config, self.device, pause=True))

    def new_seed(self) -> None:
        """Back to step 0 with other initial weights."""
        top = self.config.param("seed").high
        self.configure(self.config.changed(seed=(self.config.seed + 1) % int((top or 0) + 1)))

    def undo(self) -> Config | None:
        """Bring back what the last reset or rebuild replaced; its config, or None where there is nothing."""
        previous = self.previous
        if previous is None:
            return None
        self.config, self.device = previous.config, previous.device
        self.post("undo", self._undo)
        return previous.config

    def probe(self, name: str, args: Mapping[str, Any], reply: Reply) -> None:
        self.post("question", lambda: self._probe(name, args, reply))

    def act(self, name: str, args: Mapping[str, Any], reply: Reply) -> None:
        self.post("question", lambda: self._act(name, args, reply))

    def trace(self, reply: Reply) -> None:
        """Pause, then one step told in stages: `{step, stages: […]}` and arrays called `i.NAME`."""
        self.post("question", lambda: self._trace(reply))

    # ---- what a viewer reads ----------------------------------------------------------------
    @property
    def step(self) -> int:
        return self.session.step if self.session else 0

    @property
    def history(self) -> History:
        assert self.session is not None, "a run has a history once it is built"
        return self.session.history

    @property
    def algorithm(self) -> Algorithm:
        assert self.session is not None, "a run has an algorithm once it is built"
        return self.session.algorithm

    @property
    def wants_steps(self) -> bool:
        return self.session is not None and (self.status == "running" or self._owed is not None)

    # ---- the training thread ----------------------------------------------------------------
    @property
    def has_orders(self) -> bool:
        """Whether something posted waits to be carried out."""
        return bool(self._inbox)

    def obey(self, until: float = math.inf) -> None:
        """Carry out what was posted, in order; after `until` (time.perf_counter) no second command."""
        while (command := self._inbox.take()) is not None:
            try:
                command()
            except Exception as error:
                self.fail(error)
            if time.perf_counter() >= until:
                return

    def allowance(self, now: float) -> int:
        """How many steps may be taken now: 0 none, −1 any number."""
        if not self.wants_steps:
            return 0
        if self._owed is not None:
            return self._owed
        return self.pace.refill(now, self.algorithm.smooth_steps)

    def advance(self, seconds: float, most: int = -1) -> int:
        """Take steps for about `seconds`, at most `most` (−1: any number); how many were taken."""
        session = self.session
        assert session is not None, "only a built run takes steps"
        halt = 0.0 if self._owed == -1 else self.halt_epoch  # an owed epoch ends with the epoch
        try:
            done = session.train(seconds, most, stops=self._stops, halt_epoch=halt)
        except Exception as error:
            self.fail(error)
            return 0
        self.revision += 1
        self.pace.spend(done.taken)
        self._settle(done.taken)
        if done.exploded is not None:
            values = {"step": done.exploded.step, "seen": done.exploded.seen, "good": session.step}
            text = N_("Diverged at step {step}: {seen} Shown is the last good state, step {good}.")
            self._end("diverged", Message("status", text, values))
        elif done.ended is not None:
            self._end("finished", done.ended)
        self.speed.mark(time.monotonic(), self.step, self.algorithm.epoch or 0.0)
        return done.taken

    def fail(self, error: Exception) -> None:
        """An exception in the algorithm ends this run alone."""
        log.error("run %s (%s) failed", self.id, self.algorithm_class.NAME, exc_info=error)
        if memory.is_exhausted(error):
            self._end("failed", memory.exhausted(self.algorithm_class, self.config, self.step))
            return
        values = {"step": self.step, "error": f"{type(error).__name__}: {error}"[:300]}
        self._end(
            "failed", Message("status", N_("Stopped at step {step} by an error: {error}"), values)
        )

    def _settle(self, taken: int) -> None:
        """Strike the steps just taken off what a `step` or `epoch` command is still owed."""
        if self._owed is None:
            return
        if self._owed == -1:
            done = self.algorithm.epoch is None or self.algorithm.evaluate_now
        else:
            self._owed -= taken
            done = self._owed <= 0
        if done:
            self._owed = None

    def _end(self, status: Status, reason: Message | None) -> None:
        self.status, self.reason, self._owed, self.dozing = status, reason, None, False
        self.refused = False
        self.revision += 1

    def _rebuild(
        self, config: Config, device: str, *, keep: bool = True, pause: bool = False
    ) -> None:
        try:
            session = self._built(config, device)
        except Exception as error:
            self._refuse(error)
            return
        if keep and self.session is not None and self.session.step > 0:
            self.previous = self.session
        self._enter(session, pause)

    def _built(self, config: Config, device: str) -> Session:
        """What `config` asks for, if there is room for it."""
        where = resolve(device)
        memory.check(self.algorithm_class, config, where)
        return Session(self.algorithm_class(config, where), config, device)

    def _refuse(self, error: Exception) -> None:
        """What was asked for can't be had; what was there stays to be seen until something else is."""
        if isinstance(error, ParamError):
            self._end("failed", error.message)
        else:
            self.fail(error)
        self.refused = True

    def _enter(self, session: Session, pause: bool) -> None:
        """Make `session` the one that is trained and seen."""
        playing = self.status == "running" and not pause
        self.session = session
        self.build += 1
        self._stops = True
        rest: Status = "paused" if session.step else "ready"
        self._end("running" if playing else rest, None)
        self.speed.start(time.monotonic(), session.step, session.algorithm.epoch or 0.0)

    def _undo(self) -> None:
        if self.previous is None or self.session is None:
            return
        session = self.previous
        self.previous = self.session if self.session.step else None
        self._enter(session, pause=True)

    def _configure(self, config: Config) -> None:
        if self.session is None:
            self._rebuild(config, self.device, keep=False)
            return
        if self.refused:
            self._end("paused" if self.session.step else "ready", None)
        before = self.session.config
        changes = before.difference(config)
        if not changes:
            return
        if not changes.keys() <= config.live_names():
            self._rebuild(config, self.device)
            return
        try:
            memory.check(self.algorithm_class, config, self.algorithm.device, before)
        except ParamError as error:
            self._refuse(error)
            return
        self.algorithm.configure(config)
        self.session.config = config
        self.described += 1
        self._stops = True
        for name, (old, new) in changes.items():
            param = config.param(name)
            self.history.stamp(Event(self.step, "set", name, param.format(old), param.format(new)))
        self.revision += 1

    def _play(self) -> None:
        if self.session is None:
            return
        if self.status == "diverged":
            self.history.cut(self.step)
        if self.status == "finished":
            self._stops = False  # the stop condition has had its say: train on regardless
        if self.status != "failed" and self.status != "running":
            self._end("running", None)
            self.speed.start(time.monotonic(), self.step, self.algorithm.epoch or 0.0)

    def _pause(self) -> None:
        self.dozing = False
        if self.wants_steps:
            self._end("paused", None)

    def doze(self) -> None:
        """Pause because nobody is looking; `arouse` goes on."""
        text = N_("Paused because no visible page was watching. It goes on when you look again.")
        self._end("paused", Message("status", text))
        self.dozing = True

    def arouse(self) -> None:
        if self.dozing:
            self._play()

    def _owe(self, steps: int) -> None:
        if self._hold():
            self._owed = steps

    def _hold(self) -> bool:
        """Pause for a step that was asked for; False where there can be none."""
        if self.session is None or self.status == "failed":
            return False
        if self.status == "diverged":
            self.history.cut(self.step)
        self._stops = self._stops and self.status != "finished"
        self._end("paused", None)
        return True

    def _trace(self, reply: Reply) -> None:
        if self.session is None or not self._hold():
            reply(False, Message("trace", N_("This run cannot take a step.")), {})
            return
        try:
            stages, arrays = told(self.session.trace())
        except Exception as error:
            reply(False, broken("trace", error), {})
            raise
        self.history.stamp(Event(self.step, "act", "trace", "", ""))
        self.revision += 1
        reply(True, {"step": self.step, "stages": stages}, arrays)

    def _shift(self, gear: str) -> None:
        self.pace.shift(gear)
        if self.session is not None:  # a run whose configuration was refused has no algorithm
            self.speed.start(time.monotonic(), self.step, self.algorithm.epoch or 0.0)
        self.revision += 1

    def _probe(self, name: str, args: Mapping[str, Any], reply: Reply) -> None:
        if self.session is None:
            reply(False, self.reason or UNBUILT, {})
            return
        try:
            reply(True, *self.algorithm.probe(name, args))
        except ActError as error:
            reply(False, error.message, {})
        except Exception as error:
            if memory.is_exhausted(error):
                self.fail(error)
                reply(False, self.reason or UNBUILT, {})
                return
            log.error("the probe %s failed", name[:60], exc_info=error)
            reply(False, broken(name, error), {})  # it has changed nothing: the run goes on

    def _act(self, name: str, args: Mapping[str, Any], reply: Reply) -> None:
        if self.session is None:
            reply(False, self.reason or UNBUILT, {})
            return
        try:
            said = self.algorithm.act(name, args)
        except ActError as error:
            reply(False, error.message, {})
            return
        except Exception as error:  # nobody knows what it has changed: the run ends
            reply(False, broken(name, error), {})
            raise
        texts = {key: str(said.get(key, "")) for key in ("name", "old", "new")}
        self.history.stamp(Event(self.step, "act", **texts))
        self.revision += 1
        reply(True, said, {})
