"""The workers of a server: begun, replaced when they end or hang, and brought to their end."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from core.places import NotBegunError
from core.places.member import START, Member
from core.places.settings import Settings
from core.places.slots import Slot
from core.places.wire import GoneError

BUILDS = 1_000_000  # of runs in one process: those of the next count from there
END = 4.0  # seconds for workers to write what they have
log = logging.getLogger(__name__)


class Hiring(Protocol):
    """By whom workers are begun: processes of this machine (process.py), actors of a cluster (cluster.py)."""

    @property
    def tries(self) -> int:
        """So many workers in a row may end before their first word."""

    def begin(
        self,
        slot: int,
        first_build: int,
        lost: Callable[[Member], None],
        heard: Callable[[Member], None],
    ) -> Member: ...

    def may_stand_in(self, gpu: bool) -> bool:
        """Whether the spare worker can take the place of one, of one on a GPU."""

    def close(self) -> None:
        """All workers have ended."""


class Crew:
    """`brings_back` gets a slot that has another worker, before it is `up`; `heard` with every word."""

    def __init__(
        self,
        settings: Settings,
        hiring: Hiring,
        brings_back: Callable[[Slot], None],
        heard: Callable[[Member], None],
    ) -> None:
        self.slots = [Slot(n, gpu=n >= settings.workers) for n in range(settings.slots)]
        self.lost = 0  # workers that were replaced
        self._settings, self._hiring = settings, hiring
        self._brings_back, self._heard = brings_back, heard
        self._lock = threading.RLock()
        self._begun = 0
        self._failed = 0  # spare workers in a row that have ended before their first word
        self._spare: Member | None = None
        self._closing = False
        self._replaced: set[Member] = set()
        for slot in self.slots:
            slot.worker = self._begin(slot.number)
        for slot in self.slots:
            worker = slot.worker
            if worker is None or not worker.ready.wait(START) or worker.ended:
                self.close()
                raise NotBegunError("A worker could not be started: the log says why.")
            slot.up.set()
        if settings.spare:
            self._spare = self._begin(0)

    def of(self, worker: Member) -> Slot | None:
        return next((slot for slot in self.slots if slot.worker is worker), None)

    def close(self) -> bool:
        """Whether all ended by themselves."""
        with self._lock:
            self._closing = True
            spare, self._spare = self._spare, None
            workers = [slot.worker for slot in self.slots if slot.worker is not None]
        for slot in self.slots:
            slot.up.clear()
        if spare is not None:
            spare.kill()
        until = time.monotonic() + END
        for worker in workers:
            worker.terminate()
        ended = [worker.wait(until - time.monotonic()) for worker in workers]
        for worker in workers:
            worker.kill()
        self._hiring.close()
        return all(ended)

    def _closes(self) -> bool:
        return self._closing

    def _begin(self, slot: int) -> Member:
        self._begun += 1
        return self._hiring.begin(slot, self._begun * BUILDS, self._replace, self._heard)

    # ---- on the thread of a worker that has ended -----------------------------------------------
    def _replace(self, gone: Member) -> None:
        with self._lock:
            if self._closing:
                return
            slot = self.of(gone)
            if slot is None and self._spare is gone:
                log.error("the spare worker (%s) is lost", gone.name)
                self._failed = 0 if gone.told else self._failed + 1
                self._spare = self._begin(0) if self._failed < self._hiring.tries else None
            if slot is None or gone in self._replaced:
                return
            self._replaced.add(gone)
            slot.up.clear()
            self.lost += 1
        began = time.monotonic()
        log.error("worker %d (%s) is lost: its runs go on in another", slot.number, gone.name)
        for _ in range(self._hiring.tries):
            with self._lock:
                if self._closes():
                    return
                worker = self._spare
                if worker is None or not self._fits(worker, slot):
                    worker = self._begin(slot.number)
                self._spare = None if worker is self._spare else self._spare
            if worker.ready.wait(START) and not worker.ended:
                break
        else:
            log.error("worker %d could not be replaced: its runs stand still", slot.number)
            return
        self._take_over(slot, worker, began)

    def _fits(self, spare: Member, slot: Slot) -> bool:
        """One that begins yet is as good as another that would have to."""
        here = spare.fresh or not spare.ready.is_set()
        return here and self._hiring.may_stand_in(slot.gpu)

    def _take_over(self, slot: Slot, worker: Member, began: float) -> None:
        slot.worker = worker
        try:
            self._brings_back(slot)
        except GoneError:
            if worker.ended:  # before it was known to be this slot's
                self._replace(worker)
            return
        slot.up.set()
        seconds = time.monotonic() - began
        log.info("worker %d goes on as %s after %.1f s", slot.number, worker.name, seconds)
        with self._lock:
            if self._settings.spare and self._spare is None and not self._closing:
                self._spare = self._begin(0)
