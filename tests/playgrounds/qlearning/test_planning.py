"""Value and policy iteration: against a closed form, and against each other."""

from __future__ import annotations

import numpy as np
import pytest

from core.playgrounds.qlearning.algorithm import QLearning
from core.playgrounds.qlearning.config import QlearningConfig
from core.playgrounds.qlearning.optimal_values import Yardstick
from core.playgrounds.qlearning.planning import greedy, mean_return, value_iteration
from tests.playgrounds.qlearning.test_mdp import corridor


@pytest.mark.parametrize("gamma", [0.0, 0.5, 0.9, 1.0])
def test_values_along_a_corridor_are_powers_of_gamma(gamma):
    world = corridor(6)
    v = value_iteration(world, gamma).max(1)
    assert np.allclose(v[:6], [gamma ** (5 - cell) for cell in range(6)], atol=1e-12)
    assert v[6] == 0
    assert mean_return(world, greedy(value_iteration(world, 0.9))) == 1.0


def test_a_cost_of_living_is_a_geometric_series():
    v = value_iteration(corridor(5, -0.1), 0.9).max(1)
    assert v[0] == pytest.approx(-0.1 * (1 - 0.9**5) / 0.1 + 0.9**4)


@pytest.mark.parametrize("gamma", [0.99, 0.999, 0.99999])
def test_a_living_for_ever_is_worth_the_sum_of_a_series(gamma):
    """Better than the goal: to and fro for ever, 0.1 a step."""
    v = value_iteration(corridor(6, 0.1), gamma).max(1)
    assert v[:4] == pytest.approx(0.1 / (1 - gamma), rel=1e-9)
    assert Yardstick.of(corridor(6, 0.1), gamma).settled
    assert not Yardstick.of(corridor(6, 0.1), 1.0).settled


def test_the_limit_cuts_the_return():
    world = corridor(6)
    stays = np.zeros(world.size)
    stays[:, 0] = 1
    assert mean_return(world, stays) == 0.0
    assert mean_return(corridor(6, -0.25), stays) == -0.25 * (world.limit or 0)


def swept(steps: int, **values: object) -> QLearning:
    run = QLearning(QlearningConfig(**values))
    for _ in range(steps):
        run.step()
    return run


def test_a_sweep_looks_one_step_further():
    run = swept(3, method="value_iteration", map="5x1-sooog", step_reward=0.0, gamma=0.5)
    assert run.agent.values.max(1).tolist() == [0, 0.25, 0.5, 1, 0]


@pytest.mark.parametrize("sweeps", [0, 1, 5])
@pytest.mark.parametrize(("slip", "gamma"), [(0.0, 0.95), (0.3, 0.99)])
def test_policy_iteration_comes_to_what_value_iteration_says(sweeps, slip, gamma):
    values = {"slip": slip, "gamma": gamma, "wind": 0.1}
    run = swept(3000, method="policy_iteration", sweeps=sweeps, **values)
    assert run.evaluate()["q_distance"] < 1e-4
    assert run.evaluate()["eval_return_mean"] == pytest.approx(run.best.optimal_return)
    other = swept(1000, method="value_iteration", **values)
    assert other.evaluate()["q_distance"] < 1e-9


def test_policies_get_better_one_by_one():
    run = QLearning(QlearningConfig(method="policy_iteration"))
    values, improvements = [], 0
    for _ in range(600):
        (stage,) = run.trace()
        if stage.name == "improve":
            improvements += stage.arrays["changed"][0] > 0
            values.append(run.agent.values.max(1)[run.agent.world.starts[0]])
    assert 2 <= improvements <= 20
    assert np.all(np.diff(values) >= -1e-5)
