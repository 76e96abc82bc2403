"""A store that can't be had, is full, or is damaged: training goes on, and it is said, once."""

from __future__ import annotations

import sqlite3
import threading
import zlib

import pytest
import sqlalchemy as sql
from sqlalchemy import event

import core.store.writer as writer
from core.playgrounds import lookup
from core.store.database import runs
from core.store.writer import AWAY, CLOSED, FULL
from core.training.keeping import LOST
from tests.store.conftest import ME, gone, stored, trained, until
from tests.training.test_engine import Watcher

WORDS = "runs are not stored"


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(writer, "RETRY", 0.1)


def playing(engine):
    run = engine.create(ME, lookup("mlp"), lookup("mlp").Config(), "cpu")
    run.watchers.append(Watcher())
    run.play("flat")
    return run


def goes_on(run):
    step = run.step
    until(lambda: run.step > step + 50)


@pytest.mark.file
@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://you:secret@127.0.0.1:1/none",
        "nonsense",
        "mystery://host/name",
        "sqlite:////proc/nowhere/runs.db",
    ],
)
def test_a_store_out_of_reach_is_told_once(serve, address, caplog):
    engine = serve(url=address)
    run = playing(engine)
    until(lambda: run.note is not None)
    assert run.note.text == AWAY
    goes_on(run)
    assert engine.recall("never-there", ME) is None
    assert engine.adopt(ME, "gan", lookup("gan").Config()) is None
    until(lambda: engine.keeper.writer.generation > 0 or engine.keeper.writer._retry > 0)
    said = [one for one in caplog.records if WORDS in one.message]
    assert len(said) == 1
    assert "secret" not in caplog.text


@pytest.mark.file
def test_a_file_that_may_not_be_written_to(serve, tmp_path, caplog):
    first = serve()
    run = trained(first)
    gone(first)
    file = tmp_path / "deep" / "runs.db"
    engine = serve(url=f"sqlite:///file:{file}?mode=ro&uri=true")
    run = playing(engine)
    until(lambda: run.note is not None)
    assert run.note.text == CLOSED
    goes_on(run)
    assert sum(WORDS in one.message for one in caplog.records) == 1


@pytest.mark.file
def test_a_full_disk_and_room_again(serve, caplog):
    engine = serve()
    run = playing(engine)
    until(lambda: stored(engine, run.id))
    database, limit = engine.keeper.writer.database, [10]

    def limited(connection, *_):
        connection.cursor().execute(f"PRAGMA max_page_count = {limit[0]}")

    event.listen(database.engine, "checkout", limited)
    with sqlite3.connect(database.file) as size:
        limit[0] = size.execute("PRAGMA page_count").fetchone()[0]
    big = trained_without_store(engine)
    until(lambda: engine.keeper.writer.trouble is not None)
    until(lambda: run.note is not None)
    assert run.note.text == FULL
    goes_on(run)
    assert sum(WORDS in one.message for one in caplog.records) == 1
    limit[0] = 10**6
    until(lambda: engine.keeper.writer.trouble is None and stored(engine, big.id) == big.step)
    until(lambda: run.note is None)
    assert caplog.text.count("runs are stored again") == 1


def trained_without_store(engine):
    algorithm = lookup("gan")
    run = engine.create(ME, algorithm, algorithm.Config(), "cpu")
    run.advance_by(5)
    until(lambda: run.step == 5)
    return run


@pytest.mark.file
@pytest.mark.parametrize("place", ["all", "front", "none"])
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(serve, tmp_path, caplog, place):
    first = serve()
    trained(first)
    gone(first)
    file = tmp_path / "deep" / "runs.db"
    data = bytearray(file.read_bytes())
    if place == "none":
        data = bytearray(b"hello")
    else:
        start = 0 if place == "front" else 100
        data[start:] = b"\xff" * len(data[start:])
    file.write_bytes(bytes(data))
    second = serve()
    run = trained(second, seed=3)
    asides = [one.name for one in file.parent.iterdir() if "damaged" in one.name]
    assert asides
    assert caplog.text.count("is damaged") == 1
    assert run.note is None


@pytest.mark.file
def test_a_file_damaged_while_it_is_used(serve, tmp_path, caplog):
    engine = serve()
    run = trained(engine)
    database = engine.keeper.writer.database
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
    database.close()
    with database.file.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 30_000)
    assert engine.recall("unknown", ME) is None  # a reader meets it first
    until(lambda: "is damaged" in caplog.text)
    until(lambda: stored(engine, run.id) == 30)  # written again, though nothing was new


@pytest.mark.parametrize("what", ["bits", "cut", "another", "columns"])
def test_a_damaged_row_is_dropped_and_the_page_begins_anew(serve, what, caplog):
    first = serve()
    run = trained(first)
    database = first.keeper.writer.database
    packed = bytearray(database.packed(run.id))
    change = {}
    if what == "bits":
        packed[-9] ^= 4
        change = {"packed": bytes(packed)}
    elif what == "cut":
        change = {"packed": bytes(packed[:50]), "crc": zlib.crc32(packed[:50])}
    elif what == "another":
        other = trained(first, 5, "gan")
        taken = database.packed(other.id)
        change = {"packed": taken, "crc": zlib.crc32(taken)}
    else:
        change = {"config": '{"lr": "much"}'}
    gone(first)
    second = serve()
    with second.keeper.writer.database.engine.begin() as connection:
        connection.execute(sql.update(runs).where(runs.c.id == run.id).values(**change))
    again = second.recall(run.id, ME)
    if what == "columns":
        assert again is None
    else:
        until(lambda: again.session is not None)
        assert (again.step, again.status, again.note.text) == (0, "ready", LOST)
    assert stored(second, run.id) is None
    assert run.id in caplog.text


def test_a_run_that_cannot_be_copied_trains_on(serve, monkeypatch, caplog):
    monkeypatch.setattr("core.store.keeper.pack", lambda session: 1 / 0)
    run = playing(serve())
    until(lambda: "can't be stored" in caplog.text)
    goes_on(run)
    assert run.status == "running"
    assert caplog.text.count("can't be stored") == 1


def test_whatever_the_thread_meets_it_lives(serve):
    engine = serve()
    run = trained(engine)
    engine.keeper.writer.offer("x", lambda: 1 / 0)
    until(lambda: engine.keeper.writer.trouble is not None)
    run.advance_by(1)
    until(lambda: stored(engine, run.id) == 31)
    assert any(one.name == "learnscope-store" and one.is_alive() for one in threading.enumerate())
