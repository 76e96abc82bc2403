"""Gears, the speedometer and the budget of frames, with a clock that is set by hand."""

from __future__ import annotations

import pytest

from core.training.pace import Budget, Pace, Speedometer, next_beat


@pytest.mark.parametrize(
    ("gear", "beat", "helping"), [("crawl", 1.0, 1), ("slow", 0.1, 1), ("smooth", 1 / 30, 7)]
)
def test_a_gear_hands_out_a_helping_a_beat(gear, beat, helping):
    pace = Pace()
    pace.shift(gear)
    assert pace.refill(10.0, 7) == helping  # at once, however long the clock has run
    assert pace.refill(99.0, 7) == helping, "what isn't spent is not added to"
    pace.spend(helping)
    assert pace.budget == 0
    assert pace.refill(10.0 + 0.9 * beat, 7) == 0
    assert pace.refill(10.0 + beat, 7) == helping
    assert pace.due == pytest.approx(10.0 + 2 * beat)


def test_helpings_are_spent_bit_by_bit_and_a_flat_run_has_no_limit():
    pace = Pace()
    assert (pace.gear, pace.budget, pace.due) == ("smooth", 0, 0.0)
    assert pace.refill(0.0, 7) == 7, "due from the first moment"
    pace.spend(5)
    assert pace.refill(0.0, 7) == 2
    pace.shift("flat")
    assert (pace.budget, pace.due) == (0, 0.0)
    assert pace.refill(0.0, 7) == -1
    pace.spend(5)
    assert pace.budget == -1


def test_a_little_lateness_is_made_up_for_and_a_long_pause_is_not():
    assert next_beat(10.0, 2.0, 10.5) == 12.0
    assert next_beat(10.0, 2.0, 12.0) == 14.0
    assert next_beat(10.0, 2.0, 13.0) == 15.0


def test_speed_is_measured_over_the_last_second():
    meter = Speedometer()
    assert meter.rate() == (0.0, 0.0)
    meter.start(5.0, 100, 1.0)
    assert meter.rate() == (0.0, 0.0)
    meter.mark(5.0625, 1000, 9.0)  # less than a tenth of a second: no mark
    assert meter.rate() == (0.0, 0.0)
    meter.mark(5.5, 120, 2.0)
    assert meter.rate() == (40.0, 2.0)  # 20 steps and one epoch in half a second
    meter.mark(6.5, 220, 2.5)
    assert meter.rate() == (80.0, 1.0)  # since 5.0: the mark at 5.5 is just one second old
    meter.mark(7.0, 320, 3.0)
    assert meter.rate() == (200 / 1.5, 1 / 1.5)  # since 5.5
    meter.start(8.0, 0, 0.0)
    meter.mark(8.125, 8, 0.5)  # a little more than a tenth: a mark
    assert meter.rate() == (64.0, 4.0)


def test_a_speedometer_that_nobody_started_begins_with_its_first_mark():
    meter = Speedometer()
    meter.mark(1.0, 10, 0.0)
    meter.mark(3.0, 20, 1.0)
    assert meter.rate() == (5.0, 0.5)


def test_a_budget_grows_by_its_share_up_to_what_may_be_saved():
    budget = Budget(share=0.25, saved=0.5, debt=1.0)
    assert budget.allows(100.0), "what may be saved is there at first"
    budget.spend(0.75)
    assert not budget.allows(101.0)  # −0.25 + 0.25 · 1: just nothing
    assert budget.allows(102.0)
    budget.spend(9.0)  # −1, not −8.75
    assert not budget.allows(106.0)
    assert budget.allows(106.5)
    assert budget.allows(1000.0)
    budget.spend(0.5)
    assert not budget.allows(1000.0)
