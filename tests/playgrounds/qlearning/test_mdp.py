"""Worlds as tables: probabilities, ends, and the optimal returns that are known of them."""

from __future__ import annotations

import gymnasium
import numpy as np
import pytest

from core.playgrounds.qlearning.config import QlearningConfig
from core.playgrounds.qlearning.grid import Grid, decode, grid_world
from core.playgrounds.qlearning.mdp import GOAL, START, Mdp
from core.playgrounds.qlearning.optimal_values import OptimalValues
from core.playgrounds.qlearning.planning import mean_return, uniform
from core.playgrounds.qlearning.toytext import WORLDS, toy_world

NAMES = [*WORLDS]
GRIDS = [(0.0, 0.0), (0.3, 0.0), (0.0, 0.4), (1.0, 1.0), (0.3, 0.4)]


def grid(slip: float = 0.0, wind: float = 0.0) -> Mdp:
    return grid_world(decode(QlearningConfig().map), slip, wind, -0.04)


def corridor(length: int, step_reward: float = 0.0) -> Mdp:
    """`length` steps to the right lead from the start to the goal, which pays 1."""
    return grid_world(
        Grid(length + 1, 1, (START, *[0] * (length - 1), GOAL)), 0.0, 0.0, step_reward
    )


def check(world: Mdp) -> None:
    states, actions = world.size
    assert np.allclose(world.probabilities.sum(2), 1, atol=1e-12)
    assert (world.probabilities >= 0).all()
    assert ((world.successors >= 0) & (world.successors < states)).all()
    assert len(world.actions) == actions
    assert world.active[world.starts].all()
    assert not (world.active & world.over).any()
    assert world.over.any()
    seen = world.board.state[world.board.state >= 0]
    assert len(np.unique(seen)) == len(seen), "a state has one cell"
    assert (world.where[world.active] >= 0).all(), "where one can act, one can be seen"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("slippery", [True, False])
def test_gymnasiums_tables(name, slippery):
    check(toy_world(name, slippery))


@pytest.mark.parametrize(("slip", "wind"), GRIDS)
def test_the_grids_tables(slip, wind):
    check(grid(slip, wind))


@pytest.mark.parametrize("name", NAMES)
def test_the_tables_are_the_environments_own(name):
    """Random steps of the real environment are outcomes that the tables hold possible."""
    world, env = toy_world(name, True), gymnasium.make(name)
    state, _ = env.reset(seed=3)
    assert state in world.starts
    env.action_space.seed(3)
    for _ in range(300):
        action = env.action_space.sample()
        after, reward, over, cut, _ = env.step(action)
        possible = {
            (there, paid, bool(end)) for _, there, paid, end in world.outcomes[state][action]
        }
        assert (after, reward, over) in possible
        state = env.reset()[0] if over or cut else after


@pytest.mark.parametrize(
    ("name", "slippery", "gamma", "optimal", "chance"),
    [  # from solving gymnasium 1.4's tables apart from this code, rounded
        ("FrozenLake-v1", True, 0.99, 0.7402, 0.0139),
        ("FrozenLake-v1", False, 0.99, 1.0, 0.0139),
        ("FrozenLake8x8-v1", True, 0.999, 0.886, 0.0019),
        ("FrozenLake8x8-v1", True, 0.99, 0.863, 0.0019),
        ("CliffWalking-v1", True, 0.99, -13.0, None),
        ("CliffWalkingSlippery-v1", True, 1.0, -64.71, None),
        ("Taxi-v4", True, 0.99, 7.93, -771.1),
    ],
)
def test_optimal_and_random_returns(name, slippery, gamma, optimal, chance):
    found = OptimalValues.of(toy_world(name, slippery), gamma)
    digits = {"C": 2, "T": 2}.get(name[0], 3 if "8x8" in name else 4)
    assert round(found.optimal_return, digits) == optimal
    if chance is not None:
        assert round(found.random_return, 1 if name[0] == "T" else 4) == chance


@pytest.mark.parametrize(
    ("name", "gamma", "value"),
    [
        ("FrozenLake-v1", 0.9, 0.0689),
        ("FrozenLake-v1", 0.99, 0.542),
        ("FrozenLake8x8-v1", 0.95, 0.0483),
        ("CliffWalking-v1", 0.9, -7.458),
        ("CliffWalking-v1", 0.99, -12.248),
    ],
)
def test_optimal_values_of_the_start(name, gamma, value):
    found = OptimalValues.of(toy_world(name, True), gamma).optimal_value
    assert found == pytest.approx(value, abs=6e-4 if value < -1 else 6e-5)


def test_slip_goes_to_both_sides_alike():
    middle = decode("3x3-ooooopgos-4p25")
    world = grid_world(middle, 0.4, 0.0, -0.1)
    chances = {there: (bound, reward) for bound, there, reward, _ in world.outcomes[4][0]}
    assert chances[1] == pytest.approx((0.6, -0.1))
    assert chances[5] == pytest.approx((0.8, -1.1))
    assert chances[3][1] == pytest.approx(-0.1)
    expected = (world.probabilities[4, 0] * world.rewards[4, 0]).sum()
    assert expected == pytest.approx(0.6 * -0.1 + 0.2 * -1.1 + 0.2 * -0.1)


def test_wind_blows_upwards_after_the_move_but_not_out_of_an_end():
    world = grid_world(decode("3x3-ooooopgos"), 0.0, 0.25, 0.0)
    right = {there: p for p, there in zip(*_outcomes(world, 3, 1), strict=True)}
    assert right == {4: 0.75, 1: 0.25}
    into_the_pit = {there: p for p, there in zip(*_outcomes(world, 4, 1), strict=True)}
    assert into_the_pit == {5: 1.0}


def _outcomes(world: Mdp, state: int, action: int) -> tuple[list[float], list[int]]:
    possible = world.probabilities[state, action] > 0
    return (
        world.probabilities[state, action][possible].tolist(),
        world.successors[state, action][possible].tolist(),
    )


def test_who_bumps_into_a_wall_stays_and_is_paid_for_the_own_cell():
    world = grid_world(decode("3x2-swgooo-0p50"), 0, 0, -0.1)
    ((_, there, reward, over),) = world.outcomes[0][1]
    assert (there, over) == (0, False)
    assert reward == pytest.approx(0.4)


def test_the_exact_return_is_the_mean_of_many_episodes():
    world, rng = grid(0.2, 0.1), np.random.default_rng(0)
    policy = uniform(world)
    returns = []
    for _ in range(2000):
        state, total = int(world.starts[0]), 0.0
        for _ in range(world.limit or 0):
            row = world.outcomes[state][int(rng.integers(4))]
            u = rng.random()
            _, state, reward, over = next(one for one in row if u < one[0])
            total += reward
            if over:
                break
        returns.append(total)
    error = np.std(returns) / len(returns) ** 0.5
    assert abs(mean_return(world, policy) - np.mean(returns)) < 4 * error
