"""The regression against numbers worked by hand, finite differences, closed forms and the rank of X."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
import torch

from core.playgrounds import lookup
from core.playgrounds.contract import ActError
from core.playgrounds.regression import least_squares as ls
from core.playgrounds.regression.algorithm import Regression
from core.playgrounds.regression.config import RegressionConfig
from core.playgrounds.regression.sets import LIMIT, MOST


def built(**values) -> Regression:
    return Regression(RegressionConfig(**values))


def put(of: Regression, x: list[float], y: list[float]) -> None:
    of.points.x, of.points.y = np.array(x), np.array(y)
    of.points.version += 1


def test_one_step_is_what_one_works_out_by_hand():
    of = built(lr=0.1)
    put(of, [0.0, 1.0, 2.0], [1.0, 2.0, 4.0])
    of.fits.theta[0] = 0.0, 1.0
    scalars = of.step()
    # residuals −1, −1, −2: loss 6/3, gradients (2/3)·(−4) and (2/3)·(−1 − 4)
    assert scalars["loss"] == pytest.approx(2.0)
    assert of.fits.theta[0] == pytest.approx([0.8 / 3, 1 + 1 / 3])


def test_the_closed_form_is_that_of_the_lecture():
    of = built()
    x, y = of.points.x, of.points.y
    slope = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    assert of.fits.best == pytest.approx([y.mean() - slope * x.mean(), slope])


@pytest.mark.parametrize("loss", ["mse", "huber", "absolute"])
def test_gradients_are_those_of_finite_differences(loss):
    of = built(loss=loss, degree=3, weight_decay=0.3, standardise="on")
    beta = of.fits.theta[0]

    def objective(at):
        mean = ls.each(loss, of.fits.design @ at - of.points.y).mean()
        return mean + 0.15 * (at[1:] ** 2).sum()

    step = 1e-6 * np.eye(4)
    expected = [(objective(beta + one) - objective(beta - one)) / 2e-6 for one in step]
    assert of.fits.gradients_now()[0] == pytest.approx(expected, abs=1e-6)


def test_l2_has_its_closed_form_and_the_descent_reaches_it():
    of = built(degree=3, standardise="on", weight_decay=0.5, lr=0.1)
    curved = ls.hessian(of.fits.design, 0.5)
    assert curved @ of.fits.best == pytest.approx(2 / 20 * of.fits.design.T @ of.points.y)
    for _ in range(2000):
        of.step()
    assert of.evaluate()["closed_form_gap"] < 1e-6


def test_l1_makes_zeros_and_spares_the_first():
    assert ls.soft_threshold(np.array([0.1, 0.1, -2.0]), 0.5) == pytest.approx([0.1, 0.0, -1.5])
    of = built(degree=6, standardise="on", l1=0.5, lr=0.05)
    for _ in range(500):
        of.step()
    assert (of.fits.theta[0, 1:] == 0).sum() >= 3


def test_batches_of_closed_forms_are_those_of_one_after_the_other():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(7, 12, 4)), rng.normal(size=(7, 12))
    for decay in (0.0, 0.2):
        alone = [ls.closed_form(a, b, decay) for a, b in zip(x, y, strict=True)]
        assert ls.closed_form(x, y, decay) == pytest.approx(np.array(alone))


def test_standardising_makes_the_bowl_round():
    narrow, round_one = (built(dataset="far", standardise=on) for on in ("off", "on"))
    condition = [np.linalg.cond(ls.hessian(of.fits.design, 0.0)) for of in (narrow, round_one)]
    assert condition[0] > 50
    assert condition[1] == pytest.approx(1.0)


def test_the_bound_of_the_learning_rate_is_where_it_explodes():
    bound = built().fits.bound
    for share, explodes in ((0.98, False), (1.05, True)):
        of = built(lr=share * bound)
        rows = [of.step() for _ in range(600)]
        losses = {"loss": np.array([row["loss"] for row in rows])}
        assert (of.diverged(losses) is not None) == explodes
    row, said = of.diverged(losses)
    assert row + 1 == of.gone["mse"][0]
    assert "2/λmax" in said.say()


def test_a_member_that_explodes_leaves_and_the_others_go_on():
    of = built(loss="all", lr=0.45)
    for _ in range(60):
        row = of.step()
    assert list(of.left) == ["mse"]
    assert np.isnan(row["loss.mse"])
    assert np.isfinite(row["loss.huber"])
    assert "Squared error has left the picture" in of.notes()[0].say()
    assert np.isfinite(of.fits.theta).all()


def test_outliers_pull_the_squared_error_most():
    of = Regression(RegressionConfig(**lookup("regression").PRESETS[2].values))
    for _ in range(3000):
        of.step()
    off = np.abs(of.fits.theta - [0.5, 0.8]).max(1)
    assert off[0] > 2 * max(off[1:])


@pytest.mark.parametrize(
    "values", [{"dataset": "same-x"}, {"points": 4, "degree": 9, "standardise": "on"}]
)
def test_a_singular_regression_is_explained(values):
    of = built(**values)
    assert "singular" in of.notes()[0].say()
    assert np.isfinite(of.fits.best).all()
    of.step()
    assert np.isfinite(of.views({"bowl": {}, "fit": {"resampled": True}})["bowl"]).all()
    of.configure(of.config.changed(weight_decay=0.1))
    assert of.notes() == []


def test_points_are_added_moved_removed_and_brought_back():
    of = built()
    first = of.points.x.copy()
    of.act("add_point", {"x": 1, "y": -2})
    assert (len(of.points.x), of.points.y[-1]) == (21, -2)
    of.act("move_point", {"index": 20, "x": 2, "y": 2})
    of.act("move_point", {"index": 20, "x": 3, "y": 2, "more": True})
    assert of.points.x[20] == 3
    of.act("undo_points", {})  # both moves at once
    assert of.points.x[20] == 1
    of.act("remove_point", {"index": 0})
    assert np.array_equal(of.points.x[:19], first[1:])
    of.act("undo_points", {})
    of.act("undo_points", {})
    assert np.array_equal(of.points.x, first)
    with pytest.raises(ActError, match="no edit"):
        of.act("undo_points", {})


def test_the_fit_follows_a_point_that_is_moved():
    of = built()
    of.act("move_point", {"index": 0, "x": LIMIT, "y": -LIMIT})
    for _ in range(2000):
        of.step()
    assert of.evaluate()["closed_form_gap"] < 1e-9


@pytest.mark.parametrize(
    ("name", "args", "said"),
    [
        ("move_point", {"index": 20, "x": 0, "y": 0}, "0–19"),
        ("move_point", {"index": 0, "x": "a", "y": 0}, "±5"),
        ("add_point", {"x": 0, "y": float("nan")}, "±5"),
        ("add_point", {"x": 0, "y": 5.1}, "±5"),
        ("remove_point", {}, "0–19"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(name, args, said):
    of = built()
    with pytest.raises(ActError, match=said):
        of.act(name, args)
    assert of.points.version == 0


def test_there_is_room_for_so_many_points_and_one_stays():
    of = built(points=MOST)
    with pytest.raises(ActError, match="already"):
        of.act("add_point", {"x": 0, "y": 0})
    put(of, [1.0], [1.0])
    with pytest.raises(ActError, match="last point"):
        of.act("remove_point", {"index": 0})


def test_what_the_fits_say_somewhere_can_be_asked():
    of = built()
    answer, _ = of.probe("predict", {"x": 2})
    assert answer["fits"] == pytest.approx([of.fits.theta[0] @ [1, 2]])
    assert answer["closed_form"] == pytest.approx(of.fits.best @ [1, 2])


def test_the_path_stays_short_and_keeps_its_beginning():
    of = built()
    start = of.fits.theta[0, :2].copy()
    for _ in range(5000):
        of.step()
    assert len(of.fits.paths.places) <= 400
    assert np.array_equal(of.fits.paths.places[0, 0], start)


def test_the_bowl_is_the_loss():
    for loss in ("mse", "huber"):
        of = built(loss=loss)
        arrays = of.views({"bowl": {}})
        b0, _, b1, _ = arrays["bowl.frame"]
        r = of.fits.design @ [b0, b1] - of.points.y
        assert arrays["bowl"][0, 0, 0] == pytest.approx(ls.each(loss, r).mean(), rel=1e-4)


def test_the_global_generator_decides_nothing():
    torch.manual_seed(0)
    one = built().points.y
    torch.manual_seed(1)
    assert np.array_equal(one, built().points.y)


def test_the_command_line_reaches_the_closed_form():
    command = [sys.executable, "-m", "core", "train", "regression", "--preset", "line"]
    done = subprocess.run(
        [*command, "--steps", "500", "--json"], capture_output=True, text=True, check=True
    )
    metrics = json.loads(done.stdout.splitlines()[-1])["metrics"]
    assert metrics["closed_form_gap"] < 1e-4
    assert metrics["train_loss"] < metrics["test_loss"] * 2
