"""The training thread: fair turns, absence, freedom, and a clean end."""

import threading
import time

import pytest

from core.training.engine import Engine
from core.training.pace import Budget
from core.training.weight import LIGHT
from tests.training.descent import Descent, DescentConfig


@pytest.fixture
def engine():
    made = Engine()
    yield made
    made.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("learnscope-training")]


def until(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


class Watcher:
    """Counts frames; visible on demand."""

    shared = False

    def __init__(self):
        self.visible, self.frames, self.revision = True, 0, -1
        self.place, self.why, self.dismissed = 0, None, False

    def stale(self, run):
        return self.visible and run.revision != self.revision

    def due(self, run, now, interval):
        return self.stale(run)

    def show(self, run):
        self.frames += 1
        self.revision = run.revision

    def hold(self, place, why):
        self.place, self.why = place, why

    def dismiss(self):
        self.dismissed = True


def test_runs_take_turns(engine):
    runs = [engine.create("me", Descent, DescentConfig(seed=i)) for i in range(3)]
    for run in runs:
        run.play("flat")
    until(lambda: all(run.step > 500 for run in runs))


def test_same_seed_same_run_also_beside_another(engine):
    alone = engine.create("me", Descent, DescentConfig())
    alone.advance_by(500)
    until(lambda: alone.step == 500 and not alone.wants_steps)
    noise = engine.create("me", Descent, DescentConfig(seed=9))
    noise.play("flat")
    beside = engine.create("me", Descent, DescentConfig())
    beside.advance_by(500)
    until(lambda: beside.step == 500 and not beside.wants_steps)
    assert alone.algorithm.x == beside.algorithm.x


def test_unwatched_runs_pause_and_go_on_when_looked_at():
    engine = Engine(pause_after=0.05)
    run = engine.create("me", Descent, DescentConfig())
    run.play("flat")
    until(lambda: run.auto_paused)
    assert run.status == "paused"
    run.watchers.append(Watcher())
    run.wake()
    until(lambda: run.status == "running")
    engine.close()


def test_abandoned_runs_are_freed():
    engine = Engine(pause_after=0.01, free_after=0.05)
    run = engine.create("me", Descent, DescentConfig())
    until(lambda: engine.get(run.id) is None)
    engine.close()


def test_adoption_finds_the_newest_own_unwatched_run_of_that_config(engine):
    config = DescentConfig()
    first = engine.create("me", Descent, config)
    second = engine.create("me", Descent, config)
    engine.create("you", Descent, config)
    assert engine.adopt("me", "descent", config) is second
    second.watchers.append(Watcher())
    assert engine.adopt("me", "descent", config) is first
    assert engine.adopt("me", "descent", config.changed(lr=0.2)) is None


def test_a_hidden_watcher_costs_nothing(engine):
    run, watcher = engine.create("me", Descent, DescentConfig()), Watcher()
    watcher.visible = False
    run.watchers.append(watcher)
    run.play("flat")
    until(lambda: run.step > 1000)
    assert watcher.frames == 0


def test_a_watcher_that_breaks_fails_its_run_and_no_other(engine):
    class Broken(Watcher):
        def show(self, run):
            raise RuntimeError("cannot draw")

    bad = engine.create("me", Descent, DescentConfig())
    good = engine.create("me", Descent, DescentConfig())
    bad.watchers.append(Broken())
    good.play("flat")
    until(lambda: bad.status == "failed" and bad.watchers == [] and good.step > 100)


def test_a_watcher_whose_run_broke_is_told_and_stays_for_the_next_build(engine):
    class Told(Watcher):
        def show(self, run):
            super().show(run)
            if run.status == "ready" and run.build == 1:
                raise RuntimeError("cannot draw")

        def break_off(self, run):
            self.why = run.reason.say()
            self.revision = run.revision

    run, watcher = engine.create("me", Descent, DescentConfig()), Told()
    run.watchers.append(watcher)
    until(lambda: run.status == "failed" and hasattr(watcher, "why"))
    assert "cannot draw" in watcher.why
    frames = watcher.frames
    run.reset()
    until(lambda: run.status == "ready" and watcher.frames > frames)


def test_where_there_is_no_time_for_all_frames_everybody_gets_one_in_turn(engine):
    class Slow(Watcher):
        def stale(self, run):
            return True

        def show(self, run):
            super().show(run)
            end = time.thread_time() + 0.02
            while time.thread_time() < end:
                pass

    run, watchers = engine.create("me", Descent, DescentConfig()), [Slow() for _ in range(4)]
    run.watchers.extend(watchers)
    until(lambda: min(watcher.frames for watcher in watchers) >= 5)
    run.watchers = []
    until(lambda: not run.watchers)
    counts = [watcher.frames for watcher in watchers]
    assert max(counts) - min(counts) <= 2


def test_a_frame_costs_what_the_processor_spent_on_it_and_no_waiting(engine, monkeypatch):
    class Waits(Watcher):
        def show(self, run):
            super().show(run)
            time.sleep(0.2)

    spent = []
    monkeypatch.setattr(engine._lanes[LIGHT]._frames, "spend", spent.append)
    run, watcher = engine.create("me", Descent, DescentConfig()), Waits()
    run.watchers.append(watcher)
    until(lambda: spent)
    assert spent[0] < 0.1


def test_what_frames_may_take_grows_with_time_and_the_slowest_of_them_is_soon_made_up_for():
    frames = Budget(share=0.25, saved=0.05, debt=0.25)
    assert frames.allows(0.0)
    frames.spend(0.04)
    assert frames.allows(0.0)
    frames.spend(9.0)
    assert not frames.allows(0.9)
    assert frames.allows(1.1)
    frames.spend(0.03)
    assert not frames.allows(1.1)
    assert frames.allows(100.0)
    frames.spend(0.05)  # no more than this is saved up
    assert not frames.allows(100.0)


def test_commands_that_wait_are_carried_out_without_another_call(engine):
    run, said = engine.create("me", Descent, DescentConfig()), []

    def slowly(ok, answer, arrays):
        time.sleep(0.02)
        said.append(ok)

    for _ in range(40):
        run.probe("where", {}, slowly)
    until(lambda: len(said) == 40)


def test_an_algorithm_that_breaks_between_steps_ends_neither_the_thread_nor_another_run(engine):
    class Broken(Descent):
        @property
        def smooth_steps(self):
            raise RuntimeError("no pace")

    bad = engine.create("me", Broken, DescentConfig())
    good = engine.create("me", Descent, DescentConfig())
    bad.play("smooth")
    good.play("flat")
    until(lambda: bad.status == "failed" and good.step > 100)


def test_one_viewer_keeps_a_bounded_number_of_runs(engine):
    runs = [engine.create("me", Descent, DescentConfig()) for _ in range(20)]
    kept = [run for run in runs if engine.get(run.id)]
    assert len(kept) <= 12
    assert kept[-1] is runs[-1]
