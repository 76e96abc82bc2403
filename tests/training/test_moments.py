"""What a run keeps of its past, and how it goes back there and on from there."""

import math

import numpy as np
import pytest

from core.params import Message
from core.playgrounds.contract import ActError, State
from core.training.history import History
from core.training.moments import MOST, MOST_LINES, Moment, Moments
from core.training.run import Run
from tests.training.descent import Descent, DescentConfig
from tests.training.test_run import advanced, made, played

CONFIG = DescentConfig()


def moment(step, numbers=4):
    return Moment(step, State.of({"w": np.zeros(numbers, np.float32)}), CONFIG, {})


def trained(steps, every=1, numbers=4, budget=64e6, changes=()):
    """The moments of a run of so many steps."""
    kept = Moments(History(), 0, budget)
    for step in range(0, steps + 1, every):
        kept.line.last = step
        kept.add(moment(step, numbers))
        kept.line.moments[-1].kept = step in changes
    return kept


def dense(run):
    """Have `run` keep a moment after every slice."""
    run.session.EVERY, run.session.SHARE = 0.0, math.inf
    return run


def stepped(run, steps):
    """In slices of ten steps."""
    for _ in range(steps // 10):
        advanced(run, 10)
    return run


def gone(run, *to, **more):
    run.seek(*to, **more)
    run.obey()
    return run


def x(run):
    return float(run.algorithm.x)


# ---- thinning -------------------------------------------------------------------------------
def test_after_a_million_steps_moments_are_few_and_their_gaps_grow_with_age():
    changes = {20_000, 500_000, 500_100}
    found = trained(1_000_000, every=100, changes=changes).line.moments
    steps = np.array([one.step for one in found])
    assert len(steps) <= 1.1 * MOST
    assert steps[0] == 0
    assert steps[-1] == 1_000_000
    assert changes <= set(steps.tolist())
    ages = 1_000_000 - steps[:-1]
    gaps = np.diff(steps)
    assert gaps[-1] == 100
    assert (gaps / (ages + 1))[ages > 10_000].max() < 0.1
    decades = [gaps[(ages >= 10**k) & (ages < 10 ** (k + 1))].mean() for k in (3, 4, 5)]
    assert decades[1] > 3 * decades[0]
    assert decades[2] > 3 * decades[1]


@pytest.mark.parametrize("numbers", [10_000, 200_000])
def test_moments_stay_within_their_budget(numbers):
    kept = trained(30_000, every=100, numbers=numbers, budget=8e6, changes={300, 9_000})
    assert kept.bytes <= 8e6
    assert kept.bytes == sum(one.fixed + 4 * numbers for one in kept.line.moments)
    assert (kept.line.moments[0].step, kept.line.moments[-1].step) == (0, 30_000)
    assert {300, 9_000} <= {one.step for one in kept.line.moments}
    assert kept.bytes <= kept.ceiling <= 8e6


def test_a_state_too_large_for_any_budget_keeps_the_first_and_the_last_two():
    kept = trained(1_000, every=100, numbers=1_000, budget=1e3, changes={300})
    assert [one.step for one in kept.line.moments] == [0, 900, 1_000]


def test_more_changes_than_there_is_room_for_leave_the_newest():
    kept = trained(3_000, changes=set(range(3_000)))
    assert len(kept.line.moments) <= 1.1 * MOST
    assert kept.line.moments[-50].kept


def test_arrays_that_states_share_count_once():
    frozen = np.zeros(1000)
    frozen.flags.writeable = False
    kept = Moments(History(), 0, 1e6)
    for step in range(3):
        kept.add(Moment(step, State.of({"data": frozen}), CONFIG, {}))
    assert kept.bytes == frozen.nbytes + sum(one.fixed for one in kept.line.moments)


# ---- going back -----------------------------------------------------------------------------
def test_a_run_goes_back_to_the_moment_at_or_before_a_step_and_forward_again():
    run = stepped(dense(made()), 200)
    end, latest = x(run), dict(run.history.latest)
    gone(run, 57)
    assert (run.status, run.step, run.algorithm.steps) == ("paused", 50, 50)
    assert run.history.latest["test_loss"] == pytest.approx(x(run) ** 2 / 2)
    assert run.session.moments.line.last == 200
    run.history.settle()
    assert run.history.curves["batch_loss"].points()[0][-1] == 200, "the later part stays"
    gone(run, 0)
    assert (run.status, run.step, x(run)) == ("ready", 0, 1.0)
    gone(run, None)
    assert (run.step, x(run), run.history.latest) == (200, end, latest)
    assert advanced(run, 1).step == 201
    assert len(run.session.moments.lines) == 1, "nothing was changed in the past"


def test_to_go_back_pauses_and_the_last_of_many_counts():
    run = stepped(dense(made()), 100)
    run.play("flat")
    for step in (10, 20, 30):
        run.seek(step)
    run.obey()
    assert (run.status, run.step, run.wants_steps) == ("paused", 30, False)


def test_training_on_from_the_past_is_a_branch_with_the_same_bits():
    run = stepped(dense(made()), 100)
    ends = {100: x(run)}
    gone(run, 40)
    advanced(run, 60)
    assert (run.step, x(run)) == (100, ends[100])
    old, new = run.session.moments.lines
    assert (old.last, new.first, new.last) == (100, 40, 100)
    run.history.settle()
    old.history.settle()
    for name, curve in old.history.curves.items():
        assert np.array_equal(curve.points(), run.history.curves[name].points())
    assert run.history.version > old.history.version


def test_an_old_line_can_be_gone_back_to_and_on_from():
    run = stepped(dense(made()), 100)
    gone(run, 40)
    run.configure(run.config.changed(lr=0.5))
    run.obey()
    stepped(run, 30)
    gone(run, None, 0)
    assert (run.step, run.config.lr, run.algorithm.config.lr) == (100, 0.1, 0.1)
    assert run.history is run.session.moments.lines[0].history
    gone(run, None, 1)
    assert (run.step, run.config.lr) == (70, 0.5)
    gone(run, None, 0)
    assert advanced(run, 5).step == 105
    assert len(run.session.moments.lines) == 2


def test_a_change_can_be_taken_back_and_the_settings_follow():
    run = dense(made())
    advanced(run, 15)
    run.configure(run.config.changed(lr=0.5))
    run.obey()
    assert run.described == 1
    advanced(run, 1)
    gone(run, 15, before=True)
    assert (run.step, run.config.lr, run.session.config.lr, run.algorithm.config.lr) == (
        15,
        0.1,
        0.1,
        0.1,
    )
    assert run.described == 2, "the page hears of the settings of then"
    gone(run, None)
    assert (run.step, run.config.lr) == (16, 0.5)


def test_a_drag_keeps_one_moment_and_an_act_its_own():
    run = dense(made())
    advanced(run, 10)
    for rate in (0.2, 0.3, 0.4):
        run.set_value("lr", rate)
        run.obey()
        advanced(run, 1)
    run.act("place", {"x": "five"}, lambda *said: None)
    run.act("place", {"x": 5.0}, lambda *said: None)
    run.obey()
    assert [one.step for one in run.session.moments.line.moments if one.kept] == [10, 13]
    gone(run, 13, before=True)
    assert x(run) != 5.0
    gone(run, None)
    assert x(run) == 5.0


def test_an_act_or_a_trace_in_the_past_begins_a_line_and_a_question_none():
    run = stepped(dense(made()), 50)
    gone(run, 20)
    run.probe("where", {}, lambda *said: None)
    run.act("place", {"x": None}, lambda *said: None)
    run.obey()
    assert len(run.session.moments.lines) == 1
    run.act("place", {"x": 2.0}, lambda *said: None)
    run.obey()
    assert len(run.session.moments.lines) == 2
    assert [event.step for event in run.history.events] == [20]
    gone(run, 10)
    run.trace(lambda *said: None)
    run.obey()
    assert (run.step, len(run.session.moments.lines)) == (11, 3)


def test_lines_are_bounded_and_the_one_left_alone_longest_goes():
    run = stepped(dense(made()), 50)
    for n in range(MOST_LINES + 3):
        if n == 5:
            gone(run, None, 0)  # used again
        gone(run, 20)
        advanced(run, 10 + n)
    numbers = [line.number for line in run.session.moments.lines]
    assert len(numbers) == MOST_LINES
    assert numbers[-1] == run.session.moments.line.number
    assert 0 in numbers
    assert 1 not in numbers
    with pytest.raises(ActError, match="line 2"):
        run.seek(None, 1)


def test_what_diverged_stays_as_a_line_and_play_goes_on_from_the_last_good_state():
    run = stepped(dense(made()), 40)
    run.configure(run.config.changed(lr=1e6))
    run.obey()
    played(run, 200)
    assert run.status == "diverged"
    good, last = run.step, run.session.moments.line.last
    assert good < last
    assert run.history.events[-1].kind == "diverged"
    run.configure(run.config.changed(lr=0.2))
    run.obey()
    played(run, 10)
    assert (run.step, run.session.moments.line.first) == (good + 10, good)
    assert [line.last for line in run.session.moments.lines] == [last, good + 10]
    assert run.session.moments.lines[0].diverged
    gone(run, good)
    assert run.config.lr == 0.2, "of the present line"
    gone(run, None, 0)
    assert (run.step, run.status) == (40, "paused")


def test_a_failed_run_goes_back_to_a_sound_moment():
    run = stepped(dense(made()), 30)
    run.configure(run.config.changed(fail_at=35))
    run.obey()
    advanced(run, 20)
    assert run.status == "failed"
    gone(run, 20)
    assert (run.status, run.step, run.reason) == ("paused", 20, None)
    assert advanced(run, 25).step == 45, "with the settings of then"


def test_where_there_is_nothing_to_go_to_a_sentence_says_so():
    run = Run(Descent, DescentConfig(), device="cpu")
    with pytest.raises(ActError, match="not built yet"):
        run.seek(0)
    run.obey()
    advanced(run, 10)
    with pytest.raises(ActError, match="Step 11 has not been reached: the last one is 10"):
        run.seek(11)
    with pytest.raises(ActError, match="no line 8"):
        run.seek(None, 7)


def test_a_reset_begins_anew_and_undo_brings_the_lines_back():
    run = stepped(dense(made()), 30)
    gone(run, 10)
    advanced(run, 1)
    run.reset()
    run.obey()
    assert len(run.session.moments.lines) == 1
    run.undo()
    run.obey()
    assert (run.step, len(run.session.moments.lines)) == (11, 2)


class Lagging(Descent):
    """Can be copied only at multiples of 4 steps."""

    @property
    def state_lag(self):
        return self.steps % 4

    def state(self):
        assert self.steps % 4 == 0 or self.kept is not None
        return self.kept if self.steps % 4 else super().state()

    kept = None

    def step(self):
        told = super().step()
        if self.steps % 4 == 0:
            self.kept = super().state()
        return told


def test_where_a_state_can_be_copied_only_now_and_then_the_rest_is_cut():
    run = Run(Lagging, DescentConfig(), device="cpu")
    run.obey()
    dense(run)
    stepped(run, 50)
    assert gone(run, None).step == 48
    advanced(run, 1)
    run.history.settle()
    assert (run.step, len(run.session.moments.lines)) == (49, 1)
    assert run.history.curves["batch_loss"].points()[0][-1] == 49


def test_a_finished_run_stops_again_where_it_stopped():
    run = dense(made(stop_epochs=3))
    played(run, 1000)
    assert (run.status, run.step) == ("finished", 30)
    gone(run, 0)
    assert (run.status, run.reason) == ("ready", None)
    played(run, 1000)
    assert (run.status, run.step) == ("finished", 30)
    assert isinstance(run.reason, Message)
