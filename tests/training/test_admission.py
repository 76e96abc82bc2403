"""Who is let in, who waits and in which place, and what makes room."""

from dataclasses import replace

import pytest

from core.training import admission, handles, memory
from core.training.admission import Admission, Limits
from core.training.engine import Engine
from core.training.run import Run
from tests.training.descent import Descent, DescentConfig
from tests.training.test_engine import Watcher, until

MANY = Limits(runs=100, each=100, viewers=100, memory=1e12)


class House:
    """An admission with its runs, and a clock that stands until somebody moves it."""

    def __init__(self, **limits):
        self.runs, self.seen, self.now = {}, {}, 0.0
        self.admission = Admission(replace(MANY, **limits), self.runs, self.seen, self.forget)

    def forget(self, run):
        del self.runs[run.id], self.seen[run.id]
        self.admission.leave(run)

    def come(self, owner="", looks=True, **values):
        run = Run(Descent, DescentConfig(**values), owner=owner)
        run.room = lambda config: self.admission.room(run, config)
        self.runs[run.id], self.seen[run.id] = run, self.now
        self.admission.arrive(run, self.now)
        run.watchers = [Watcher()] if looks else []
        return run

    def inside(self):
        self.now += 1.5 * admission.RETRY
        return self.admission.turns(self.now)

    def wait(self, seconds):
        """Time passes; what is looked at meanwhile is seen."""
        for run in self.inside():
            if any(watcher.visible for watcher in run.watchers):
                self.seen[run.id] = self.now + seconds
        self.now += seconds


def said(run):
    return run.watchers[0].why and run.watchers[0].why.say()


@pytest.fixture(autouse=True)
def a_machine(monkeypatch):
    """A terabyte, nothing of it taken."""
    monkeypatch.setattr(memory, "machine", lambda device: (1e12, 1e12))
    monkeypatch.setattr(memory, "resident", lambda: 0.0)
    monkeypatch.setattr(handles, "left", lambda: 1000.0)


@pytest.mark.parametrize("limits", [{"runs": 2}, {"viewers": 2}, {"memory": 2.5e6}])
def test_beyond_a_limit_one_waits_is_told_the_place_and_goes_in_by_itself(limits):
    house = House(**limits)
    first, second, third, fourth, fifth, sixth = (house.come() for _ in range(6))
    assert house.inside() == [first, second]
    assert [run.watchers[0].place for run in (third, fourth, fifth, sixth)] == [1, 2, 3, 4]
    assert "You are next in line" in said(third)
    assert "You are second in line" in said(fourth)
    assert "You are third in line" in said(fifth)
    assert "You are number 4 in line" in said(sixth)
    first.watchers = []
    house.wait(house.admission.limits.gone + 1)
    assert third in house.inside()
    assert (third.watchers[0].place, third.watchers[0].why) == (0, None)
    assert [run.watchers[0].place for run in (fourth, fifth, sixth)] == [1, 2, 3]


def test_an_unwatched_run_makes_room_the_one_unseen_for_longest_first():
    house = House(runs=3)
    old, older, watched = house.come(), house.come(), house.come()
    older.watchers = []
    house.wait(5)
    old.watchers = []
    house.wait(20)
    assert set(house.inside()) == {old, older, watched}  # nobody needs the room
    new = house.come()
    assert set(house.inside()) == {old, watched, new}
    assert older.id not in house.runs


def test_a_page_in_the_background_goes_after_those_that_are_closed_and_is_told():
    house = House(runs=2)
    hidden, closed = house.come(), house.come()
    hidden.watchers[0].visible = False
    house.wait(20)
    closed.watchers = []
    house.wait(20)
    house.come()
    house.inside()
    assert closed.id not in house.runs
    assert not hidden.watchers[0].dismissed
    house.come()
    house.inside()
    assert hidden.id not in house.runs
    assert hidden.watchers[0].dismissed


def test_what_is_looked_at_is_never_taken_from_anybody():
    house = House(runs=1)
    first, second = house.come(), house.come()
    for _ in range(10):
        house.wait(1000)
    assert house.inside() == [first]
    assert second.watchers[0].place == 1


def test_who_comes_back_soon_has_the_same_place_in_line_and_the_same_seat():
    house = House(viewers=1)
    first, second, third = house.come(), house.come(), house.come()
    for run in (first, second):
        run.watchers = []
    house.wait(house.admission.limits.gone - 1)
    for run in (first, second):
        run.watchers = [Watcher()]
    assert house.inside() == [first]
    assert [run.watchers[0].place for run in (second, third)] == [1, 2]


def test_who_left_the_line_is_forgotten_and_leaves_nothing():
    house = House(viewers=1)
    first, second, third = house.come(), house.come(), house.come()
    second.watchers = []
    house.wait(house.admission.limits.gone + 1)
    assert house.inside() == [first]
    assert second.id not in house.runs
    assert third.watchers[0].place == 1


def test_who_comes_back_late_keeps_the_run_and_waits_for_a_seat():
    house = House(viewers=1)
    first = house.come()
    first.watchers = []
    house.wait(house.admission.limits.gone + 1)
    second = house.come()
    house.inside()
    first.watchers = [Watcher()]
    assert house.inside() == [second]
    assert first.watchers[0].place == 1
    second.watchers = []
    house.wait(house.admission.limits.gone + 1)
    assert set(house.inside()) == {first, second}


def test_a_waiting_page_in_the_background_keeps_its_place_and_takes_no_seat():
    house = House(viewers=1)
    first, hidden, third = house.come(), house.come(), house.come()
    house.inside()
    hidden.watchers[0].visible = False
    first.watchers = []
    house.wait(house.admission.limits.gone + 1)
    assert third in house.inside()
    assert hidden not in house.inside()
    hidden.watchers[0].visible, third.watchers = True, []
    house.wait(house.admission.limits.gone + 1)
    assert hidden in house.inside()


def test_one_viewer_has_so_many_runs_and_keeps_nobody_else_waiting():
    house = House(each=2)
    mine = [house.come("me") for _ in range(3)]
    yours = house.come("you")
    assert set(house.inside()) == {*mine[:2], yours}
    assert "2 runs in open pages" in said(mine[2])
    mine[0].watchers = []
    assert set(house.inside()) == {mine[1], mine[2], yours}  # at once: it is one's own
    assert mine[0].id not in house.runs


def test_what_a_run_may_grow_to_is_reserved_and_so_is_what_undo_brings_back():
    house = House(memory=10e6)
    run = house.come(width=4)
    house.inside()
    run.obey()
    run.advance_by(1)
    run.obey()
    run.advance(0.0, 1)
    run.configure(run.config.changed(start=2.0))
    run.obey()
    assert run.previous is not None
    assert 8e6 < admission.held(run) < 8.3e6  # with moments to go back to
    other = house.come(width=3)
    assert house.inside() == [run]
    assert other.watchers[0].place == 1
    run.configure(run.config.changed(width=9))
    run.obey()
    assert run.refused
    assert "lower width, to" in run.reason.say()
    assert 8e6 < admission.held(run) < 8.3e6  # it stays as it was


def test_memory_that_runs_have_been_promised_and_not_yet_taken_is_not_there_for_others(monkeypatch):
    left, resident = 10e6, 0.0
    monkeypatch.setattr(memory, "machine", lambda device: (1e12, left))
    monkeypatch.setattr(memory, "resident", lambda: resident)
    house = House()
    house.come(width=7)
    other = house.come(width=4)
    assert len(house.inside()) == 1
    assert other.watchers[0].place == 1
    left, resident = 3.9e6, 7e6  # the first has grown: what is left is for others
    assert len(house.inside()) == 1
    left = 4.1e6
    assert other in house.inside()


def test_what_can_never_be_had_is_refused_with_a_sentence_and_nobody_waits_for_it():
    house = House(memory=10e6)
    giant = house.come(width=11)
    assert giant in house.inside()
    giant.obey()
    assert giant.status == "failed"
    assert "lower width, to" in giant.reason.say()
    small = house.come(width=9)
    assert small in house.inside()


def test_handles_are_counted(monkeypatch):
    house = House()
    first = house.come()
    monkeypatch.setattr(handles, "left", lambda: 0.5)
    second = house.come()
    assert house.inside() == [first]
    monkeypatch.setattr(handles, "left", lambda: 5.0)
    assert house.inside() == [first, second]


def test_a_line_that_is_too_long_is_said():
    house = House(viewers=2, line=2)
    for _ in range(5):
        house.come()
    house.inside()
    assert not house.admission.overfull
    house.come()
    house.inside()
    assert house.admission.overfull


@pytest.mark.parametrize(
    ("said", "viewers"), [("7", 7), ("", 100), ("many", 100), ("0", 100), ("-1", 100), ("nan", 100)]
)
def test_limits_are_set_by_the_environment(monkeypatch, said, viewers):
    monkeypatch.setenv("LEARNSCOPE_VIEWERS", said)
    assert Limits.set().viewers == viewers
    monkeypatch.setenv("LEARNSCOPE_MEMORY", "500")
    assert memory.budget() == 500e6
    monkeypatch.delenv("LEARNSCOPE_MEMORY")
    assert memory.budget() == memory.BUDGET_SHARE * 1e12


def test_the_engine_gives_no_turn_to_who_waits_and_lets_in_when_a_page_closes():
    engine = Engine(limits=replace(MANY, viewers=1, gone=0.05))
    try:
        first = engine.create("me", Descent, DescentConfig())
        first.watchers = [Watcher()]
        second = engine.create("you", Descent, DescentConfig())
        second.watchers = [Watcher()]
        second.play("flat")
        until(lambda: second.watchers[0].place == 1 and first.watchers[0].frames)
        assert (second.session, second.status) == (None, "ready")
        first.watchers = []
        until(lambda: second.status == "running" and second.step > 0)
        assert second.watchers[0].place == 0
    finally:
        engine.close()


def test_the_limit_of_handles_is_raised_to_what_the_process_may_have():
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(512, before[1]), before[1]))
        assert handles.raise_limit() == float("inf" if before[1] < 0 else before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
