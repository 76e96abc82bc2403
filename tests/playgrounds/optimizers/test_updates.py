"""Updates against torch.optim's after 100 steps; those that torch has not, written a second way."""

import numpy as np
import pytest
import torch

from core.playgrounds.optimizers.config import RUNNERS, OptimizersConfig
from core.playgrounds.optimizers.figures import FORMULAS, formulas
from core.playgrounds.optimizers.numbers import numbers
from core.playgrounds.optimizers.runner import Runner
from core.playgrounds.optimizers.surfaces import surface

LR, DECAY, STEPS = 0.01, 0.02, 100
ADAM = {"betas": (0.8, 0.95), "eps": 1e-6}
TORCH = {
    "gd": (torch.optim.SGD, {}),
    "sgd": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.7}),
    "nesterov": (torch.optim.SGD, {"momentum": 0.7, "nesterov": True}),
    "adagrad": (torch.optim.Adagrad, {"eps": 1e-6}),
    "rmsprop": (torch.optim.RMSprop, {"alpha": 0.9, "eps": 1e-6}),
    "adam": (torch.optim.Adam, ADAM),
    "adamw": (torch.optim.AdamW, ADAM),
}
SETTINGS = {"momentum": 0.7, "alpha": 0.9, "beta1": 0.8, "beta2": 0.95, "eps": 1e-6}
SURFACE = surface("himmelblau", 1.0, 0.0)


def walked(name, decay=DECAY, steps=STEPS, lr=LR):
    """A runner after `steps` steps with the settings above, and all gradients it was given."""
    runner = Runner(name, torch.tensor([-0.4, -1.1], dtype=torch.float64))
    runner.configure(OptimizersConfig(**SETTINGS))
    slopes = []
    for _ in range(steps):
        slopes.append(SURFACE.slope(*runner.theta.tolist()))
        runner.update(torch.tensor(slopes[-1], dtype=torch.float64), lr, decay)
    return runner, slopes


@pytest.mark.parametrize("decay", [0.0, DECAY])
@pytest.mark.parametrize("name", TORCH)
def test_a_hundred_updates_are_torchs_own(name, decay):
    kind, more = TORCH[name]
    theta = torch.tensor([-0.4, -1.1], dtype=torch.float64, requires_grad=True)
    theirs = kind([theta], lr=LR, weight_decay=decay, **more)
    for _ in range(STEPS):
        theta.grad = torch.tensor(SURFACE.slope(*theta.tolist()), dtype=torch.float64)
        theirs.step()
    assert walked(name, decay)[0].theta.tolist() == pytest.approx(theta.tolist(), abs=1e-6, rel=0)


@pytest.mark.parametrize("decay", [0.0, DECAY])
def test_lion_is_the_papers_algorithm_written_with_numpy(decay):
    runner, slopes = walked("lion", decay)
    theta, mean = np.array([-0.4, -1.1]), np.zeros(2)
    for slope in np.array(slopes):
        blend = 0.8 * mean + 0.2 * slope
        theta = theta - LR * (np.sign(blend) + decay * theta)
        mean = 0.95 * mean + 0.05 * slope
    assert runner.theta.tolist() == pytest.approx(theta.tolist(), abs=1e-12)


def test_schedule_free_is_the_papers_equations_written_with_numpy():
    runner, slopes = walked("schedule_free", 0.0)
    z = np.array([-0.4, -1.1])
    every = [z := z - LR * slope for slope in np.array(slopes)]
    x = np.mean(every, 0)  # the average of all z, which is what c = 1 / t makes of it
    assert runner.point.tolist() == pytest.approx(x.tolist(), abs=1e-12)
    assert runner.theta.tolist() == pytest.approx((0.3 * z + 0.7 * x).tolist(), abs=1e-12)


def test_adams_first_step_by_hand():
    runner, (slope,) = walked("adam", 0.0, steps=1)
    told = numbers(runner, (0, 1))
    assert told["m1"] == pytest.approx(0.2 * slope[0])
    assert told["mhat1"] == pytest.approx(
        slope[0]
    )  # corrected: the first mean is the gradient itself
    assert told["vhat2"] == pytest.approx(slope[1] ** 2)
    assert told["step1"] == pytest.approx(-LR * np.sign(slope[0]), rel=1e-6)
    assert (told["warm1"], told["t"]) == (pytest.approx(0.2), 1)


@pytest.mark.parametrize("name", RUNNERS)
def test_the_numbers_told_are_the_update_and_every_place_of_its_formulas_has_one(name):
    before, _ = walked(name, 0.0, steps=3)
    runner, _ = walked(name, 0.0, steps=4)
    told = numbers(runner, (0, 1))
    assert [told["before1"], told["before2"]] == before.theta.tolist()
    assert told["after1"] == pytest.approx(told["before1"] + told["step1"], abs=1e-15)
    places = {place for line in formulas()[name] for place in _places(line)}
    assert places <= told.keys()
    assert len(formulas()[name]) == len(FORMULAS[name])


def _places(line):
    return [part.split('"')[0] for part in line.split('data-n="')[1:]]


@pytest.mark.parametrize("name", RUNNERS)
def test_goes_on_from_a_saved_state(name):
    runner, _ = walked(name, steps=5)
    other = Runner(name, torch.zeros(2, dtype=torch.float64))
    other.configure(OptimizersConfig(**SETTINGS))
    other.load_state(runner.state())
    for one in (runner, other):
        one.update(torch.tensor([1.0, -2.0], dtype=torch.float64), LR, 0.0)
    assert runner.theta.tolist() == other.theta.tolist()
