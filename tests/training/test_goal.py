"""A link that names a step: computed up to it and no further, within bounds; or gone to where it has been."""

from __future__ import annotations

import pytest

import core.training.goal as module
from tests.training.test_moments import dense, stepped, x
from tests.training.test_run import advanced, made, played


def reached(run, step, slices=1000):
    run.reach(step)
    run.obey()
    while run.goal is not None and slices:
        run.advance(0.001, min(run.allowance(0.0), 7))
        slices -= 1
    return run


def test_it_trains_exactly_so_far_and_equals_one_that_was_trained_by_hand():
    run = made()
    run.reach(50)
    run.obey()
    assert (run.status, run.allowance(0.0)) == ("running", 50)
    assert run.note.say().startswith("On the way to step 50,")
    reached(run, 50)
    assert (run.status, run.step, run.note) == ("paused", 50, None)
    assert x(run) == x(advanced(made(), 50))
    assert advanced(run, 1).step == 51


def test_where_the_run_has_been_it_goes_back_there():
    run = stepped(dense(made()), 100)
    reached(run, 50)
    assert (run.step, run.status, run.note, run.session.moments.line.last) == (
        50,
        "paused",
        None,
        100,
    )
    run = reached(advanced(dense(made()), 100), 55)
    assert run.step != 55
    assert "nearest moment" in run.note.say()


@pytest.mark.parametrize("act", ["pause", "reset", "advance_epoch", "new_seed"])
def test_whatever_the_viewer_does_on_the_way_holds(act):
    run = made()
    run.reach(10**6)
    run.obey()
    run.advance(10.0, 20)
    getattr(run, act)()
    run.obey()
    assert (run.goal, run.note, run.status) == (
        None,
        None,
        "running" if act == "new_seed" else run.status,
    )
    assert act != "pause" or (run.status, run.step) == ("paused", 20)


def test_nobody_looking_holds_it_up_and_no_more():
    run = made()
    run.reach(60)
    run.obey()
    run.auto_pause()
    assert not run.wants_steps
    run.resume()
    assert reached(run, 60).step == 60


def test_it_ends_after_a_while_and_says_so(monkeypatch):
    monkeypatch.setattr(module, "LONGEST", 0.0)
    run = reached(made(), 10**6)
    assert run.status == "paused"
    assert 0 < run.step < 10**6
    assert "was not reached within 0 s" in run.note.say()


def test_a_run_that_ends_before_says_both():
    run = reached(made(lr=1e5), 10**6)
    assert run.status == "diverged"
    assert "training ended before" in run.note.say()
    assert played(made(), 5).note is None
