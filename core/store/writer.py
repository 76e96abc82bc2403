"""The thread that writes runs to the database, and what it does when that can't be had."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator

from core.i18n import N_
from core.params import Message
from core.store.database import Database, Row, file_of, identity, is_damage, set_aside
from core.store.settings import MB, Settings

GATHERED = 0.2  # seconds in which runs come together in one transaction
CHORES = 60.0  # seconds between two rounds of cleaning
RETRY = 15.0  # seconds after which a store that failed is tried again
ENOUGH = 1e6  # bytes of which it can be told how long they take
FULL = N_(
    "The disk of this server is full, so runs are not stored at the moment: a restart would lose them."
)
CLOSED = N_(
    "The store of runs can't be written to, so none is stored at the moment: a restart would lose them."
)
AWAY = N_(
    "The store of runs can't be reached, so none is stored at the moment: a restart would lose them."
)
SIGNS = (("full", FULL), ("no space", FULL), ("readonly", CLOSED), ("read-only", CLOSED),
         ("permission", CLOSED))  # fmt: skip
log = logging.getLogger(__name__)


class Writer:
    """Takes the newest of each run; whoever offers never waits for the disk.

    `database` is None while there is none; `trouble` says why nothing is written. `generation` rises where
    something written was lost, so that all has to be written again; `taken` are runs that another server has.
    """

    def __init__(
        self, settings: Settings, alive: Callable[[], Collection[str]], cleans: bool = True
    ) -> None:
        """Unless it `cleans`, another process of this server does."""
        self.database: Database | None = None
        self.trouble: Message | None = None
        self.generation = 0
        self.taken: set[str] = set()
        self.seconds = 0.0  # that a byte takes
        self.written = self.failed = 0  # runs; and times that something failed
        self._settings, self._alive, self._cleans = settings, alive, cleans
        self.chores: list[Callable[[], None]] = []  # what else is to be cleaned now and then
        self._pending: dict[str, Callable[[], Row]] = {}
        self._lock = threading.Lock()
        self._awake, self._stop = threading.Event(), threading.Event()
        self._retry = 0.0
        self._met: int | None = None  # the file that was opened last
        self._broken: Exception | None = None  # what a reader has met
        self._chores = 0.0  # when they are due
        self._open()
        self._thread = threading.Thread(target=self._work, name="learnscope-store", daemon=True)
        self._thread.start()

    @property
    def ready(self) -> bool:
        """Whether it makes sense to offer something now."""
        return self.trouble is None or time.monotonic() >= self._retry

    def offer(self, run_id: str, row: Callable[[], Row]) -> None:
        """Have `row()` written, in the place of what was offered of this run before."""
        with self._lock:
            self._pending[run_id] = row
        self._awake.set()

    def report(self, error: Exception) -> None:
        """Somebody who reads has met this."""
        self._broken = error
        self._awake.set()

    def close(self, patience: float) -> bool:
        """Writes what waits. Whether that took no longer than `patience`."""
        self._stop.set()
        self._awake.set()
        self._thread.join(patience)
        done = not self._thread.is_alive()
        if done and self.database is not None:
            self.database.close()
        return done

    # ---- the thread ---------------------------------------------------------------------------
    def _work(self) -> None:
        while not self._stop.is_set():
            self._awake.wait(max(self._chores - time.monotonic(), GATHERED))
            self._stop.wait(GATHERED)
            self._awake.clear()
            self._guarded(self._turn)
        self._guarded(self._write)

    def _guarded(self, act: Callable[[], None]) -> None:
        """Whatever a database does, the thread goes on and training does not hear of it."""
        try:
            act()
        except Exception as error:
            self._failed(error)

    def _turn(self) -> None:
        if self._broken is not None:
            error, self._broken = self._broken, None
            raise error
        self._write()
        now = time.monotonic()
        if now >= self._chores and self.database is not None and self.trouble is None:
            self._chores = now + CHORES
            alive = self._alive()
            self.database.beat(alive)
            if not self._cleans:
                return
            days, size = self._settings.days, self._settings.megabytes * MB
            gone = self.database.clean(days, size, alive)
            if gone:
                log.info("%d old runs were taken out of the store", len(gone))
            for chore in self.chores:
                chore()

    def _write(self) -> None:
        with self._lock:
            pending, self._pending = self._pending, {}
        if not pending or not self.ready:
            return
        if self.database is None and not self._open():
            return
        assert self.database is not None
        began, size = time.monotonic(), 0

        def rows() -> Iterator[Row]:
            nonlocal size
            for made in pending.values():
                row = made()
                size += row["size"]
                yield row

        taken = self.database.write(rows())
        for run_id in taken - self.taken:
            log.warning("run %s is another server's now and is not stored here any more", run_id)
        self.taken |= taken
        self.written += len(pending) - len(taken)
        if size > ENOUGH:
            self.seconds = (time.monotonic() - began) / size
        if self.trouble is not None:
            log.warning("runs are stored again")
            self.trouble = None

    def _open(self) -> bool:
        """Whether there is a database. A damaged file makes room for a new one."""
        try:
            file = file_of(self._settings.url)
            self._met = identity(file)
            try:
                self.database = Database(self._settings.url)
            except Exception as error:
                if not self._set_aside(error):
                    raise
                self.database = Database(self._settings.url)
            self._met = identity(file)
        except Exception as error:
            self._say(error)
        return self.database is not None

    def _failed(self, error: Exception) -> None:
        self.generation += 1
        if self._set_aside(error):
            self._open()
        else:
            self._say(error)

    def _set_aside(self, error: Exception) -> bool:
        """Whether a damaged file stood in the way, and does no longer."""
        if not is_damage(error):
            return False
        file = file_of(self._settings.url)
        if file is None or self._met is None:
            return False
        if self.database is not None:
            self.database.close()
            self.database = None
        try:
            aside = set_aside(file, self._met)
        except OSError:
            return False
        if aside is None:  # another process of this server was quicker
            return True
        log.error("the store %s is damaged: it is now %s, and a new one is begun (%s)", file, aside.name,
                  _brief(error))  # fmt: skip
        return True

    def _say(self, error: Exception) -> None:
        """Once for each kind of trouble, until it is over."""
        self._retry = time.monotonic() + RETRY
        self.failed += 1
        text = kind_of(error)
        if self.trouble is None or self.trouble.text != text:
            log.error("runs are not stored: %s", _brief(error))
            self.trouble = Message("store", text)


def kind_of(error: Exception) -> str:
    """What the trouble is: FULL, CLOSED or AWAY."""
    words = str(error).lower()
    return next((text for sign, text in SIGNS if sign in words), AWAY)


def _brief(error: Exception) -> str:
    """The first line, without the statement and its values, which SQLAlchemy tells as well."""
    return (
        f"{type(error).__name__}: {str(error).splitlines()[0][:200]}" if str(error) else repr(error)
    )


__all__ = ["CHORES", "RETRY", "Writer"]
