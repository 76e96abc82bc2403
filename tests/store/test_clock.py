"""The machine's clock jumps, and the database goes away and comes back: what that does to stored runs."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError

import core.store.database as database
import core.store.keeper as keeper
import core.store.writer as writer
from core.store.writer import AWAY
from tests.store.conftest import ME, gone, stored, trained, until
from tests.store.test_failures import goes_on, playing

DAY = 86_400.0


@pytest.fixture
def jump(monkeypatch):
    """jump(seconds) sets the wall clock forward, or back; time.monotonic goes on as it does."""
    offset = [0.0]
    jumped = SimpleNamespace(**{name: getattr(time, name) for name in dir(time)})
    jumped.time = lambda: time.time() + offset[0]
    for module in (database, keeper):
        monkeypatch.setattr(module, "time", jumped)

    def to(seconds):
        offset[0] = seconds

    return to


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_jumps_stops_no_run_and_loses_none(serve, jump, monkeypatch, days):
    monkeypatch.setattr(writer, "CHORES", 0.05)  # cleaning all the time
    first = serve()
    old = trained(first)
    gone(first)
    engine = serve()
    run = playing(engine)
    until(lambda: stored(engine, run.id))
    jump(days * DAY)
    goes_on(run)
    step = stored(engine, run.id)
    until(lambda: stored(engine, run.id) > step)  # still written, every so often
    time.sleep(0.3)  # several rounds of cleaning
    assert stored(engine, old.id) == 30  # nobody had it in memory, but a week has not passed
    back = engine.recall(old.id, ME)
    until(lambda: back.session is not None)
    assert back.step == 30
    assert run.note is None


def test_a_week_that_has_passed_is_a_week(serve, jump, monkeypatch):
    first = serve()
    old = trained(first)
    gone(first)
    jump(8 * DAY)  # before the server begins: nobody can tell this from a week
    monkeypatch.setattr(writer, "CHORES", 0.05)
    engine = serve()
    until(lambda: stored(engine, old.id) is None)


def test_a_database_that_goes_away_is_written_to_again_when_it_is_back(serve, monkeypatch, caplog):
    monkeypatch.setattr(writer, "RETRY", 0.2)
    engine = serve()
    run = playing(engine)
    until(lambda: stored(engine, run.id))
    real, away = database.Database, [True]

    def unreachable(self, *args):
        if away[0]:
            raise OperationalError("…", {}, Exception("server closed the connection unexpectedly"))
        return kept(self, *args)

    kept = real.write
    monkeypatch.setattr(real, "write", unreachable)
    until(lambda: run.note is not None)
    assert run.note.text == AWAY
    assert engine.keeper.facts()["state"] == "away"
    goes_on(run)
    until(lambda: engine.keeper.facts()["failed"] >= 3)  # it has been tried again
    before = stored(engine, run.id)
    away[0] = False
    until(lambda: run.note is None and stored(engine, run.id) > before)
    assert engine.keeper.facts()["state"] == "reachable"
    said = [one.message for one in caplog.records if "stored" in one.message]
    assert [one.partition(":")[0] for one in said] == [
        "runs are not stored",
        "runs are stored again",
    ]
