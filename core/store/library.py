"""Named runs in the store's database: whose they are, how many there may be, and what is said where it can't
be had."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection

from core.i18n import N_
from core.params import Message, ParamError
from core.store import shelf
from core.store.database import DAY, Database
from core.store.settings import MB, Settings
from core.store.writer import CLOSED as WRITER_CLOSED
from core.store.writer import FULL as WRITER_FULL
from core.store.writer import Writer, kind_of
from core.training.library import Shelved, named

LARGEST = 64.0  # megabytes of one run's file: as much as a page takes when it is opened again
UNDO = 600.0  # seconds for which what was deleted can be brought back
FULL = N_("The disk of this server is full, so the library can't be changed at the moment.")
CLOSED = N_("The library can't be written to at the moment.")
AWAY = N_("The library can't be reached at the moment. Pages work on without it; try again later.")
BUSY = N_("The library is busy at the moment: try again.")
GONE = N_("This run is no longer in the library.")
log = logging.getLogger(__name__)


class Library:
    """All methods may be called from any thread; they wait for the database."""

    def __init__(self, settings: Settings, writer: Writer) -> None:
        self._settings, self._writer = settings, writer
        self._lock = threading.Lock()  # of who looks whether there is room
        self._known: Database | None = None  # the one in which the table is known to be

    def keep(self, owner: str, run: Shelved, file: bytes) -> None:
        if len(file) > LARGEST * MB:
            text = N_(
                "This run takes {size:.0f} MB; the library takes at most {most:.0f} MB of one."
            )
            raise _refused(text, size=len(file) / MB, most=LARGEST)
        with self._lock, self._asked() as connection:
            self._check(connection, owner, len(file))
            shelf.put(connection, owner, run, file)
            self._make_room(connection)

    def of(self, owner: str) -> list[Shelved]:
        with self._asked() as connection:
            found = shelf.of(connection, owner)
        return [run for run in found if not run.deleted or time.time() - run.deleted < UNDO]

    def file(self, owner: str, run_id: str) -> bytes:
        with self._asked() as connection:
            found = shelf.file(connection, owner, run_id)
        if found is None:
            raise _refused(GONE)
        try:
            self._change(owner, run_id, used=time.time())
        except ParamError:  # it can be read, and that is enough
            log.warning("the library could not be told that run %s was used", run_id)
        return found

    def rename(self, owner: str, run_id: str, name: str) -> None:
        self._change(owner, run_id, name=named(name), used=time.time())

    def delete(self, owner: str, run_id: str) -> None:
        self._change(owner, run_id, deleted=time.time())

    def restore(self, owner: str, run_id: str) -> None:
        with self._lock, self._asked() as connection:
            self._check(connection, owner, 0)
            if not shelf.change(connection, owner, run_id, deleted=0.0):
                raise _refused(GONE)

    def clean(self) -> None:
        """What is too old or too much goes. Raises what the database raises: the writer calls it."""
        database = self._writer.database
        if database is None:
            return
        self._prepare(database)
        with database.engine.begin() as connection:
            gone = self._make_room(connection)
        if gone:
            database.shrink()
            log.info("%d runs were taken out of the library", gone)

    # ---- the database -------------------------------------------------------------------------
    def _make_room(self, connection: Connection) -> int:
        """How many had to go."""
        unused, most = self._settings.library_days * DAY, self._settings.library_megabytes * MB
        gone = shelf.overdue(connection, UNDO, unused, most)
        shelf.drop(connection, gone)
        return len(gone)

    def _change(self, owner: str, run_id: str, **values: object) -> None:
        with self._asked() as connection:
            if not shelf.change(connection, owner, run_id, **values):
                raise _refused(GONE)

    def _check(self, connection: Connection, owner: str, size: int) -> None:
        """Raises ParamError where there is no room for another run of so many bytes."""
        settings = self._settings
        count, bytes_ = shelf.room(connection, owner)
        if count >= settings.library_each:
            text = N_(
                "Your library is full: it holds {most:.0f} runs. Delete one, or save this as a file."
            )
            raise _refused(text, most=settings.library_each)
        if bytes_ + size > settings.library_each_megabytes * MB:
            text = N_(
                "Your library is full: its runs may take {most:.0f} MB, and {have:.0f} MB are taken."
                " Delete one, or save this as a file."
            )
            raise _refused(text, most=settings.library_each_megabytes, have=bytes_ / MB)

    @contextmanager
    def _asked(self) -> Iterator[Connection]:
        """All of what is done in it, or nothing; whatever the database does becomes a sentence."""
        database = self._writer.database
        if database is None:
            raise _refused(AWAY)
        try:
            self._prepare(database)
            with database.engine.begin() as connection:
                yield connection
        except ParamError:
            raise
        except Exception as error:
            log.warning("the library can't be had: %s", type(error).__name__)
            if "locked" in str(error).lower():  # somebody writes for longer than one waits
                raise _refused(BUSY) from error
            self._writer.report(error)
            kinds: dict[str, str] = {WRITER_FULL: FULL, WRITER_CLOSED: CLOSED}
            raise _refused(kinds.get(kind_of(error), AWAY)) from error

    def _prepare(self, database: Database) -> None:
        """The table, in a database that is older than the library."""
        if self._known is not database:
            shelf.shelf.create(database.engine, checkfirst=True)
            self._known = database


def _refused(text: str, **values: object) -> ParamError:
    return ParamError(Message("library", text, values), "")
