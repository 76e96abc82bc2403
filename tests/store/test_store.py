"""Runs outlive their server: what is written, when, for how long, and how it comes back."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest
import sqlalchemy as sql

import core.store.keeper as keeper
import core.store.server as server
from core.params import Message
from core.playgrounds import lookup
from core.store.database import Database, file_of, runs
from core.store.settings import Settings
from core.training.packed import pack
from tests.store.conftest import ME, gone, stored, trained, until
from tests.training.test_engine import Watcher

YOU = "y" * 32


def state(run):
    arrays = run.algorithm.state().arrays
    return {name: array.copy() for name, array in arrays.items()}


def same(one, other):
    return one.keys() == other.keys() and all(np.array_equal(one[k], other[k]) for k in one)


@pytest.mark.parametrize("name", ["mlp", "qlearning"])
def test_a_run_comes_back_by_its_name_and_goes_on_bit_for_bit(serve, name):
    first = serve()
    run = trained(first, 40, name)
    gone(first)
    second = serve()
    assert second.recall(run.id, YOU) is None
    again = second.recall(run.id, ME)
    assert again is second.recall(run.id, ME)
    until(lambda: again.session is not None)
    assert (again.id, again.owner, again.step, again.status) == (run.id, ME, 40, "paused")
    assert again.note.values["step"] == "40"
    for one in (run, again):  # the first one's threads have ended
        one.obey()
        with one.computing():
            one.session.train(60.0, 25, stops=False, halt_epoch=np.inf)
    assert same(state(run), state(again))
    assert again.history.latest == run.history.latest


def test_it_plays_on_or_rests_as_it_was(serve):
    first = serve()
    playing, resting = trained(first), trained(first, seed=1)
    playing.play("flat")
    until(lambda: first.keeper.writer.database.find(playing.id)["status"] == "running")
    playing_step = playing.step
    time.sleep(0.5)
    gone(first)
    second = serve()
    playing, resting = (second.recall(one.id, ME) for one in (playing, resting))
    until(lambda: playing.session and resting.session)
    assert (resting.status, resting.step) == ("paused", 30)
    until(lambda: playing.status == "running" and playing.step > playing_step)
    assert playing.pace.gear == "flat"


def test_a_run_that_was_paused_for_want_of_viewers_plays_when_it_is_back(serve):
    first = serve()
    run = trained(first)
    first.pause_after = 0.1  # from now on: it has its steps
    run.play("flat")
    until(lambda: run.auto_paused and stored(first, run.id) == run.step)
    gone(first)
    again = serve().recall(run.id, ME)
    until(lambda: again.status == "running")


def test_a_diverged_run_says_why_in_every_language(serve):
    first = serve()
    run = trained(first, 30, "regression")
    time.sleep(run.session.EVERY)
    for step in (31, 32):  # the second makes the first a state to go back to
        run.advance_by(1)
        until(lambda step=step: run.step == step and not run.wants_steps)
    preset = next(one for one in run.algorithm_class.PRESETS if one.failure)
    run.configure(run.config.changed(lr=preset.values["lr"]))
    run.play("flat")
    until(lambda: run.status == "diverged")
    until(lambda: (first.keeper.writer.database.find(run.id) or {}).get("status") == "diverged")
    gone(first)
    again = serve().recall(run.id, ME)
    until(lambda: again.session is not None)
    assert (again.status, again.reason.say()) == ("diverged", run.reason.say())


def test_messages_go_to_json_and_back():
    inner = Message("b", "{value:.3g} too high", {"value": np.float32(2.5)})
    outer = Message("a", "At {step}: {seen}", {"step": np.int64(3), "seen": inner, "no": None})
    again = Message.of(outer.to_json())
    assert again.say() == outer.say() == "At 3: 2.5 too high"


def test_a_reload_finds_the_newest_of_its_configuration(serve):
    first = serve()
    config = lookup("mlp").Config()
    other = trained(first, 20, lr=0.5)
    old = trained(first, 10)
    new = trained(first, 20)
    gone(first)
    second = serve()
    assert second.adopt(YOU, "mlp", config) is None
    assert second.adopt(ME, "mlp", config.changed(lr=0.25)) is None
    assert second.adopt(ME, "mlp", config).id == new.id
    second.recall(new.id, ME).watchers.append(Watcher())  # a second page
    assert second.adopt(ME, "mlp", config).id == old.id
    assert second.adopt(ME, "mlp", config.changed(lr=0.5)).id == other.id


def test_a_tab_finds_what_it_was_shown_without_a_cookie(serve):
    first = serve()
    run = trained(first)
    run.tab = "tab-1"
    run.wake()
    until(lambda: first.keeper.shown("tab-1", "mlp") is not None)
    gone(first)
    second = serve()
    assert second.shown("tab-2", "mlp", "") is None
    assert second.shown("tab-1", "gan", "") is None
    assert second.shown("tab-1", "mlp", YOU) is None
    assert second.shown("tab-1", "mlp", "").id == run.id


def test_nothing_is_written_of_a_run_without_steps_or_owner_nor_of_one_that_rests(serve):
    engine = serve()
    config = lookup("mlp").Config()
    fresh = engine.create(ME, lookup("mlp"), config, "cpu")
    nobodys = engine.create("", lookup("mlp"), config, "cpu")
    nobodys.advance_by(3)
    run = trained(engine)
    saved = engine.keeper.writer.database.find(run.id)["saved"]
    time.sleep(0.5)
    assert engine.keeper.writer.database.find(run.id)["saved"] == saved
    assert stored(engine, fresh.id) is stored(engine, nobodys.id) is None
    run.reset()  # once it is there it is kept up to date
    until(lambda: stored(engine, run.id) == 0)


def test_writing_keeps_its_pace_and_a_pause_is_written_at_once(serve, monkeypatch):
    packs = []
    monkeypatch.setattr(keeper, "pack", lambda session: packs.append(1) or pack(session))
    engine = serve(every=60.0)
    run = trained(engine, 3)  # a pause
    run.play("flat")
    time.sleep(1.0)
    assert len(packs) <= 2
    run.pause()
    until(lambda: stored(engine, run.id) == run.step)
    assert engine.keeper.writer.database.find(run.id)["status"] == "paused"


def test_what_takes_long_to_copy_is_copied_less_often(serve, monkeypatch):
    packs = []

    def slow(session):
        end = time.thread_time() + 0.05
        while time.thread_time() < end:
            pass
        packs.append(time.monotonic())
        return pack(session)

    monkeypatch.setattr(keeper, "pack", slow)
    engine = serve(every=0.1)
    run = engine.create(ME, lookup("mlp"), lookup("mlp").Config(), "cpu")
    run.play("flat")
    time.sleep(4.0)
    assert 1 <= len(packs) <= 2  # 50 ms in 2.5 s are two per cent


def test_the_newest_of_a_run_takes_the_place_of_what_waits(serve):
    engine = serve()
    writer, made = engine.keeper.writer, []
    run = trained(engine)
    row = dict(writer.database.find(run.id))
    packed = writer.database.packed(run.id)
    with writer._lock:  # the thread is held up
        for step in range(50):
            writer._pending[run.id] = lambda step=step: (
                made.append(step) or {**row, "step": step, "packed": packed}
            )
    writer._awake.set()
    until(lambda: stored(engine, run.id) == 49)
    assert made == [49]


def test_a_server_that_is_told_to_end_stores_what_is_new(serve):
    first = serve(every=60.0)
    run = trained(first, 3)
    run.play("flat")
    until(lambda: run.step > 200)
    first.close()
    assert run.step > 200
    again = serve().recall(run.id, ME)
    until(lambda: again.session is not None)
    assert again.step >= run.step


def test_a_freed_run_comes_back(serve):
    engine = serve()
    run = trained(engine)
    engine.stop(run.id)
    assert engine.get(run.id) is None
    again = engine.recall(run.id, ME)
    until(lambda: again.session is not None)
    assert (again.step, again is run) == (30, False)


# ---- cleaning ---------------------------------------------------------------------------------
def aged(database, run_id, days):
    with database.engine.begin() as connection:
        past = time.time() - 86400 * days
        connection.execute(
            sql.update(runs).where(runs.c.id == run_id).values(seen=past, server="elsewhere 1 2")
        )


def test_old_runs_are_cleaned_by_age_and_never_one_that_is_alive(serve):
    engine = serve()
    alive, old, young = trained(engine), trained(engine, seed=1), trained(engine, seed=2)
    database = engine.keeper.writer.database
    for run, days in ((alive, 30), (old, 30), (young, 1)):
        aged(database, run.id, days)
    engine.stop(old.id)
    engine.stop(young.id)
    assert database.clean(7, 1e9, engine.ids) == [old.id]
    assert stored(engine, alive.id) == stored(engine, young.id) == 30


def test_the_oldest_go_first_where_room_is_short(serve):
    engine = serve()
    several = [trained(engine, seed=seed) for seed in range(4)]
    database = engine.keeper.writer.database
    for k, run in enumerate(several):
        aged(database, run.id, 4 - k)
    size = database.find(several[0].id)["size"]
    alive = [several[0].id]
    assert database.clean(7, 2.5 * size, alive) == [several[1].id, several[2].id]
    assert database.clean(7, 0, alive) == [several[3].id]
    assert stored(engine, several[0].id) == 30


@pytest.mark.file
def test_the_thread_cleans_by_itself_and_the_file_gives_room_back(serve, url):
    first = serve()
    many = [trained(first, 3, seed=seed) for seed in range(6)]
    database = first.keeper.writer.database
    for run in many:
        aged(database, run.id, 30)
    gone(first)
    pages = "PRAGMA page_count"
    with sql.create_engine(url).connect() as connection:
        before = connection.exec_driver_sql(pages).scalar()
    second = serve()
    until(lambda: stored(second, many[0].id) is None)
    with second.keeper.writer.database.engine.connect() as connection:
        until(lambda: connection.exec_driver_sql(pages).scalar() < before / 2)


def test_a_run_larger_than_all_room_is_left_out(serve, caplog):
    engine = serve(megabytes=0.001)
    run = engine.create(ME, lookup("mlp"), lookup("mlp").Config(), "cpu")
    run.play("flat")
    until(lambda: "LEARNSCOPE_STORE_MB" in caplog.text)
    run_on = run.step
    until(lambda: run.step > run_on)
    assert caplog.text.count("LEARNSCOPE_STORE_MB") == 1


# ---- several servers, other databases ------------------------------------------------------------
SECOND = """
import sys, time
from core.playgrounds import lookup
from core.store import start
from core.store.settings import Settings
from core.training.engine import Engine

engine = Engine()
start(engine, Settings(sys.argv[1], every=0.1))
run = engine.create("m" * 32, lookup("mlp"), lookup("mlp").Config(seed=9), "cpu")
run.play("flat")
while not (engine.keeper.writer.database.find(run.id) or {}).get("step", 0) > 100:
    time.sleep(0.01)
print(run.id, flush=True)
sys.stdin.readline()
engine.close()
"""


def test_two_servers_share_a_file_and_leave_each_others_runs_alone(serve, url):
    engine = serve()
    mine = trained(engine)
    mine.play("flat")
    other = subprocess.Popen(
        [sys.executable, "-c", SECOND, url],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        theirs = other.stdout.readline().strip()
        assert stored(engine, theirs) > 100
        assert engine.recall(theirs, ME) is None
        assert engine.keeper.writer.database.clean(0, 0, engine.ids) == []
        before = stored(engine, mine.id)
        until(lambda: stored(engine, mine.id) > before)
        assert engine.keeper.writer.trouble is None
    finally:
        other.kill()
        other.communicate()
    again = engine.recall(theirs, ME)
    until(lambda: again is not None and again.session is not None)
    assert again.step > 100


def test_a_process_is_known_from_another_of_its_number():
    assert not server.alive(server.me())
    host, pid, began = server.me().split(" ")
    assert not server.alive(f"{host} {pid} 1")
    assert not server.alive(f"elsewhere {pid} {began}")
    for strange in ("", "x", "a b c", f"{host} 99999999 5"):
        assert not server.alive(strange)
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    name = f"{host} {child.pid} {server._began(child.pid)}"
    assert server.alive(name)
    child.communicate(b"\n")
    assert not server.alive(name)


def test_a_database_that_is_no_file_has_none():
    assert file_of("postgresql+psycopg://you@db.example/runs") is None


def test_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.delenv("LEARNSCOPE_STORE")
    assert Settings.set().url == f"sqlite:///{tmp_path}/learnscope/runs.db"
    for word in ("off", " OFF "):
        monkeypatch.setenv("LEARNSCOPE_STORE", word)
        assert Settings.set().url == ""
    monkeypatch.setenv("LEARNSCOPE_STORE", "postgresql://db/x")
    monkeypatch.setenv("LEARNSCOPE_STORE_EVERY", "2")
    monkeypatch.setenv("LEARNSCOPE_STORE_DAYS", "-1")
    assert Settings.set() == Settings("postgresql://db/x", 2.0, Settings.days, Settings.megabytes)


@pytest.mark.file
def test_a_file_has_the_pragmas_it_needs(url):
    database = Database(url)
    with database.engine.connect() as connection:
        told = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "auto_vacuum")
        ]
    database.close()
    assert told == ["wal", 1, 2]
