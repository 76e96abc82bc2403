"""Value and policy iteration: against a closed form, and against each other."""

from __future__ import annotations

import numpy as np
import pytest

from core.playgrounds.qlearning.algorithm import QLearning
from core.playgrounds.qlearning.config import QlearningConfig
from core.playgrounds.qlearning.grid import Grid, decode, grid_world
from core.playgrounds.qlearning.mdp import PIT, START
from core.playgrounds.qlearning.optimal_values import OptimalValues
from core.playgrounds.qlearning.planning import greedy, mean_return, value_iteration
from core.playgrounds.qlearning.toytext import WORLDS, toy_world
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
    assert OptimalValues.of(corridor(6, 0.1), gamma).settled
    assert not OptimalValues.of(corridor(6, 0.1), 1.0).settled


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


@pytest.mark.parametrize("method", ["value_iteration", "policy_iteration"])
def test_a_sweep_tells_the_value_that_it_changed_most(method):
    run = swept(2, method=method, slip=0.3, wind=0.1, gamma=0.9)
    for _ in range(3):
        world, before = run.agent.mdp, run.agent.values
        v = before.max(1) if method == "value_iteration" else before.mean(1)
        run.step()
        last, after = run.agent.last, run.agent.values
        s, a = last.state, last.action
        assert np.abs(after - before).max() == abs(after[s, a] - before[s, a]) > 0
        assert (last.before, last.after) == (before[s, a], after[s, a])
        p, there = world.probabilities[s, a], world.successors[s, a]
        ends = world.terminals[s, a]
        assert last.reward == pytest.approx((p * world.rewards[s, a]).sum())
        assert last.bootstrap == pytest.approx(
            sum(p[i] * v[there[i]] for i in np.flatnonzero(~ends))
        )
        assert last.target == pytest.approx(last.after)
        assert (last.next, last.over) == (there[p.argmax()], ends[p.argmax()])
        assert last.next_q == before[last.next].tolist()
        assert (last.exploring, last.epsilon, last.alpha, last.gamma) == (False, 0, 1, 0.9)
        assert (last.moved, last.planned, run.planner.improved) == (0, 0, 0)


def test_an_improvement_counts_the_states_whose_action_it_changed():
    run, seen = QLearning(QlearningConfig(method="policy_iteration", sweeps=2)), []
    for step in range(24):
        planner, before = run.planner, run.planner.policy
        run.step()
        changed = (planner.policy != before).any(1) & run.agent.mdp.active
        assert planner.improved == changed.sum()
        assert planner.since == (step + 1) % 3, "two sweeps, then an improvement"
        seen.append(planner.improved)
    assert max(seen) > 5


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
            values.append(run.agent.values.max(1)[run.agent.mdp.starts[0]])
    assert 2 <= improvements <= 20
    assert np.all(np.diff(values) >= -1e-5)


# ---- γ = 1: what is as good need not lead anywhere ---------------------------------------------
OPEN = decode("16x16-s" + "o" * 254 + "g")
UNDISCOUNTED = {
    **{name: toy_world(name, True) for name in WORLDS},
    "dry": toy_world("FrozenLake8x8-v1", False),
    **{
        f"slip {slip}, wind {wind}, {reward} a step": grid_world(grid, slip, wind, reward)
        for grid in (decode(QlearningConfig().map), OPEN)
        for slip, wind in [(0.0, 0.0), (0.3, 0.1), (0.66, 0.3)]
        for reward in (0.0, -0.04)
    },
}


@pytest.mark.parametrize("name", UNDISCOUNTED)
def test_without_discount_the_optimal_policy_comes_to_an_end_and_earns_what_q_promises(name):
    """Its own matrices say so: nobody is left in them, and they sum to Q* and to the return."""
    world = UNDISCOUNTED[name]
    best = OptimalValues.of(world, 1.0)
    assert best.settled
    states = np.arange(world.size[0])
    step = np.zeros((len(states),) * 2)  # P of the policy, [S, S]
    share = best.policy[:, :, None] * world.probabilities * world.active[:, None, None]
    origin = np.broadcast_to(states[:, None, None], share.shape)
    np.add.at(step, (origin, world.successors), share * ~world.terminals)
    assert np.linalg.matrix_power(step, 2**24).max() < 1e-9
    sums = np.linalg.inv(np.eye(len(states)) - step)
    reward = (share * world.rewards).sum((1, 2))
    v = (sums @ reward)[world.active]
    assert v == pytest.approx(best.q.max(1)[world.active], abs=1e-8)
    limit = np.linalg.matrix_power(step, world.limit or 1000)
    cut = sums @ (reward - limit @ reward)
    assert best.optimal_return == pytest.approx(cut[world.starts].mean(), abs=1e-9)


@pytest.mark.parametrize("gamma", [0.5, 0.97])
@pytest.mark.parametrize("name", ["dry", "slip 0.3, wind 0.1, -0.04 a step"])
def test_what_chance_and_the_optimum_earn_is_added_up_step_by_step(name, gamma):
    world = UNDISCOUNTED[name]
    best = OptimalValues.of(world, gamma)
    states, actions = world.size

    def earned(policy, discount):
        step, reward = np.zeros((states, states)), np.zeros(states)
        for s, a, k in np.ndindex(world.probabilities.shape):
            p = policy[s, a] * world.probabilities[s, a, k]
            reward[s] += p * world.rewards[s, a, k]
            step[s, world.successors[s, a, k]] += p * (not world.terminals[s, a, k])
        here = np.bincount(world.starts, minlength=states) / len(world.starts)
        total = 0.0
        for t in range(world.limit):
            total += discount**t * (here @ reward)
            here = here @ step
        return total

    chance = np.full((states, actions), 1 / actions)
    assert best.random_return == pytest.approx(earned(chance, 1.0), abs=1e-9)
    assert best.random_value == pytest.approx(earned(chance, gamma), abs=1e-9)
    assert best.optimal_return == pytest.approx(earned(best.policy, 1.0), abs=1e-9)
    assert best.optimal_value == best.q.max(1)[world.starts].mean()
    off = best.q.copy()
    acted = np.flatnonzero(world.active)[0]
    off[acted, 1] += 0.25
    off[acted, 0] -= 0.5
    off[world.over] = 99.0
    assert best.distance(world, off) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("name", "slippery", "earned"),
    [
        ("FrozenLake-v1", True, 0.7402),
        ("FrozenLake-v1", False, 1.0),
        ("FrozenLake8x8-v1", True, 0.886),
        ("FrozenLake8x8-v1", False, 1.0),
        ("CliffWalking-v1", True, -13.0),
        ("Taxi-v4", True, 7.93),
    ],
)
def test_the_limit_of_ever_weaker_discounts(name, slippery, earned):
    world = toy_world(name, slippery)
    returns = [OptimalValues.of(world, gamma).optimal_return for gamma in (0.999, 1 - 1e-9, 1.0)]
    assert returns == pytest.approx([earned] * 3, abs=5e-4)


@pytest.mark.breadth(2, each="method")
@pytest.mark.parametrize("method", ["value_iteration", "policy_iteration"])
@pytest.mark.parametrize(
    "world",
    [
        {"env": "FrozenLake-v1"},
        {"env": "FrozenLake-v1", "slippery": "off"},
        {"env": "FrozenLake8x8-v1"},
        {"step_reward": 0.0, "slip": 0.2},
    ],
)
def test_without_discount_the_iterations_end_at_a_policy_that_arrives(method, world):
    run = swept(5000, method=method, gamma=1.0, **world)
    assert run.evaluate()["q_distance"] < 1e-6
    assert run.evaluate()["eval_return_mean"] == pytest.approx(run.best.optimal_return)


def test_where_values_still_change_nothing_is_foreseen():
    """The way to the goal is found cell by cell, not by looking for an end."""
    run = swept(2, method="value_iteration", gamma=1.0, map="6x1-soooog", step_reward=0.0)
    assert (run.policy(run.agent.values)[0] == 0.25).all()


def test_no_arrow_of_the_optimum_leads_nowhere():
    run = QLearning(QlearningConfig(env="FrozenLake-v1", slippery="off", gamma=1.0))
    bits, world = run.static_views()["best.greedy"], run.agent.mdp
    chosen = (bits[:, None] >> np.arange(world.size[1])) & 1 == 1
    states, actions = np.nonzero(chosen & world.active[:, None])
    there = world.successors[states, actions, 0]
    assert set(np.unique(states)) == set(np.flatnonzero(world.active))
    assert (there != states).all()


@pytest.mark.parametrize("reward", [0.0, -0.04, 0.1])
@pytest.mark.parametrize("last", [0, PIT])
def test_where_no_end_is_or_none_is_worth_it_there_is_an_answer(reward, last):
    world = grid_world(Grid(3, 2, (START, 0, 0, 0, 0, last)), 0.2, 0.0, reward)
    best = OptimalValues.of(world, 1.0)
    assert np.isfinite(best.q).all()
    assert best.settled == (reward == 0 or (reward < 0 and last == PIT))
