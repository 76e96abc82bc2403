"""A run and its controls.

Any thread posts commands; the thread that trains obeys them between slices and is the only one that
touches the algorithm.
"""

from __future__ import annotations

import math
import secrets
import threading
import time
from collections.abc import Mapping
from typing import Any, Protocol

from core.i18n import N_
from core.params import Config, Message, ParamError
from core.playgrounds.contract import ActError, Algorithm
from core.training.answers import Reply
from core.training.inbox import Command, Inbox, Kind
from core.training.keeping import Kept, come_back, room_for
from core.training.moments import MOST_LINES
from core.training.pace import GEARS
from core.training.packed import Packed, unpack
from core.training.reading import ReadRun
from core.training.tally import Tally
from core.training.trained_run import Status
from core.training.weight import Weight


class Watcher(Protocol):
    """Somebody who looks at a run. Called on the training thread."""

    @property
    def shared(self) -> bool:
        """Whether it stands for others than the owner of the run: a broadcast."""

    @property
    def visible(self) -> bool: ...

    def stale(self, run: Run) -> bool:
        """Whether there is something this watcher has not been shown."""

    def due(self, run: Run, now: float, interval: float) -> bool:
        """Whether it is stale and can take a frame now, `interval` seconds after the one before."""

    def show(self, run: Run) -> None:
        """Compose and send a frame."""

    def hold(self, place: int, why: Message | None) -> None:
        """The run waits to be let in, at this place in line; None: it waits no longer. Often repeated."""

    def dismiss(self) -> None:
        """The run has been freed: there is nothing more to look at."""

    def break_off(self, run: Run) -> None:
        """`show` has raised, and the run has failed: say why, and show no more of this build."""


class Home(Protocol):
    """The lane that a run is in (lane.py)."""

    @property
    def occupied(self) -> tuple[Run, float] | None:
        """Whose step the lane is in, and since when (time.monotonic)."""

    @property
    def tally(self) -> Tally: ...

    def wake(self) -> None: ...

    def drop(self, run: Run) -> None: ...


class Run(ReadRun):
    """The engine's handle on one algorithm. All methods but `obey` may be called from any thread."""

    first_build = (
        0  # in a process that has taken over another's runs, beyond the builds of that one
    )

    def __init__(
        self,
        algorithm_class: type[Algorithm],
        config: Config,
        *,
        device: str = "auto",
        owner: str = "",
        kept: Kept | None = None,
        saved: Packed | None = None,
        name: str = "",
    ) -> None:
        """`kept`: the run is not a new one, but this one come back. `name`: its id, where it has one.

        `saved`: what it begins as, in place of an untrained model; `config` is that one's.
        """
        run_id = kept.id if kept is not None else name or secrets.token_urlsafe(9)
        super().__init__(run_id, algorithm_class, config, device)
        self.owner = owner
        self.build = self.first_build
        self.kept = kept is not None
        self.tab = (
            "" if kept is None else kept.tab
        )  # the browser tab that shows it, by its session with the server
        self.born = time.monotonic()
        self.watchers: list[Watcher] = []
        self.drawn = threading.Event()  # set for good once a browser has drawn a picture of it
        self._inbox = Inbox()
        self.lane: Home | None = None
        self.entered = 0.0  # the lane, by time.monotonic()
        self.weight, self.weighed = Weight(), (-1, -1)  # and the build and description it is of
        if kept is not None:
            self.post("build", lambda: come_back(self, kept))
        elif saved is not None:
            self.post("build", lambda: self._restore(saved))
        else:
            self.post("build", lambda: self._rebuild(config, device, keep=False))

    @property
    def attended(self) -> bool:
        """Whether a page of its owner's shows it."""
        return any(not watcher.shared for watcher in tuple(self.watchers))

    def post(self, kind: Kind, command: Command) -> None:
        """Have the training thread call `command` between two slices, if no later one makes it pointless.

        Raises ActError where too much waits already (see Inbox).
        """
        self._inbox.put(kind, command)
        self.wake()

    def wake(self) -> None:
        """Have the training thread look at this run now.

        One that is just moving to another lane is looked at there in any case.
        """
        if self.lane is not None:
            self.lane.wake()

    def configure(self, config: Config) -> None:
        """Live values reach the running algorithm; any other difference rebuilds it."""
        self.config = config
        self.post("configure", lambda: self._configure(config))

    def set_value(self, name: str, value: float) -> None:
        """A live hyperparameter while its control is being dragged; what it contradicts gives way.

        Where something would give way that is not live, nothing is done: the page's script, which comes at
        the drag's end, has the sentence for it. Raises ActError for what is not live or not allowed.
        """
        if name not in self.config.live_names():
            text = N_("{name} is not a setting that a running training can take.")
            raise ActError(Message("set", text, {"name": name[:60]}))
        try:
            self.config.param(name).check(value)
        except ParamError as error:
            raise ActError(error.message) from error
        values = {one.name: getattr(self.config, one.name) for one in self.config.params()}
        config, _ = self.config.repaired(values | {name: value})
        changes = self.config.difference(config)
        if changes and changes.keys() <= self.config.live_names():
            self.configure(config)

    def set_device(self, device: str) -> None:
        self.device = device
        self.post("device", lambda: self._rebuild(self.config, device))

    def play(self, gear: str | None = None) -> None:
        if gear is not None:
            self.post("gear", lambda: self._shift(gear))
        self.post("play", self._play)

    def pause(self, at: int = 0) -> None:
        """At once, or at a step a little later: of runs on one clock none stops before the others."""
        self.post("pause", lambda: self._pause(at))

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

    def seek(self, step: int | None, line: int | None = None, *, before: bool = False) -> None:
        """Pause, then to the moment of the run at `step` or the last one before it (Session.seek).

        Raises ActError where there is none: of a run that is not built, a step not reached, a line gone.
        """
        if self.session is None:
            text = N_("This run has no moments to go to: it is not built yet.")
            raise ActError(Message("seek", text))
        moments = self.session.moments
        found = next((one for one in moments.lines if one.number == line), None)
        if line is not None and found is None:
            text = N_("There is no line {line} any more: only the last {most} are kept.")
            raise ActError(Message("seek", text, {"line": line + 1, "most": MOST_LINES}))
        last = (found or moments.line).last
        if step is not None and step > last:
            text = N_("Step {step} has not been reached: the last one is {last}.")
            raise ActError(Message("seek", text, {"step": step, "last": last}))
        self.post("seek", lambda: self._go(step, line, before))

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

    def reach(self, step: int) -> None:
        """To the step that a link names, once the run is built (goal.py)."""
        self.post("question", lambda: self._reach(step))

    # ---- the training thread ----------------------------------------------------------------
    def _go(self, step: int | None, line: int | None, before: bool) -> None:
        self._seek(step, line, before)
        if self.session is not None and not self._inbox.waits("configure"):
            self.config = self.session.config  # of then

    @property
    def has_orders(self) -> bool:
        """Whether something posted waits to be carried out."""
        return bool(self._inbox)

    @property
    def builds_next(self) -> bool:
        """Whether the next command constructs an algorithm, which may take long."""
        kind = self._inbox.first
        if kind == "configure" and self.session is not None:
            return (
                not self.session.config.difference(self.config).keys() <= self.config.live_names()
            )
        return kind in ("build", "configure", "device", "reset")

    def _restore(self, saved: Packed) -> None:
        """Begin as what was saved, if there is room for it."""
        try:
            self._enter(unpack(saved, self.algorithm_class, room_for(self)), pause=False)
        except Exception as error:
            self._refuse(error)

    def obey(self, until: float = math.inf, *, build: bool = True) -> None:
        """Carry out what was posted, in order; after `until` (time.perf_counter) no second command.

        Not `build`: up to the first command that constructs an algorithm.
        """
        while build or not self.builds_next:
            command = self._inbox.take()
            if command is None:
                return
            try:
                with self.computing():
                    command()
            except Exception as error:
                self.fail(error)
            if self._inbox.arrived is not None and self.lane is not None:
                self.lane.tally.controls.add(time.monotonic() - self._inbox.arrived)
            if time.perf_counter() >= until:
                return


__all__ = ["Reply", "Run", "Status", "Watcher"]
