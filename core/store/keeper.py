"""When a run is written, and how it is found again: the engine's `Keeper`."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from core.i18n import N_
from core.params import Message, ParamError
from core.playgrounds import lookup, names
from core.store.database import Database, Row, row_of
from core.store.library import Library
from core.store.server import alive
from core.store.settings import MB, Settings
from core.store.writer import AWAY, CLOSED, FULL, Writer
from core.training.keeping import NEW, Kept
from core.training.pace import Budget
from core.training.packed import Packed, configured, pack
from core.training.run import Run

SHARE = 0.02  # of a run's time at most goes into copies
LANE = 0.03  # and of all runs on one thread
SAVED, OWED = 0.1, 0.2  # seconds of them in one go, and for the slowest
WRITING = 0.1  # of the time a run may be being written
SOON = 0.5  # seconds between two writings of one that pauses or ends
LAST = 1.0  # seconds for copies when the server ends, and as many again for the disk
STATES: dict[str, str] = {str(FULL): "full", str(CLOSED): "closed", str(AWAY): "away"}
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Entry:
    """What was written last of a run."""

    key: tuple[Any, ...] = ()
    soonest: float = 0.0  # time.monotonic() at which it may be written again, where it rests,
    due: float = 0.0  # and where it trains
    given_up: bool = False


class Store:
    """Copies on the thread that trains, and no more; bytes are made and written on the writer's."""

    def __init__(
        self, settings: Settings, ids: Callable[[], Collection[str]], cleans: bool = True
    ) -> None:
        self._settings = settings
        self._entries: dict[str, Entry] = {}
        self._budgets: dict[int, Budget] = {}  # by thread
        self._closed = False
        self.writer = Writer(settings, ids, cleans)
        self.library = Library(settings, self.writer)
        self.writer.chores.append(self.library.clean)

    # ---- the thread that trains ---------------------------------------------------------------
    def look(self, run: Run) -> None:
        now = time.monotonic()
        trouble = self.writer.trouble
        if run.note is not None or trouble is not None:
            _tell(run, trouble, now)
        entry = self._entries.get(run.id)
        if entry is None:
            if not run.step or not run.owner:  # there is nothing in it, or it is nobody's
                return
            entry = self._entries[run.id] = Entry()
        key = self._key(run)
        if key == entry.key or now < entry.soonest:
            return
        rests = not run.wants_steps  # nothing more comes by itself
        if (rests or now >= entry.due) and self.writer.ready:
            budget = self._budgets.setdefault(threading.get_ident(), Budget(LANE, SAVED, OWED))
            if budget.allows(now) or rests:
                budget.spend(self._take(run, entry, key, now))

    def forget(self, run: Run) -> None:
        self._entries.pop(run.id, None)

    def close(self, runs: Iterable[Run]) -> None:
        if self._closed:
            return
        self._closed = True
        until = time.monotonic() + LAST
        for run in runs:
            entry, key = self._entries.get(run.id), self._key(run)
            now = time.monotonic()
            if entry is not None and key != entry.key and now < until and self.writer.ready:
                self._take(run, entry, key, now)
        self.writer.close(LAST)

    def _key(self, run: Run) -> tuple[Any, ...]:
        """What changes with anything that is worth being written."""
        return (run.build, run.revision, run.status, run.tab, self.writer.generation)

    def _take(self, run: Run, entry: Entry, key: tuple[Any, ...], now: float) -> float:
        """Hands a copy of the run to the writer; seconds that the thread's processor spent on it."""
        if entry.given_up or run.session is None or run.status == "failed":
            entry.key = key
            return 0.0
        began = time.thread_time()
        try:
            with run.computing():
                packed = pack(run.session)
        except Exception as error:  # it trains on all the same
            log.error("run %s can't be stored", run.id, exc_info=error)
            entry.given_up = True
            return 0.0
        spent = time.thread_time() - began
        if packed.size > self._settings.megabytes * MB:
            log.warning("run %s needs more room than LEARNSCOPE_STORE_MB leaves", run.id)
            entry.given_up = True
            return spent
        if run.id in self.writer.taken:
            entry.given_up = True
            return spent
        self.writer.offer(run.id, _row(run, packed))
        every = max(self._settings.every, packed.size * self.writer.seconds / WRITING)
        entry.key = key
        entry.soonest = now + max(min(SOON, every), spent / SHARE)
        entry.due = now + max(every, spent / SHARE)
        return spent

    def facts(self) -> dict[str, int | str]:
        trouble = self.writer.trouble
        state = "reachable" if trouble is None else STATES.get(str(trouble.text), "away")
        return {"state": state, "written": self.writer.written, "failed": self.writer.failed}

    # ---- any thread ---------------------------------------------------------------------------
    def find(self, run_id: str) -> Kept | None:
        return self._first(lambda database: [row for row in [database.find(run_id)] if row])

    def newest(
        self, owner: str, algorithm: str, config: Any, alive: Collection[str]
    ) -> Kept | None:
        wanted = json.loads(json.dumps(config.to_json()))
        return self._first(
            lambda database: [
                row
                for row in database.of(owner, algorithm)
                if row["id"] not in alive and json.loads(row["config"]) == wanted
            ]
        )

    def shown(self, tab: str, algorithm: str) -> Kept | None:
        return self._first(lambda database: database.shown(tab, algorithm))

    def _first(self, asked: Callable[[Database], list[Row]]) -> Kept | None:
        """The first of the rows that can be brought back."""
        database = self.writer.database
        if database is None:
            return None
        try:
            rows = asked(database)
        except Exception as error:
            self.writer.report(error)
            return None
        for row in rows:
            if not alive(row["server"]) and row["algorithm"] in names():
                try:
                    return _kept(row, database)
                except (ParamError, ValueError, KeyError, TypeError) as error:
                    log.warning("run %s was left out of the store: %s", row["id"], error)
                    _drop(database, row["id"])
        return None


def _tell(run: Run, trouble: Message | None, now: float) -> None:
    """Keeps what a run's viewers are told up to date: what is wrong, else that it has come back."""
    before = run.note
    if trouble is not None and run.step:
        run.note = trouble
    elif trouble is None and before is not None and _is_over(before, now - run.born):
        run.note = None
    if run.note is not before:
        run.revision += 1


def _is_over(note: Message, age: float) -> bool:
    """Whether a note of the store, there being no trouble, has said enough of a run of that age."""
    return note.param == "store" and (note.text in (FULL, CLOSED, AWAY) or age > NEW)


def _row(run: Run, packed: Packed) -> Callable[[], Row]:
    """What makes the row, with the bytes; what of the run it needs is taken now."""
    status = "running" if run.auto_paused else run.status
    facts: dict[str, Any] = {
        "id": run.id,
        "owner": run.owner,
        "algorithm": packed.algorithm,
        "tab": run.tab,
        "device": str(packed.facts["device"]),
        "status": status,
        "gear": run.pace.gear,
        "stops": run._stops,
        "step": packed.step,
        "saved": time.time(),
    }
    reason = run.reason.to_json() if run.reason is not None and not run.auto_paused else None
    return lambda: row_of(**facts, reason=reason, config=packed.values, packed=packed.to_bytes())


def _kept(row: Row, database: Database) -> Kept:
    """Raises what a row does that is none of this version's."""
    run_id, algorithm = row["id"], lookup(row["algorithm"])
    reason = json.loads(row["reason"])

    def read() -> Packed:
        try:
            packed = Packed.from_bytes(database.packed(run_id))
        except LookupError as error:
            text = N_("This is no saved run: {error}.")
            raise ParamError(Message("file", text, {"error": str(error)})) from None
        return packed

    return Kept(
        id=run_id,
        owner=row["owner"],
        algorithm=algorithm,
        config=configured(json.loads(row["config"]), algorithm),
        device=row["device"],
        status=row["status"],
        reason=Message.of(reason) if reason is not None else None,
        gear=row["gear"],
        tab=row["tab"],
        stops=row["stops"],
        step=row["step"],
        saved=row["saved"],
        read=read,
        drop=lambda: _drop(database, run_id),
    )


def _drop(database: Database, run_id: str) -> None:
    try:
        database.drop([run_id])
    except Exception as error:
        log.warning("run %s could not be taken out of the store: %s", run_id, error)
