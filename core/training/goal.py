"""A run on its way to the step that a link names: it trains flat out up to there, then it pauses."""

from __future__ import annotations

import time
from dataclasses import dataclass

from core.i18n import N_
from core.params import Message
from core.training.questions import QuestionedRun
from core.training.trained_run import Status

AT = "at"  # as it is called in a link
LONGEST = 60.0  # seconds of training for which a link can ask
ON = N_("On the way to step {at}, which the link names: it is computed anew, then training pauses.")
SLOW = N_(
    "Step {at}, which the link names, was not reached within {seconds:.0f} s of training. Play goes on from"
    " here."
)
ENDED = N_("Step {at}, which the link names, was not reached: training ended before it.")
NEAREST = N_("Of step {at}, which the link names, the nearest moment that is kept is shown.")


@dataclass
class Goal:
    """Where to, and how long it may still take."""

    step: int
    left: float  # seconds of training


class GoalRun(QuestionedRun):
    """Called on the training thread."""

    goal: Goal | None = None

    def allowance(self, now: float) -> int:
        if self.goal is not None and self.status == "running":
            return max(self.goal.step - self.step, 1)
        return super().allowance(now)

    def advance(self, seconds: float, most: int = -1) -> int:
        began = time.perf_counter()
        taken = super().advance(seconds, most)
        goal = self.goal
        if goal is not None:
            goal.left -= time.perf_counter() - began
            if self.step >= goal.step:
                self._end("paused", None)
            elif goal.left <= 0:
                self._end("paused", None)
                self.note = _said(SLOW, goal.step, seconds=LONGEST)
        return taken

    def auto_pause(self) -> None:
        goal, note = self.goal, self.note
        super().auto_pause()
        self.goal, self.note = goal, note

    def resume(self) -> None:
        goal, note = self.goal, self.note
        super().resume()
        self.goal, self.note = goal, note

    def _end(self, status: Status, reason: Message | None) -> None:
        """Whatever ends or begins here, it is no longer on its way."""
        goal, self.goal = self.goal, None
        super()._end(status, reason)
        if self.note is not None and self.note.param == AT:
            self.note = None
        if goal is not None and status in ("diverged", "failed", "finished"):
            self.note = _said(ENDED, goal.step)

    def _reach(self, step: int) -> None:
        """To `step`: a moment of the run where it has been there, else it trains up to it and pauses."""
        session = self.session
        if session is None or self.status == "failed" or step == self.step:
            return
        line = session.moments.line
        if line.moments[0].step <= step <= line.last:
            self._seek(step, None, False)
            self.note = _said(NEAREST, step) if self.step != step else None
        elif step > self.step:
            self._play()
            self.goal, self.note = Goal(step, LONGEST), _said(ON, step)


def _said(text: str, step: int, **values: float) -> Message:
    return Message(AT, text, {"at": f"{step:,}", **values})
