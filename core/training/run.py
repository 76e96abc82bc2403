"""A run and its controls.

Any thread posts commands; the thread that trains obeys them between slices and is the only one that
touches the algorithm.
"""

from __future__ import annotations

import math
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from core.i18n import N_
from core.params import Config, Message
from core.playgrounds.contract import ActError, Algorithm
from core.training.answers import Reply
from core.training.inbox import Command, Inbox, Kind
from core.training.pace import GEARS
from core.training.questions import QuestionedRun
from core.training.trained_run import Status


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


class Run(QuestionedRun):
    """The engine's handle on one algorithm. All methods but `obey` may be called from any thread."""

    def __init__(
        self,
        algorithm_class: type[Algorithm],
        config: Config,
        *,
        device: str = "auto",
        owner: str = "",
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(secrets.token_urlsafe(9), algorithm_class, config, device)
        self.owner = owner
        self.born = time.monotonic()
        self.watchers: list[Watcher] = []
        self.drawn = threading.Event()  # set for good once a browser has drawn a picture of it
        self._inbox = Inbox()
        self.wake = wake  # has the training thread look at this run now
        self.post("build", lambda: self._rebuild(config, device, keep=False))

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
        self.post("step", lambda: self._take(steps))

    def advance_epoch(self) -> None:
        """Pause, then on to the end of the epoch (one step where there are no epochs)."""
        self.post("step", lambda: self._take(-1))

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


__all__ = ["Reply", "Run", "Status", "Watcher"]
