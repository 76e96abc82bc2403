"""Runs on one clock: nobody gets ahead, all hear a command, and whoever has ended is not waited for."""

import time
from types import SimpleNamespace

from core.training.clock import LEAD, SECONDS, Clock
from core.training.engine import Engine
from core.training.run import Run
from tests.training.descent import Descent, DescentConfig
from tests.training.test_engine import Watcher, until


def made(count, counts="steps", **values):
    runs = [
        Run(Descent, DescentConfig(lr=0.1 + k / 10, **values), device="cpu") for k in range(count)
    ]
    for run in runs:
        run.obey()
    return runs, Clock(runs, counts)


def turn(runs, seconds=0.001):
    for run in runs:
        run.obey()
        most = run.allowance(time.monotonic())
        if most:
            run.advance(seconds, most)


def test_none_is_further_than_where_all_meet_and_a_pause_comes_at_the_same_step():
    runs, clock = made(3)
    clock.set_gear("flat")
    clock.play()
    for _ in range(60):
        turn(runs)
        steps = [run.step for run in runs]
        assert max(steps) - min(steps) <= clock._stride
    assert min(steps) > 500  # the distance between two meetings grows to what a frame's time allows
    turn(runs[:1])
    clock.pause()
    for _ in range(200):
        turn(runs)
    assert {run.status for run in runs} == {"paused"}
    assert len({run.step for run in runs}) == 1


def test_all_keep_the_same_moments_and_go_back_together():
    runs, clock = made(2)
    clock.set_gear("flat")
    clock.play()
    while runs[0].step < 20 or len(runs[1].session.moments.line.moments) < 4:
        turn(runs)
    clock.pause()
    for _ in range(200):
        turn(runs)
    kept = [{one.step for one in run.session.moments.line.moments} for run in runs]
    assert kept[0] == kept[1]
    clock.seek(sorted(kept[0])[1] + 1)
    turn(runs)
    assert {run.step for run in runs} == {sorted(kept[0])[1]}
    clock.reset()
    turn(runs)
    assert [(run.step, run.status) for run in runs] == [(0, "ready")] * 2


def test_whoever_begins_later_is_waited_for_and_whoever_has_ended_is_not():
    runs, clock = made(2)
    clock.set_gear("flat")
    runs[0].advance_by(40)
    turn(runs[:1], 1.0)
    clock.play()
    turn(runs)
    assert runs[0].step == 40
    while runs[1].step < 40:
        turn(runs)
    assert runs[0].step <= runs[1].step + clock._stride
    runs[1].pause()
    for _ in range(20):
        turn(runs)
    assert runs[0].step > runs[1].step + clock._stride
    clock.leave(runs[1])
    assert runs[0].clock is runs[1].clock is None


def test_by_seconds_of_computing_the_one_that_has_had_more_waits():
    class One(SimpleNamespace):
        wants_steps, has_orders, status = True, False, "running"

    ahead, behind = (One(session=SimpleNamespace(worked=s), step=9) for s in (1.0 + 2 * LEAD, 1.0))
    clock = Clock([ahead, behind], SECONDS)
    assert (clock.allows(ahead, -1), clock.allows(behind, -1)) == (0, -1)
    behind.session.worked = 1.0 + LEAD
    assert clock.allows(ahead, 7) == 7
    assert clock.meets(ahead) is None


def test_computing_time_is_counted_and_goes_back_with_the_moment():
    (run,), _ = made(1)
    run.advance_by(10)
    run.obey()
    run.advance(1.0, 10)
    session = run.session
    worked = session.worked
    run.seek(0)
    run.obey()
    assert session.worked == 0 < worked
    run.seek(None)
    run.obey()
    assert session.worked == worked


def test_beside_somebody_else_a_comparison_gets_what_one_run_gets():
    engine = Engine()
    try:
        four = [engine.create("me", Descent, DescentConfig(start=1.0 + k)) for k in range(4)]
        other = engine.create("you", Descent, DescentConfig())
        until(lambda: all(run.session for run in [*four, other]))
        clock = Clock(four)
        clock.set_gear("flat")
        clock.play()
        other.play("flat")
        until(lambda: other.step > 20_000, 30.0)
        together = sum(run.step for run in four)
        assert 0.15 * other.step < together < 2.5 * other.step
        four[0].watchers.append(Watcher())
        until(lambda: four[0].watchers[0].frames)
        engine.pause_after = 0.5
        until(lambda: other.auto_paused)
        assert not any(run.auto_paused for run in four)  # who looks at one looks at all
        engine.stop(four[3].id)
        assert clock.members == tuple(four[:3])
    finally:
        engine.close()
