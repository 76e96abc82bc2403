"""What a run has been told and has not yet carried out: in order, and bounded however much is said."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Literal

from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import ActError

Kind = Literal[
    "build",
    "configure",
    "device",
    "undo",
    "reset",
    "play",
    "pause",
    "step",
    "gear",
    "seek",
    "question",
]
Command = Callable[[], None]
WIPES: dict[Kind, frozenset[Kind]] = {  # waiting commands of these kinds would come to nothing
    "reset": frozenset({"reset", "device", "play", "pause", "step", "seek"}),
    "seek": frozenset({"seek", "play", "pause", "step"}),
    **{
        kind: frozenset({kind}) for kind in ("configure", "device", "play", "pause", "step", "gear")
    },
}
LONGEST = 64  # commands waiting, from which on a viewer's further ones are refused
LIMITED = frozenset(
    {"reset", "play", "pause", "step", "gear", "seek"}
)  # what a viewer can say without end
CONTROLS = frozenset({"play", "pause", "step", "gear", "seek"})  # that whoever pressed waits for


class Inbox:
    """Filled by any thread, emptied by the one that trains.

    A command takes the place of those that it makes pointless: of several resets, gears or
    configurations in a row the last one counts, and a reset wipes out what was to be played before it.
    It looks no further back than to a command that it cannot do without: what a question sees, and
    what an act changes, stays as it was ordered. A gear may be shifted at any time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[Kind, Command, float]] = []  # since time.monotonic()
        self.arrived: float | None = None  # the control that was taken last; None: it was none

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def put(self, kind: Kind, command: Command) -> None:
        """Raises ActError where too much waits already."""
        wiped = WIPES.get(kind, frozenset())
        with self._lock:
            for i in reversed(range(len(self._waiting))):
                other = self._waiting[i][0]
                if other in wiped:
                    del self._waiting[i]
                elif "gear" not in (kind, other):
                    break
            if len(self._waiting) >= LONGEST and kind in LIMITED:
                text = N_("Too many commands are waiting: this one was not carried out.")
                raise ActError(Message("inbox", text))
            self._waiting.append((kind, command, time.monotonic()))

    def waits(self, kind: Kind) -> bool:
        """Whether a command of this kind has not had its turn."""
        with self._lock:
            return any(other == kind for other, *_ in self._waiting)

    @property
    def first(self) -> Kind | None:
        """The kind of the command whose turn it is."""
        with self._lock:
            return self._waiting[0][0] if self._waiting else None

    def take(self) -> Command | None:
        """The command whose turn it is."""
        with self._lock:
            if not self._waiting:
                return None
            kind, command, since = self._waiting.pop(0)
        self.arrived = since if kind in CONTROLS else None
        return command
