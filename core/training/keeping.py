"""A run that was kept on disk (core/store), and how it comes back."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

from core.i18n import N_
from core.params import Config, Message, ParamError
from core.playgrounds.contract import Algorithm
from core.training import memory
from core.training.device import resolve
from core.training.packed import Packed, unpack
from core.training.trained_run import Status, TrainedRun

log = logging.getLogger(__name__)
NEW = 60.0  # seconds for which a run that has come back says so
LOST = N_("What was stored of this run can't be read any more, so it begins anew.")
ANEW = N_(
    "The process that trained this run has ended, and nothing of it was stored: it begins anew."
)
# From so many seconds on, with the seconds in the unit of the sentence.
AGES = (
    (172_800.0, 86_400.0, N_("This run is back as it was stored {age} days ago, at step {step}.")),
    (7200.0, 3600.0, N_("This run is back as it was stored {age} hours ago, at step {step}.")),
    (120.0, 60.0, N_("This run is back as it was stored {age} minutes ago, at step {step}.")),
    (0.0, 1.0, N_("This run is back as it was stored {age} s ago, at step {step}.")),
)


@dataclass(frozen=True)
class Kept:
    """A run in the store. `read` gives its session (slow; raises ParamError), `drop` takes it out."""

    id: str
    owner: str
    algorithm: type[Algorithm]
    config: Config
    device: str
    status: Status
    reason: Message | None
    gear: str
    tab: str
    stops: bool
    step: int
    saved: float  # time.time()
    read: Callable[[], Packed]
    drop: Callable[[], None]

    def told(self) -> Message:
        """That it is back, and how old it is."""
        age = max(time.time() - self.saved, 0.0)
        unit, text = next((unit, text) for least, unit, text in AGES if age >= least)
        return Message("store", text, {"age": round(age / unit), "step": f"{self.step:,}"})


def room_for(run: TrainedRun) -> torch.device:
    """The device of a run that begins as it was saved. Raises ParamError where there is no room for it."""
    where = resolve(run.device)
    memory.check(run.algorithm_class, run.config, where, room=run.room(run.config))
    return where


def come_back(run: TrainedRun, kept: Kept) -> None:
    """On the thread that builds: as it was kept; where that can't be read, from the beginning."""
    try:
        where = room_for(run)
    except ParamError as error:
        run._refuse(error)
        return
    try:
        session = unpack(kept.read(), run.algorithm_class, where)
    except Exception as error:
        log.warning("run %s can't be brought back and begins anew: %s", run.id, error)
        kept.drop()
        run.note = Message("store", LOST)
        run._rebuild(run.config, run.device, keep=False)
        return
    run._enter(session, pause=True)
    run.pace.shift(kept.gear)
    run._stops = kept.stops
    if kept.status == "running":
        run._play()
    else:
        run._end(kept.status, kept.reason)
    run.note = kept.told()
