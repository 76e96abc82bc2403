"""Points made by hand outlive a rebuild; a file's columns become points, and what is unfit is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest

from core.data import named, uploads
from core.params import ParamError
from core.playgrounds.contract import ActError
from core.playgrounds.regression.algorithm import Regression
from core.playgrounds.regression.config import RegressionConfig
from core.playgrounds.regression.sets import MOST
from core.training.run import Run


@pytest.fixture
def run():
    made = Run(Regression, RegressionConfig())
    made.obey()
    return made


def points(run: Run) -> np.ndarray:
    return np.stack((run.algorithm.points.x, run.algorithm.points.y))


def change(run: Run, **values) -> None:
    run.configure(run.config.changed(**values))
    run.obey()


def test_points_made_by_hand_stay_through_rebuilds(run):
    run.algorithm.act("add_point", {"x": 4, "y": -4})
    mine = points(run)
    change(run, degree=3)
    assert np.array_equal(points(run), mine)
    change(run, model="network")
    assert np.array_equal(points(run), mine)
    run.reset()
    run.obey()
    run.new_seed()
    run.obey()
    assert np.array_equal(points(run), mine)
    assert run.algorithm.updates == 0
    run.algorithm.act("undo_points", {})
    assert points(run).shape == (2, 20)


def test_points_that_nobody_touched_are_drawn_anew(run):
    before = points(run)
    change(run, degree=2)
    assert np.array_equal(points(run), before)
    change(run, seed=1)
    assert not np.array_equal(points(run), before)


@pytest.mark.parametrize("other", [{"dataset": "sine"}, {"points": 30}, {"noise": 1.0}])
def test_asking_for_other_points_replaces_them_and_undo_brings_them_back(run, other):
    run.algorithm.act("add_point", {"x": 4, "y": -4})
    mine = points(run)
    change(run, **other)
    assert not np.array_equal(points(run)[:, :20], mine[:, :20])
    change(run, degree=2)  # what can be undone outlives a rebuild, too
    run.algorithm.act("undo_points", {})
    assert np.array_equal(points(run), mine)


def test_points_of_classes_do_not_become_points_of_numbers_and_both_are_kept(run):
    run.algorithm.act("add_point", {"x": 4, "y": -4})
    mine = points(run)
    change(run, dataset="three-classes")
    assert run.algorithm.points.before == []
    run.algorithm.act("remove_point", {"index": 0})
    change(run, dataset="line")
    run.algorithm.act("undo_points", {})
    assert np.array_equal(points(run), mine)


def test_the_first_points_come_back_and_that_can_be_undone(run):
    first = points(run)
    with pytest.raises(ActError, match="as they were drawn"):
        run.algorithm.act("restore_points", {})
    run.algorithm.act("move_point", {"index": 0, "x": 1, "y": 1})
    mine = points(run)
    run.algorithm.act("restore_points", {})
    assert np.array_equal(points(run), first)
    run.algorithm.act("undo_points", {})
    assert np.array_equal(points(run), mine)


# ---- points out of a file --------------------------------------------------------------------
@pytest.fixture
def stored(monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path))
    return lambda text: uploads.store(named.packed("mine.csv", text.encode()))


def test_a_file_becomes_points_and_the_axes_know_the_way_back(stored):
    rows = [(float(k * k), 1e6 - 2e3 * k * k) for k in range(40)]
    text = "km;price\n" + "".join(f"{x};{y}\n" for x, y in rows)
    of = Regression(RegressionConfig(dataset="csv", upload=stored(text), lr=0.1))
    assert (len(of.points.x), len(of.drawn.test.x)) == (30, 10)
    (across, up), p = of.drawn.axes, of.points
    assert (across.name, up.name) == ("km", "price")
    both = np.stack((across.shift + across.factor * p.x, up.shift + up.factor * p.y), 1)
    assert {tuple(row) for row in both.round(6)} <= set(rows)
    for _ in range(300):
        of.step()
    assert of.evaluate()["test_loss"] < 1e-6  # it is a line
    assert of.notes() == []


def test_of_more_rows_than_there_is_room_for_a_sample_is_taken_and_said(stored):
    text = "x,y\n" + "".join(f"{k % 97},{k % 89}\n" for k in range(5000))
    of = Regression(RegressionConfig(dataset="csv", upload=stored(text)))
    assert (len(of.points.x), len(of.drawn.test.x)) == (MOST, 1250)
    assert "a sample of 200 is learned from" in of.notes()[-1].say()


def test_columns_are_chosen_and_equal_values_are_explained(stored):
    text = "a,b,c\n" + "".join(f"7,{k % 5},{k % 3}\n" for k in range(30))
    config = RegressionConfig(dataset="csv", upload=stored(text), x_column="a", column="b")
    of = Regression(config)
    assert [axis.name for axis in of.drawn.axes] == ["a", "b"]
    assert "singular" in of.notes()[0].say()
    of.step()
    with pytest.raises(ParamError, match="no numbers in column d"):
        Regression(config.changed(column="d"))


def test_a_run_keeps_what_it_has_where_the_file_is_not_there(run):
    change(run, dataset="csv", upload="0" * 16)
    assert run.status == "failed"
    assert "isn't here any more" in run.reason.say()
    assert points(run).shape == (2, 20)  # what was there is still to be seen
    assert json.dumps(run.algorithm.describe())
