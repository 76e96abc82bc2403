"""Curves stay bounded, keep extremes, and can be followed by deltas without losing a point."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.training.history import BUCKETS, EVENTS, Curve, Event, History, _among, _among_few


def test_a_million_steps_stay_bounded_even_and_keep_their_spikes():
    curve = Curve()
    values = np.sin(np.arange(1_000_000) / 1e4).astype(np.float32)
    values[123_456], values[654_321] = 9, -9
    for start in range(0, 1_000_000, 300):
        curve.extend(np.arange(start, min(start + 300, 1_000_000)), values[start : start + 300])
        if curve.overdue:
            curve.settle()
    curve.settle()
    steps, kept = curve.points()
    assert BUCKETS // 2 < len(steps) <= 2 * BUCKETS + 4
    assert np.all(np.diff(steps) > 0)
    assert 9 in kept
    assert -9 in kept
    assert steps[-1] == 999_999
    assert np.diff(steps).max() <= 2 * curve.width


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 700), min_size=1, max_size=30), st.integers(1, 40))
def test_a_reader_of_deltas_sees_what_a_reader_of_everything_sees(chunks, stride):
    history, step = History(), 0
    seen_x, seen_y, version, closed = np.empty(0), np.empty(0), -1, 0
    random = np.random.default_rng(len(chunks))
    for size in chunks:
        steps = step + stride * np.arange(1, size + 1)
        step = steps[-1]
        history.extend(steps, {"loss": random.normal(size=size)})
        history.settle()
        curve = history.curves["loss"]
        if history.version != version:
            version, closed = history.version, 0
        x, y = curve.points(closed)
        seen_x, seen_y = np.append(seen_x[:closed], x), np.append(seen_y[:closed], y)
        closed = curve.closed
        whole_x, whole_y = curve.points()
        assert np.array_equal(seen_x, whole_x)
        assert np.array_equal(seen_y, whole_y)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 1500), min_size=1, max_size=12), st.integers(1, 5))
def test_each_bucket_has_its_lowest_and_highest_and_then_comes_the_last_value(chunks, stride):
    curve, observed, step = Curve(), {}, 0
    random = np.random.default_rng(stride)
    for size in chunks:
        steps, values = step + stride * np.arange(size), random.normal(size=size).astype("f4")
        step += stride * size
        curve.extend(steps, values)
        curve.settle()
        observed |= zip(steps.tolist(), values.tolist(), strict=True)
    buckets, last = {}, max(observed)
    for at in observed:
        buckets.setdefault(at // curve.width, []).append(at)
    ends = {end(b, key=observed.get) for b in buckets.values() for end in (min, max)} | {last}
    steps, values = curve.points()
    assert steps.tolist() == sorted(ends)
    assert values.tolist() == [observed[at] for at in sorted(ends)]
    assert curve.closed == np.sum(steps // curve.width < last // curve.width)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from([0.0, -0.0, 1.0, 2.0, np.nan, np.inf])),
             min_size=1, max_size=60),
    st.integers(1, 20),
)  # fmt: skip
def test_few_points_are_thinned_as_many_are(points, width):
    steps = np.cumsum([gap for gap, _ in points])
    values = np.array([value for _, value in points], np.float32)
    few, many = _among_few(steps, values, width), _among(steps, values, width)
    assert few == many.tolist()


def test_short_curves_are_kept_exactly_between_extremes_of_one_step():
    curve = Curve()
    curve.extend(np.arange(100), np.arange(100))
    curve.settle()
    steps, values = curve.points()
    assert np.array_equal(steps, np.arange(100))
    assert np.array_equal(values, np.arange(100))


def test_cut_forgets_the_future_and_goes_on():
    history = History()
    history.extend(np.arange(50), {"loss": np.arange(50)})
    history.stamp(Event(30, "set", "lr", "1", "2"))
    history.stamp(Event(31, "set", "lr", "2", "1"))
    before = history.version
    history.cut(30)
    assert history.version > before
    assert [event.step for event in history.events] == [30]
    assert history.latest["loss"] == 30
    history.extend(np.array([31]), {"loss": np.array([7.0])})
    history.settle()
    assert list(history.curves["loss"].points()[0][-2:]) == [30, 31]


def test_not_a_number_is_kept_as_such():
    curve = Curve()
    curve.extend(np.arange(3), np.array([1.0, np.nan, 2.0]))
    curve.settle()
    assert np.isnan(curve.points()[1][1])


def test_events_are_bounded():
    history = History()
    for step in range(3 * EVENTS):
        history.stamp(Event(step, "set", "lr", "1", "2"))
    assert len(history.events) <= EVENTS
    assert history.events[-1].step == 3 * EVENTS - 1
    history = History()
    for step in range(EVENTS + 1):
        assert (history.version, len(history.events)) == (0, step)
        history.stamp(Event(step, "set", "lr", "1", "2"))
    assert history.version == 1, "a viewer has to read them again"
    assert [event.step for event in history.events] == list(range(EVENTS // 2, EVENTS + 1))
