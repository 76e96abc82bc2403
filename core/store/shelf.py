"""The table of the library: named runs, each with the file that it is opened from."""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Iterable

import sqlalchemy as sql
from sqlalchemy.engine import Connection

from core.store.database import metadata
from core.training.library import Shelved

shelf = sql.Table(
    "learnscope_library",
    metadata,
    sql.Column("id", sql.String(40), primary_key=True),
    sql.Column("owner", sql.String(64), nullable=False),  # `key` of the viewer
    sql.Column("name", sql.Text, nullable=False),
    sql.Column("algorithm", sql.String(40), nullable=False),
    sql.Column("config", sql.Text, nullable=False),  # JSON, as the next
    sql.Column("latest", sql.Text, nullable=False),
    sql.Column("step", sql.BigInteger, nullable=False),
    sql.Column("kept", sql.Double, nullable=False),  # time.time(), as the others
    sql.Column("used", sql.Double, nullable=False),  # when it was last opened, renamed or kept
    sql.Column("deleted", sql.Double, nullable=False),  # 0.0 where it isn't
    sql.Column("picture", sql.LargeBinary, nullable=False),
    sql.Column("size", sql.BigInteger, nullable=False),  # bytes of what comes last
    sql.Column("crc", sql.BigInteger, nullable=False),  # CRC-32 of it
    sql.Column("file", sql.LargeBinary, nullable=False),
    sql.Index("learnscope_library_owner", "owner"),
)
FACTS = [column for column in shelf.columns if column.name not in ("owner", "used", "crc", "file")]


def key(viewer: str) -> str:
    """What stands for a viewer: whoever reads a library that is kept for months learns no cookie."""
    return hashlib.sha256(f"learnscope library {viewer}".encode()).hexdigest()


def put(connection: Connection, owner: str, run: Shelved, file: bytes) -> None:
    facts = {
        "id": run.id,
        "name": run.name,
        "algorithm": run.algorithm,
        "config": json.dumps(dict(run.config)),
        "latest": json.dumps(dict(run.latest)),
        "step": run.step,
        "kept": run.kept,
        "used": run.kept,
        "deleted": 0.0,
        "picture": run.picture,
    }
    bytes_ = {"size": len(file), "crc": zlib.crc32(file), "file": file}
    connection.execute(sql.insert(shelf).values(owner=key(owner), **facts, **bytes_))


def of(connection: Connection, owner: str) -> list[Shelved]:
    """Newest first."""
    asked = sql.select(*FACTS).where(shelf.c.owner == key(owner)).order_by(shelf.c.kept.desc())
    return [
        Shelved(**{**row, "config": json.loads(row["config"]), "latest": json.loads(row["latest"])})
        for row in connection.execute(asked).mappings()
    ]


def room(connection: Connection, owner: str) -> tuple[int, int]:
    """How many runs the owner has, and their bytes; without what is deleted."""
    count, size = sql.func.count(), sql.func.coalesce(sql.func.sum(shelf.c.size), 0)
    mine = (shelf.c.owner == key(owner)) & (shelf.c.deleted == 0.0)
    row = connection.execute(sql.select(count, size).where(mine)).one()
    return int(row[0]), int(row[1])


def change(connection: Connection, owner: str, run_id: str, **values: object) -> bool:
    """Whether the owner has such a run."""
    which = (shelf.c.owner == key(owner)) & (shelf.c.id == run_id)
    return bool(connection.execute(sql.update(shelf).where(which).values(**values)).rowcount)


def file(connection: Connection, owner: str, run_id: str) -> bytes | None:
    """None where the owner has none of this name, or it is not as it was written."""
    which = (shelf.c.owner == key(owner)) & (shelf.c.id == run_id)
    row = connection.execute(sql.select(shelf.c.file, shelf.c.crc).where(which)).one_or_none()
    if row is None or zlib.crc32(row.file) != row.crc:
        return None
    found: bytes = row.file
    return found


def overdue(connection: Connection, undo: float, unused: float, most: float) -> list[str]:
    """What is to go: deleted more than `undo` seconds ago, `unused` seconds without use, and the one unused
    for longest until all need no more than `most` bytes."""
    columns = (shelf.c.id, shelf.c.used, shelf.c.deleted, shelf.c.size)
    rows = connection.execute(sql.select(*columns).order_by(shelf.c.used)).all()
    now, total, gone = time.time(), sum(row.size for row in rows), []
    for row in sorted(rows, key=lambda row: not row.deleted):  # what is deleted makes room first
        late = bool(row.deleted) and row.deleted < now - undo
        if late or row.used < now - unused or total > most:
            gone.append(row.id)
            total -= row.size
    return gone


def drop(connection: Connection, ids: Iterable[str]) -> None:
    wanted = list(ids)
    for first in range(0, len(wanted), 500):  # a statement takes so many values and no more
        connection.execute(sql.delete(shelf).where(shelf.c.id.in_(wanted[first : first + 500])))
