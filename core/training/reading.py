"""What whoever is no viewer asks of a run: a page's script, the library, a file to be saved."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from core.i18n import N_
from core.params import Message, ParamError
from core.training.goal import GoalRun
from core.training.moments import Moment
from core.training.packed import Packed, pack

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.training.inbox import Command, Kind

UNBUILT = N_("There is no model to save: it could not be built.")
Copy = tuple[Packed, list[Moment]]


class ReadRun(GoalRun):
    """Any thread may ask."""

    if TYPE_CHECKING:
        post: Callable[[Kind, Command], None]

    @property
    def built(self) -> bool:
        """Whether there is a model."""
        return self.session is not None

    @property
    def gear(self) -> str:
        return self.pace.gear

    @property
    def latest(self) -> dict[str, float]:
        """The newest value of each metric."""
        return dict(self.session.history.latest) if self.session is not None else {}

    def been(self, step: int) -> bool:
        """Whether it has been at that step, and can go back there."""
        if self.session is None:
            return False
        line = self.session.moments.line
        return line.moments[0].step <= step <= line.last

    def leave_clock(self) -> None:
        """From now on it has a time of its own, and rests."""
        self.clock = None
        self.post("pause", self._pause)

    def copied(self, hand_over: Callable[[Copy | Exception], None], moments: int = 0) -> None:
        """Has the thread that trains copy the run between two steps, with so many moments of its line at
        most, and `hand_over` the copy, or why there is none."""

        def command() -> None:
            found: Copy | Exception
            try:
                if self.session is None or self.status == "failed":
                    raise ParamError(Message("file", UNBUILT), "")
                packed = pack(self.session)
                found = packed, self.session.moments.line.sample(moments, packed.step)
            except Exception as raised:  # it has changed nothing: the run goes on
                found = raised
            hand_over(found)

        self.post("question", command)

    def copy(self, patience: float, moments: int = 0) -> Copy:
        """The same at once. Raises TimeoutError for a step too long, ParamError where there is no model."""
        done, found = threading.Event(), list[Any]()

        def take(copy: Copy | Exception) -> None:
            found.append(copy)
            done.set()

        self.copied(take, moments)
        if not done.wait(patience):
            raise TimeoutError("the step takes too long")
        if isinstance(found[0], Exception):
            raise found[0]
        copy: Copy = found[0]
        return copy
