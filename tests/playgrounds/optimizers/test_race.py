"""One clock for everybody: who leaves, who goes on, where the start is, what noise does."""

import math

import numpy as np
import pytest
import torch

from core.playgrounds.contract import ActError
from core.playgrounds.optimizers.algorithm import Optimizers
from core.playgrounds.optimizers.config import RUNNERS, OptimizersConfig
from core.playgrounds.optimizers.paths import LONGEST, Paths


def race(steps=0, **values):
    made = Optimizers(OptimizersConfig(**values))
    for _ in range(steps):
        made.step()
    return made


def test_gradient_descent_on_a_bowl_shrinks_by_its_closed_form():
    made = race(50, surface="quadratic", conditioning=10.0, lr=0.05, optimizers=("gd",))
    x, y = made.landscape.start.tolist()
    assert made.race.points[0].tolist() == pytest.approx([x * 0.95**50, y * 0.5**50], rel=1e-9)


@pytest.mark.parametrize(("lr", "leaves"), [(0.099, False), (0.101, True)])
def test_gradient_descent_leaves_above_two_over_the_curvature(lr, leaves):
    made = race(
        600,
        surface="quadratic",
        conditioning=20.0,
        lr=lr,
        optimizers=("gd", "adam"),
        factor_adam=0.1,
    )
    assert ("gd" in made.left) == leaves
    assert "adam" not in made.left
    now = made.step()
    assert math.isnan(now["train_loss.gd"]) == leaves
    assert math.isfinite(now["train_loss.adam"])
    if leaves:
        step, seen = made.left["gd"]
        assert 0 < step < 600
        assert "learning rate 0.101" in seen.say()
        assert "GD has left the picture" in made.notes()[0].say()


def test_a_step_into_the_infinite_leaves_as_well():
    made = race(40, surface="rosenbrock", lr=10.0, optimizers=tuple(RUNNERS))
    assert {"gd", "sgd", "momentum", "nesterov"} <= made.left.keys()
    assert np.isnan(made.race.points[0]).all()
    views = made.views({"race": {}, "update": {"member": "gd"}})
    assert views["numbers"].dtype == np.float64


def test_noise_is_felt_by_sgd_alone_or_by_all_but_gradient_descent():
    free = race(9, noise=0.0, optimizers=("gd", "sgd", "adam"))
    alone = race(9, noise=9.0, optimizers=("gd", "sgd", "adam"))
    every = race(9, noise=9.0, noisy="all", optimizers=("gd", "sgd", "adam"))
    still, one, all_ = (it.race.points for it in (free, alone, every))
    assert (still[0] == still[1]).all()
    assert (still == one).all(1).tolist() == [True, False, True]
    assert (still == all_).all(1).tolist() == [True, False, False]


def test_placing_the_start_begins_anew_for_all_and_brings_back_who_left():
    made = race(60, surface="quadratic", lr=0.15, optimizers=("gd", "adam"))
    assert "gd" in made.left
    said = made.act("place", {"x1": 1.0, "x2": -2.5})
    assert (said["name"], said["new"]) == ("start", "1, -2.5")
    assert not made.left
    assert made.race.points.tolist() == [[1.0, -2.5], [1.0, -2.5]]
    assert made.views({"race": {}})["paths"].shape == (2, 2, 2)
    fresh = race(surface="quadratic", lr=0.15, optimizers=("gd", "adam"))
    fresh.act("place", {"x1": 1.0, "x2": -2.5})
    for _ in range(5):
        made.step(), fresh.step()
    same = np.array_equal(made.race.points, fresh.race.points, equal_nan=True)
    assert same  # nothing is remembered of the race before


def test_a_start_outside_the_picture_is_refused_in_a_sentence():
    with pytest.raises(ActError, match=r"x2 = 7 is outside the picture: give a number in -6.0…6.0"):
        race().act("place", {"x1": 0.0, "x2": 7})


def test_two_over_learning_rate_and_schedule_reach_every_optimiser():
    made = race(3, schedule="warmup", schedule_steps=100, lr=0.01, factor_adam=5.0)
    rates = {runner.name: runner.lr for runner in made.race.runners}
    assert rates["gd"] == pytest.approx(0.01 * 0.3)
    assert rates["adam"] == pytest.approx(0.05 * 0.3)


def test_optimisers_find_different_valleys_from_one_start():
    made = race(600)
    found = {
        min(range(4), key=lambda i: math.dist(made.landscape.minima[i], p))
        for p in made.race.points
    }
    assert len(found) >= 2
    assert all(float(made.evaluate()[f"distance.{r.name}"]) < 0.5 for r in made.race.runners)


def test_paths_keep_their_ends_and_stay_bounded():
    paths, places = Paths(1), []
    for k in range(5000):
        paths.add(np.array([[float(k), 0.0]]))
        places.append(k)
        walked = paths.walked(np.array([[float(k), 0.0]]))[0, :, 0]
        assert walked[0] == 0
        assert walked[-1] == k
        assert len(walked) <= LONGEST + 1
    steps = np.diff(walked[:-1])
    assert (steps == steps[0]).all()
    other = Paths(1)
    other.load_state(paths.state())
    paths.add(np.array([[7.0, 0.0]])), other.add(np.array([[7.0, 0.0]]))
    assert paths.count == other.count
    assert torch.equal(*[torch.tensor(it.places[:, : it.count]) for it in (paths, other)])
