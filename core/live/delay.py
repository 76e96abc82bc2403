"""What a page is told while its run stands still in a step that takes long.

The run's own thread can't say it: the server's event loop looks, once a second.
"""

from __future__ import annotations

import asyncio
import time

from core.i18n import N_
from core.live.viewer import Viewer
from core.params import Message
from core.training.run import Run

LOOK = 1.0  # seconds between two looks
LONG = 3.0  # seconds from which on a step is spoken of
RARER = 0.2  # of the time that it has taken, until the next word about it


async def tell_of_long_steps(run: Run, viewer: Viewer) -> None:
    """Says how long the step has been running, ever more rarely, and takes it back when it is over.

    Where one long step follows another, what the last one took stands in between: the line neither
    comes and goes nor says what is no longer so.
    """
    told: tuple[float, float] | None = None  # the step's beginning, and its age when last spoken of
    over = 0.0  # when that step was seen to be over
    while True:
        await asyncio.sleep(LOOK)
        now = time.monotonic()
        step = _awaited(run) if viewer.visible else None
        age = now - step[1] if step else 0.0
        if told is not None and (step is None or step[1] != told[0]):
            if not over and run.status == "running":
                over = now
                viewer.notice(_said(N_("The last step took {seconds} s."), now - told[0]))
            elif run.status != "running" or now - over > LONG + LOOK:
                viewer.notice(None)
                told, over = None, 0.0
        if step is None or age < LONG:
            continue
        if told is not None and step[1] == told[0] and age < (1 + RARER) * told[1]:
            continue
        told, over = (step[1], age), 0.0
        text = N_("This step has been running for {seconds} s.")
        if step[0] is not run:
            text = N_("The step of another run comes first: it has been running for {seconds} s.")
        viewer.notice(_said(text, age))


def _said(text: str, seconds: float) -> Message:
    return Message("step", text, {"seconds": int(seconds)})


def _awaited(run: Run) -> tuple[Run, float] | None:
    """The step that `run` stands in or waits for, and since when."""
    step = run.lane.occupied if run.lane is not None else None
    if step is None or (step[0] is not run and not (run.wants_steps or run.has_orders)):
        return None
    return step
