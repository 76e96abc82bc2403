"""The table of runs in a database: a SQLite file, or whatever else SQLAlchemy can reach by its address.

Raises what SQLAlchemy raises; writer.py knows what to make of it.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection

from core.store.server import alive, me

PATIENCE = 3  # seconds to wait for a server, or for another process that writes
LATEST = 50  # of one owner's runs, in which the right configuration is looked for
DAY = 86_400.0
DRIVERS = ("psycopg", "psycopg2")  # that know connect_timeout
DAMAGED = ("malformed", "not a database", "file is encrypted", "has no column", "no such column")
metadata = sql.MetaData()
runs = sql.Table(
    "learnscope_runs",
    metadata,
    sql.Column("id", sql.String(40), primary_key=True),
    sql.Column("owner", sql.String(64), nullable=False),
    sql.Column("algorithm", sql.String(40), nullable=False),
    sql.Column("tab", sql.String(64), nullable=False),
    sql.Column("server", sql.String(80), nullable=False),
    sql.Column("config", sql.Text, nullable=False),  # JSON, as all texts below
    sql.Column("device", sql.String(16), nullable=False),
    sql.Column("status", sql.String(16), nullable=False),
    sql.Column("reason", sql.Text, nullable=False),
    sql.Column("gear", sql.String(16), nullable=False),
    sql.Column("stops", sql.Boolean, nullable=False),
    sql.Column("step", sql.BigInteger, nullable=False),
    sql.Column("born", sql.Double, nullable=False),  # time.time(), as the others
    sql.Column("seen", sql.Double, nullable=False),  # when it was last in a server's memory
    sql.Column("saved", sql.Double, nullable=False),
    sql.Column("size", sql.BigInteger, nullable=False),  # bytes of what comes next, and last
    sql.Column("crc", sql.BigInteger, nullable=False),  # CRC-32 of it
    sql.Column("packed", sql.LargeBinary, nullable=False),
    sql.Index("learnscope_runs_owner", "owner", "algorithm"),
    sql.Index("learnscope_runs_tab", "tab"),
)
FACTS = [column for column in runs.columns if column.name != "packed"]
Row = Mapping[str, Any]


class Database:
    """A connection to it is made here: a file that can't be had, or a server that isn't there, raises."""

    def __init__(self, url: str) -> None:
        found = make_url(url)
        self._began = time.time(), time.monotonic()
        self.file = file_of(url)
        if self.file is not None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.touch(mode=0o600)  # it names its viewers
        options: dict[str, Any] = {}
        if found.get_driver_name() in DRIVERS:
            options["connect_args"] = {"connect_timeout": PATIENCE}
        self.engine: Engine = sql.create_engine(found, pool_pre_ping=self.file is None, **options)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _prepare)
        try:
            metadata.create_all(self.engine)
        except sql.exc.DBAPIError as error:  # another process was just making the same
            if "already exists" not in str(error):
                raise
            metadata.create_all(self.engine)
        with self.engine.connect() as connection:
            connection.execute(sql.select(runs).limit(0))  # whether it has our columns

    def close(self) -> None:
        self.engine.dispose()

    # ---- writing ------------------------------------------------------------------------------
    def write(self, rows: Iterable[Row]) -> set[str]:
        """All of them, or none where something raises. The runs that another server has taken over, of
        which nothing was written, are returned."""
        taken: set[str] = set()
        with self.engine.begin() as connection:
            for row in rows:
                if not _put(connection, {**row, "server": me()}):
                    taken.add(row["id"])
        return taken

    def beat(self, alive: Collection[str]) -> None:
        """These runs are in this server's memory."""
        statement = sql.update(runs).values(seen=time.time())
        mine = runs.c.id.in_(list(alive)) & (runs.c.server == me())
        with self.engine.begin() as connection:
            connection.execute(statement.where(mine))

    def drop(self, ids: Collection[str]) -> None:
        with self.engine.begin() as connection:
            connection.execute(sql.delete(runs).where(runs.c.id.in_(list(ids))))

    def clean(self, days: float, size: float, kept: Collection[str]) -> list[str]:
        """Takes out what nobody has had in memory for `days`, then the oldest until all need no more than
        `size` bytes; never one of `kept`, nor one of another server that is running. Which it was."""
        columns = (runs.c.id, runs.c.server, runs.c.seen, runs.c.size)
        with self.engine.connect() as connection:
            rows = connection.execute(sql.select(*columns).order_by(runs.c.seen)).all()
        total, oldest = sum(row.size for row in rows), self._now() - DAY * days
        gone = []
        for row in rows:
            old = row.seen < oldest
            if (old or total > size) and row.id not in kept and not alive(row.server):
                gone.append(row.id)
                total -= row.size
        for first in range(0, len(gone), 500):  # a statement takes so many values and no more
            self.drop(gone[first : first + 500])
        if gone:
            self.shrink()
        return gone

    def shrink(self) -> None:
        """Gives the room of what was taken out back to the disk, where the file does not do so by itself."""
        if self.engine.dialect.name != "sqlite":
            return
        with self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.executescript("PRAGMA incremental_vacuum")  # to its end; execute does one page

    def _now(self) -> float:
        """time.time(), or what it would be had the clock not been set forward since the database was opened:
        a clock that jumps by a month must not throw away what a class did yesterday."""
        wall, steady = self._began
        return min(time.time(), wall + time.monotonic() - steady)

    # ---- reading ------------------------------------------------------------------------------
    def find(self, run_id: str) -> Row | None:
        return next(iter(self._rows(runs.c.id == run_id)), None)

    def of(self, owner: str, algorithm: str) -> list[Row]:
        return self._rows((runs.c.owner == owner) & (runs.c.algorithm == algorithm))

    def shown(self, tab: str, algorithm: str) -> list[Row]:
        return self._rows((runs.c.tab == tab) & (runs.c.algorithm == algorithm))

    def packed(self, run_id: str) -> bytes:
        """Raises LookupError where it is not there, or not as it was written."""
        asked = sql.select(runs.c.packed, runs.c.crc).where(runs.c.id == run_id)
        with self.engine.connect() as connection:
            row = connection.execute(asked).one_or_none()
        if row is None or zlib.crc32(row.packed) != row.crc:
            raise LookupError("not there" if row is None else "not as it was written")
        found: bytes = row.packed
        return found

    def _rows(self, which: sql.ColumnElement[bool]) -> list[Row]:
        """Facts, newest first."""
        asked = sql.select(*FACTS).where(which).order_by(runs.c.saved.desc()).limit(LATEST)
        with self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(asked).mappings()]


def row_of(
    *, reason: Mapping[str, Any] | None, config: Mapping[str, Any], packed: bytes, **facts: Any
) -> Row:
    now = time.time()
    texts = {"reason": json.dumps(reason), "config": json.dumps(config)}
    bytes_ = {"size": len(packed), "crc": zlib.crc32(packed), "packed": packed}
    return {**facts, **texts, "born": now, "seen": now, **bytes_}


def file_of(url: str) -> Path | None:
    """The file of a SQLite database, where there is one that may be made, and set aside."""
    found = make_url(url)
    name = found.database or ""
    if found.get_backend_name() != "sqlite" or name in ("", ":memory:") or name.startswith("file:"):
        return None
    return Path(name)


def is_damage(error: BaseException) -> bool:
    """Whether a SQLite file is none, or is broken, or has other columns than ours."""
    return any(words in str(error) for words in DAMAGED)


def identity(file: Path | None) -> int | None:
    """By which a file is known from another that has taken its name; None where there is none."""
    try:
        return file.stat().st_ino if file is not None else None
    except OSError:
        return None


def set_aside(file: Path, damaged: int) -> Path | None:
    """Gives a damaged file, and what SQLite keeps beside it, another name. None where the file is no longer
    the one that was: of several processes that meet the damage one does it."""
    with _alone(file):
        return _aside(file) if identity(file) == damaged else None


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """No two processes of this machine at a time."""
    try:
        import fcntl
    except ImportError:  # Windows, where one process trains
        yield
        return
    with file.with_name(f"{file.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _aside(file: Path) -> Path:
    aside = file.with_name(f"{file.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    for end in ("", "-wal", "-shm"):
        part = file.with_name(file.name + end)
        if part.exists():
            part.replace(aside.with_name(aside.name + end))
    return aside


def _put(connection: Connection, row: Row) -> bool:
    """Writes one run, unless it is another server's."""
    here = runs.c.id == row["id"]
    change = {name: value for name, value in row.items() if name != "born"}
    done = connection.execute(sql.update(runs).where(here, runs.c.server == me()).values(**change))
    if done.rowcount:
        return True
    other = connection.execute(sql.select(runs.c.server).where(here)).scalar()
    if other is None:
        connection.execute(sql.insert(runs).values(**row))
    elif alive(other):
        return False
    else:
        connection.execute(sql.update(runs).where(here).values(**change))
    return True


def _prepare(connection: DBAPIConnection, _: object) -> None:
    """SQLite: a writer that no reader waits for, and a file that gives room back."""
    cursor = connection.cursor()
    for words in (
        f"busy_timeout = {1000 * PATIENCE}",
        "auto_vacuum = incremental",  # takes hold before there is a table
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "journal_size_limit = 33554432",
    ):
        cursor.execute(f"PRAGMA {words}")
    cursor.close()
