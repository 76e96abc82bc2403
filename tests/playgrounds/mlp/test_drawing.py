"""Points drawn by hand: learned from at once, taken back, brought back by a link, and never in the way."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.params import ParamError
from core.playgrounds.contract import ActError, State
from core.playgrounds.mlp import link
from core.playgrounds.mlp.algorithm import Mlp, MlpConfig
from core.playgrounds.mlp.drawing import EVERY, MOST, enclosed, on_plane, placed
from tests.playgrounds.test_contract import same

WHOLE = [[-6, -6], [6, -6], [6, 6], [-6, 6]]


def build(**values) -> Mlp:
    return Mlp(MlpConfig(**values))


def train(mlp: Mlp, steps: int) -> list[float]:
    return [float(mlp.step()["batch_loss"]) for _ in range(steps)]


def code(mlp: Mlp) -> str:
    return mlp.probe("drawn", {})[0]["code"]


def points(mlp: Mlp) -> list[np.ndarray]:
    """x, y and whether it only tests, as they are learned from."""
    return [mlp.points.xy, mlp.points.truth, mlp.points.is_test]


def spray(n: int, label: int = 1, seed: int = 0) -> list[list[float]]:
    x = np.random.default_rng(seed).uniform(-6, 6, (n, 2))
    return [[*place, label] for place in x.tolist()]


# ---- what is learned from ---------------------------------------------------------------------
def test_a_point_that_is_drawn_is_learned_from_within_an_epoch():
    mlp = build()
    train(mlp, 7)  # in the middle of an epoch
    before = mlp.points.train
    mlp.act("draw", {"points": [[5, 5, 1]]})
    assert mlp.points.train == before + 1
    drawn = before  # the last of the training points
    seen = False
    for _ in range(mlp.smooth_steps):
        mlp.step()
        seen = seen or drawn in mlp.batches.last_rows.tolist()
    assert seen
    assert mlp.points.xy[drawn] == pytest.approx([5, 5], abs=0.01)
    assert mlp.points.truth[drawn] == 1


def test_a_corner_drawn_against_the_set_is_learned():
    mlp = build(hidden=(8, 4), optimizer="adam", lr=0.02)
    train(mlp, 500)
    assert mlp.predict({"x1": 5, "x2": 5})[0]["output"][0] < 0.1
    for i in range(40):
        mlp.act("draw", {"points": [[5 + i % 5 / 5, 5 + i // 5 / 8, 1]], "stroke": 1})
        train(mlp, 5)
    train(mlp, 1500)
    assert mlp.predict({"x1": 5.4, "x2": 5.4})[0]["output"][0] > 0.8


def test_every_fifth_of_a_class_only_tests():
    mlp = build(dataset="own", classes=2)
    for _ in range(10):
        mlp.act("draw", {"points": [[1, 1, 0], [2, 2, 1]]})
    assert (mlp.points.train, len(mlp.points.xy)) == (16, 20)
    test = mlp.points.truth[mlp.points.train :]
    assert sorted(test.tolist()) == [0, 0, 1, 1]
    assert EVERY == 5


def test_erased_points_are_gone_and_moved_ones_keep_their_class():
    mlp = build(dataset="gaussians")
    train(mlp, 10)
    right = mlp.points.xy[:, 0] > 0
    count = len(right)
    said = mlp.act(
        "erase", {"places": [[x, y] for x in range(-6, 1) for y in range(-6, 7)], "radius": 1}
    )
    assert said["count"] < count
    assert not (mlp.points.xy[:, 0] < -0.5).any()
    classes = sorted(mlp.points.truth.tolist())
    mlp.act("move", {"lasso": WHOLE, "by": [-1, 0.5]})
    assert sorted(mlp.points.truth.tolist()) == classes
    assert (np.abs(mlp.points.xy) <= 6).all()
    train(mlp, 30)


def test_nothing_to_learn_from_waits_with_a_sentence_and_goes_on_with_the_first_point():
    mlp = build()
    train(mlp, 30)
    weights = mlp.net.theta.clone()
    mlp.act("clear", {})
    assert math.isnan(train(mlp, 1)[0])
    assert mlp.diverged({"batch_loss": np.array([np.nan], np.float32)}) is None
    assert all(math.isnan(float(value)) for value in mlp.evaluate().values())
    assert "draw some" in mlp.notes()[0].say()
    assert torch.equal(mlp.net.theta, weights)
    assert mlp.trace() == []
    mlp.act("draw", {"points": [[1, 1, 0]]})
    assert math.isfinite(train(mlp, 1)[0])
    assert "no test point" in mlp.notes()[0].say()


@pytest.mark.parametrize(
    "drawn",
    [
        [[1, 1, 1]],  # one point
        [[1, 1, 1]] * 20,  # all equal
        spray(30, 0),  # one class only
        [[0, 0, 0], [0, 0, 1]] * 10,  # both at one place
    ],
)
def test_odd_sets_are_trained_on(drawn):
    for values in ({"dataset": "own", "classes": 2}, {"dataset": "own-values", "loss": "mse"}):
        mlp = build(**values)
        mlp.act("draw", {"points": drawn})
        assert np.isfinite(train(mlp, 50)).all()
        mlp.evaluate()
        mlp.views({name: view.example for name, view in mlp.VIEWS.items()})


def test_a_value_is_painted():
    mlp = build(dataset="plane", loss="mse")
    mlp.act("draw", {"points": [[1, 1, -0.35]]})
    assert mlp.points.truth[mlp.points.train - 1] == pytest.approx(-0.35)
    with pytest.raises(ActError, match=r"value = 1\.5: give a number in ±1"):
        mlp.act("draw", {"points": [[1, 1, 1.5]]})


# ---- edits --------------------------------------------------------------------------------------
def test_a_stroke_is_taken_back_as_one_and_done_again():
    mlp = build()
    first = points(mlp)
    for _ in range(3):
        said = mlp.act("draw", {"points": spray(4), "stroke": 9})
        assert "name" not in said
    said = mlp.act("draw", {"points": [], "stroke": 9, "last": True})
    assert (said["old"], said["new"]) == ("500", "512")
    second = points(mlp)
    mlp.act("undo", {})
    assert same(points(mlp), first)
    with pytest.raises(ActError, match="no edit of the points to take back"):
        mlp.act("undo", {})
    mlp.act("redo", {})
    assert same(points(mlp), second)
    with pytest.raises(ActError, match="to do again"):
        mlp.act("redo", {})
    mlp.act("restore", {})
    assert same(points(mlp), first)


def test_an_eraser_that_begins_beside_the_points_is_no_part_of_the_edit_before():
    mlp = build(dataset="own", classes=2)
    mlp.act("draw", {"points": [[3, 3, 0]], "stroke": 1})
    mlp.act("erase", {"places": [[-3, -3]], "radius": 0.5, "stroke": 2})
    mlp.act("erase", {"places": [[3, 3]], "radius": 0.5, "stroke": 2})
    assert mlp.act("undo", {})["count"] == 1


def test_there_is_an_end_to_drawing_and_nothing_is_lost():
    mlp = build(dataset="own", classes=2)
    for piece in range(MOST // 1000):
        mlp.act("draw", {"points": spray(1000, seed=piece)})
    kept = points(mlp)
    with pytest.raises(ActError, match="5000 of at most 5000 points drawn by hand"):
        mlp.act("draw", {"points": spray(1)})
    with pytest.raises(ActError, match="1000000 at once are too many"):
        mlp.act("draw", {"points": [[0, 0, 0]] * 10**6})
    assert same(points(mlp), kept)


def test_an_unknown_class_is_refused_in_words():
    mlp = build()
    with pytest.raises(ActError, match="class = 2: give a whole number in 0–1"):
        mlp.act("draw", {"points": [[0, 0, 2]]})
    with pytest.raises(ActError, match="with 3 numbers in each entry"):
        mlp.act("draw", {"points": [[0, 0]]})


def test_what_lies_inside_a_polygon():
    x = np.random.default_rng(0).uniform(-2, 2, (500, 2))
    angle = np.arange(64) * 2 * np.pi / 64
    found = enclosed(x, np.stack((np.cos(angle), np.sin(angle)), 1))
    far = np.hypot(*x.T)
    assert found[far < 0.99].all()
    assert not found[far > 1].any()


# ---- rebuilds and links -------------------------------------------------------------------------
def drawn_on(mlp: Mlp) -> Mlp:
    mlp.act("draw", {"points": spray(30)})
    mlp.act("erase", {"places": [[0, 0]], "radius": 2})
    mlp.act("move", {"lasso": [[-6, 0], [0, 0], [0, 6], [-6, 6]], "by": [0.5, 0]})
    return mlp


@pytest.mark.parametrize(
    "values",
    [{}, {"dataset": "own", "classes": 4}, {"dataset": "multi-gaussian", "loss": "mse"}],
)
def test_a_link_brings_back_the_very_same_points_and_run(values):
    mlp = drawn_on(build(**values))
    again = build(**values, drawn=code(mlp))
    assert same(points(again), points(mlp))
    assert code(again) == code(mlp)
    fresh = build(**values)
    fresh.inherit(mlp)
    assert train(fresh, 60) == train(again, 60)


def test_a_rebuild_that_asks_for_the_same_points_keeps_what_was_drawn_and_its_undo():
    mlp = drawn_on(build())
    other = build(hidden=(5,), seed=3)
    other.inherit(mlp)
    assert same(points(other), points(mlp))
    other.act("undo", {})
    assert len(mlp.drawing.before) == 3, "the run before still has its own"


def test_other_points_put_it_aside_where_undo_finds_it():
    mlp = drawn_on(build())
    other = build(dataset="xor", drawn=code(mlp))
    other.inherit(mlp)
    assert same(points(other), points(build(dataset="xor")))
    assert code(other) == ""
    said = other.act("undo", {})
    assert said["count"] == len(mlp.points.xy)
    assert np.abs(np.sort(other.points.xy, 0) - np.sort(mlp.points.xy, 0)).max() < 0.01


def test_news_of_an_edit_that_comes_late_undoes_nothing():
    mlp = build()
    mlp.act("draw", {"points": spray(5)})
    first = code(mlp)
    mlp.act("draw", {"points": spray(5, seed=1)})
    second, now = code(mlp), points(mlp)
    for late in (first, second):
        mlp.configure(mlp.config.changed(drawn=late))
        assert same(points(mlp), now)
    mlp.configure(mlp.config.changed(drawn=first))  # somebody goes back in the browser
    assert len(mlp.points.xy) == 505
    mlp.configure(mlp.config.changed(drawn=""))  # put back
    assert len(mlp.points.xy) == 500
    assert mlp.act("undo", {})["count"] == 505


def test_too_many_points_for_a_link_are_said_to_be():
    mlp = build(dataset="own", classes=2)
    mlp.act("draw", {"points": spray(900)})
    assert 0 < len(code(mlp)) <= link.LONGEST
    mlp.act("draw", {"points": spray(900, seed=1)})
    found = mlp.probe("drawn", {})[0]
    assert found["code"] == ""
    assert found["letters"] > found["most"]


DAMAGED = "drawn: this part of the link is damaged: what was drawn can't be read."


def refusal(text: str) -> str | None:
    try:
        MlpConfig(drawn=text)
    except ParamError as error:
        return error.message.say()
    return None


@settings(max_examples=200, deadline=None)
@given(st.text("ABCDEFGHabcdefgh0123456789-_", max_size=60))
def test_a_damaged_link_is_refused_in_words(text):
    assert refusal(text) in (None, DAMAGED)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_link_cut_or_changed_at_any_place_is_refused_or_of_other_points(data):
    whole = code(drawn_on(build()))
    at = data.draw(st.integers(0, len(whole) - 1))
    letter = data.draw(st.sampled_from("Ab9-_"))
    for text in (whole[:at], whole[:at] + letter + whole[at + 1 :]):
        if refusal(text) is None:
            build(drawn=text).step()
        else:
            assert refusal(text) == DAMAGED


@given(st.integers(0, 1023), st.integers(0, 1023))
def test_a_place_on_the_grid_stays_where_it_is(i, j):
    grid = np.array([[i, j]], np.int32)
    assert (placed(on_plane(grid)) == grid).all()


# ---- to go on later -----------------------------------------------------------------------------
def test_goes_on_bit_for_bit_in_the_middle_of_an_epoch_with_points_drawn():
    mlp = build(hidden=(5,), optimizer="momentum")
    train(mlp, 12)
    drawn_on(mlp)
    train(mlp, 3)
    kept = State.from_bytes(mlp.state().to_bytes())
    expected = train(mlp, 60), points(mlp), mlp.epoch
    fresh = build(hidden=(5,), optimizer="momentum")
    train(fresh, 3)
    fresh.load_state(kept)
    assert same((train(fresh, 60), points(fresh), fresh.epoch), expected)
    fresh.act("undo", {})
    mlp.act("undo", {})
    assert same(train(fresh, 20), train(mlp, 20))


def test_the_points_are_sent_once():
    mlp = build()
    first = mlp.views({"points": {}})
    assert len(first["points.x"]) == 500
    have = {"points": {"have": int(first["points.version"][0])}}
    assert mlp.views(have).keys() == {"points.version", "points.edits"}
    mlp.act("draw", {"points": [[1, 1, 1]]})
    seen = mlp.views(have)
    assert len(seen["points.x"]) == 501
    assert seen["points.edits"].tolist() == [1, 0, 1, 1]
    mlp.act("undo", {})
    assert mlp.views(have).keys() == {"points.version", "points.edits"}


def test_the_rows_of_a_table_cannot_be_drawn_on():
    mlp = Mlp(MlpConfig(dataset="iris"))
    assert mlp.describe()["drawing"] is None
    with pytest.raises(ActError, match="more than two columns"):
        mlp.act("draw", {"points": [[0.0, 0.0, 0]]})
