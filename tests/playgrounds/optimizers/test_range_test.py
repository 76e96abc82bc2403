"""The range test: what is usable, when it ends, when it begins anew; and taking a start back."""

import numpy as np
import pytest

from core.playgrounds.contract import ActError
from core.playgrounds.optimizers.algorithm import Optimizers
from core.playgrounds.optimizers.config import OptimizersConfig
from core.playgrounds.optimizers.presets import PRESETS
from core.playgrounds.optimizers.range_test import LONGEST, RangeTest, usable
from core.training.session import Session


def race(steps=0, **values):
    made = Optimizers(OptimizersConfig(**values))
    for _ in range(steps):
        made.step()
    return made


def test_usable_is_from_a_tenth_of_the_fall_to_the_lowest_loss():
    rates = np.array([1, 2, 3, 4, 5, 6, 7.0])
    assert usable(rates, np.array([10, 9.9, 9, 4, 0, 3, np.nan])) == (3.0, 5.0)
    assert np.isnan(usable(rates, np.array([10, 10, 11, 12, 20, 30, np.nan]))).all()
    assert np.isnan(usable(rates, np.full(7, np.nan))).all()


def test_a_long_test_is_thinned_evenly_and_stays_bounded():
    made = RangeTest(2, 1000)
    for k in range(1500):
        made.add(np.array([k, 2 * k]), np.array([1.0, np.nan]))
    assert made.rates.shape == (2, LONGEST)
    assert set(np.diff(made.rates[0])) == {4.0}
    assert np.isnan(made.losses[1]).all()


def test_on_a_bowl_noisy_descent_is_usable_up_to_about_two_over_the_curvature():
    made = race(
        surface="quadratic", conditioning=500.0, optimizers=("sgd", "adam"), lr=0.1,
        schedule="range_test", schedule_steps=200, noise=5.0,
    )  # fmt: skip
    session = Session(made, made.config, "cpu")
    ended = None
    while ended is None:
        ended = session.train(60.0, 50, stops=True, halt_epoch=float("inf")).ended
    assert session.step == 200  # it ends with the highest rate, and by itself
    assert "The range test is over" in ended.say()
    seen = made.views({"range": {}})
    assert seen["rates"][0, 0] == pytest.approx(1e-5, rel=1e-3)
    low, high = seen["usable"][0]
    assert 0.5 * 2 / 500 < high < 2 * 2 / 500
    assert low < high / 4
    assert "sgd" in made.left


def test_the_presets_test_tells_everybody_a_range():
    values = {one.name: one.values for one in PRESETS}["range-test"]
    made = race(values["schedule_steps"], **values)
    low, high = made.race.tested.usable().T
    assert (low < high).all()
    muon = made.race.tested.rates[-1]
    assert muon[-1] == pytest.approx(values["lr"] * values["factor_muon"], rel=0.05)
    assert muon[-1] / muon[0] == pytest.approx(1e4, rel=0.05)


def test_choosing_a_range_test_while_it_runs_begins_anew_at_the_start():
    made = race(80, optimizers=("gd", "adam"))
    made.configure(made.config.changed(schedule="range_test"))
    assert (made.race.points == made.landscape.start.numpy()).all()
    made.step()
    assert made.race.tested.rates.shape == (2, 1)
    assert made.race.runners[0].lr == pytest.approx(made.config.lr / 1e4)
    made.configure(made.config.changed(lr=0.5))
    assert made.race.raced == 0


@pytest.mark.parametrize("surface", ["himmelblau", "network"])
def test_taking_back_a_start_goes_on_with_the_race_that_it_ended(surface):
    values = {"surface": surface, "lr": 0.01, "optimizers": ("gd", "adam"), "factor_adam": 1.0}
    made, other = race(40, **values), race(40, **values)
    with pytest.raises(ActError, match="There is no placed start to take back"):
        made.act("undo_start", {})
    first = made.race.points
    for x1 in (0.5, 0.2):
        made.act("place", {"x1": x1, "x2": 0.5})
        made.step()
    said = [made.act("undo_start", {}) for _ in range(2)]
    assert said[0]["old"].startswith("0.2")
    assert (made.race.points == first).all()
    for one in (made, other):
        for _ in range(20):
            one.step()
    assert (made.race.points == other.race.points).all()
    assert made.race.raced == 60
