"""Gymnasium's environments as a run has them: which there are, and that they are the same worlds."""

from __future__ import annotations

import gymnasium
import numpy as np
import pytest
from gymnasium.spaces import Box

from core.params import ParamError
from core.playgrounds.ddpg.config import DdpgConfig
from core.playgrounds.ddpg.environment import Environment
from core.playgrounds.ddpg.evaluator import Evaluator
from core.playgrounds.ddpg.registry import TESTED, continuous, needs_mujoco, unfit, why_not


def test_the_list_has_the_tested_ones_first_and_all_that_is_continuous_behind():
    names = list(continuous())
    assert tuple(names[:4]) == TESTED
    assert {"HalfCheetah-v5", "Hopper-v5", "Walker2d-v5", "InvertedPendulum-v5"} <= set(names)
    assert not {"CartPole-v1", "CarRacing-v3", "LunarLander-v3", "HalfCheetah-v4"} & set(names)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("CartPole-v1", "has discrete actions; this page needs continuous ones"),
        ("LunarLander-v3", "discrete actions; the same world with continuous ones is LunarLanderC"),
        ("LunarLander-v2", "discrete actions; the same world with continuous ones is LunarLanderC"),
        ("mountaincar", "discrete actions; the same world with continuous ones is MountainCarCont"),
        ("LunarLanderContinuous-v2", "did you mean LunarLanderContinuous-v3"),
        ("CarRacing-v3", "images"),
        ("CarRacing-v2", "images"),
        ("HalfCheetah-v4", "is an old version: choose HalfCheetah-v5"),
        ("Pendulum-v0", "did you mean Pendulum-v1"),
        ("pendelum", "did you mean Pendulum-v1"),
        ("Cheetah-v5", "did you mean HalfCheetah-v5"),
        ("phys2d/Pendulum-v0", "did you mean Pendulum-v1"),
        ("phys2d/CartPole-v1", "has discrete actions"),
        ("ALE/Pong-v5", "Atari's games are seen as images and played with discrete actions"),
        ("PongNoFrameskip-v4", "Atari's games"),
        ("FetchReach-v3", "no such environment here; choose one of Pendulum-v1"),
        ("Nope", "choose one of Pendulum-v1"),
    ],
)
def test_another_environment_is_refused_with_the_reason(name, said):
    with pytest.raises(ParamError, match="env = ") as refused:
        DdpgConfig(env=name)
    assert said in str(refused.value)
    assert refused.value.nearest in continuous()
    assert refused.value.unread or refused.value.nearest in str(refused.value)


@pytest.mark.parametrize(
    "name", ["ALE/Pong-v5", "Nope", "Taxi-v4", "FetchReach-v3", "Ant/Hill", ""]
)
def test_nothing_is_suggested_that_is_not_meant(name):
    with pytest.raises(ParamError) as refused:
        DdpgConfig(env=name)
    assert refused.value.unread
    assert "did you mean" not in str(refused.value)


def test_every_environment_of_gymnasium_is_either_listed_or_refused():
    for name in gymnasium.registry:
        assert (name in continuous()) != (why_not(name) is not None and name not in continuous())


class Odd(gymnasium.Env):
    """Whatever spaces it is given."""

    def __init__(self, actions: gymnasium.Space, states: gymnasium.Space) -> None:
        self.action_space, self.observation_space = actions, states


LIST = Box(-1, 1, (2,))


@pytest.mark.parametrize(
    ("actions", "states", "said"),
    [
        (Box(-np.inf, 1, (1,)), LIST, "finite bounds"),
        (Box(-1, 1, (2, 2)), LIST, "not a list"),
        (gymnasium.spaces.MultiBinary(3), LIST, "discrete"),
        (LIST, Box(0, 255, (8, 8, 3), np.uint8), "images"),
    ],
)
def test_what_does_not_fit_is_said(actions, states, said):
    assert said in unfit(Odd(actions, states), "Odd-v0").say()


def test_what_fits_fits():
    assert unfit(Odd(LIST, Box(-np.inf, np.inf, (3,))), "Fine-v0") is None


def test_a_missing_extra_is_named():
    try:
        import mujoco  # noqa: F401
    except ImportError:
        with pytest.raises(ParamError, match=r"requirements-mujoco\.txt"):
            Environment("Hopper-v5")
    assert needs_mujoco("Hopper-v5")
    assert not needs_mujoco("Pendulum-v1")


@pytest.mark.parametrize("name", TESTED)
def test_it_is_gymnasiums_own_world_step_by_step_up_to_the_time_limit(name):
    env, world = gymnasium.make(name), Environment(name)
    dice = np.random.default_rng(0)
    for seed in range(2):
        seen, _ = env.reset(seed=seed)
        world.begin(seed)
        over = False
        while not over:
            assert world.state == pytest.approx(seen, abs=1e-5)
            unit = dice.uniform(-1, 1, world.m).astype(np.float32)
            seen, reward, terminated, truncated, _ = env.step(world.stretched(unit))
            outcome = world.step(unit)
            over = terminated or truncated
            assert (outcome.reward, outcome.terminated) == (reward, terminated)
            assert outcome.truncated == (truncated and not terminated)
    env.close()


@pytest.mark.parametrize(("gravity", "mass"), [(1.0, 1.0), (0.5, 2.0)])
def test_many_pendulums_at_once_swing_as_gymnasiums_does(gravity, mass):
    def policy(states):
        return np.sin(3 * states.sum(1, keepdims=True))

    world, alone = Environment("Pendulum-v1", gravity, mass), []
    for seed in range(6):
        world.begin(seed)
        alone.append(sum(world.step(policy(world.seen[None])[0]).reward for _ in range(200)))
    together = Evaluator("Pendulum-v1").returns(6, policy, gravity, mass)
    assert together.tolist() == pytest.approx(alone, rel=1e-6)


def test_actions_reach_the_bounds():
    world = Environment("Pendulum-v1")
    assert world.stretched(np.array([-1.0])).tolist() == [-2.0]
    assert world.unstretched(np.array([1.0])).tolist() == [0.5]
    assert world.unstretched(np.array([9.0])).tolist() == [1.0]


def test_the_time_limit_cuts_off_and_the_flag_ends():
    world = Environment("Pendulum-v1")
    world.begin(0)
    outcomes = [world.step(np.zeros(1)) for _ in range(200)]
    assert [one.truncated for one in outcomes] == [False] * 199 + [True]
    assert not any(one.terminated for one in outcomes)

    world = Environment("MountainCarContinuous-v0")
    world.begin(0)
    world.env.state = np.array([0.44, 0.06])
    outcome = world.step(np.ones(1))
    assert outcome.terminated
    assert not outcome.truncated
    assert outcome.reward == pytest.approx(99.9)


@pytest.mark.parametrize("name", TESTED[:3])
def test_a_jury_adds_up_gymnasiums_own_episodes(name):
    def policy(states):
        return np.tile(np.sin(7 * states[:, :1]), (1, Environment(name).m)).astype(np.float32)

    env, alone = gymnasium.make(name), []
    for seed in range(4):
        seen, _ = env.reset(seed=seed)
        total, over = 0.0, False
        while not over:
            action = Environment(name).stretched(policy(Environment(name).scaled(seen)[None])[0])
            seen, reward, terminated, truncated, _ = env.step(action)
            total, over = total + reward, terminated or truncated
        alone.append(total)
    env.close()
    evaluator = Evaluator(name)
    assert evaluator.returns(4, policy).tolist() == pytest.approx(alone, rel=1e-4)
    assert evaluator.returns(2, policy).tolist() == pytest.approx(alone[:2], rel=1e-4)


@pytest.mark.parametrize(
    ("name", "factor"),
    [
        ("Pendulum-v1", {"gravity": 2.0}),
        ("Pendulum-v1", {"mass": 2.0}),
        ("MountainCarContinuous-v0", {"mass": 2.0}),
        ("LunarLanderContinuous-v3", {"gravity": 0.5}),
        ("BipedalWalker-v3", {"gravity": 0.5}),
    ],
)
def test_gravity_and_mass_change_where_things_fall(name, factor):
    def after(world, live):
        world.begin(1)
        if live:
            world.physics(**{"gravity": 1.0, "mass": 1.0} | factor)
        for _ in range(5):
            world.step(np.full(world.m, 0.3))
        return world.state.tolist()

    plain = after(Environment(name), live=False)
    assert after(Environment(name, **factor), live=False) != plain
    assert after(Environment(name), live=True) != plain


@pytest.mark.parametrize("name", TESTED)
def test_a_push_is_felt(name):
    def after(strength):
        world = Environment(name)
        world.begin(1)
        world.push(strength)
        world.step(np.zeros(world.m))
        return world.state.tolist()

    assert after(0.5) != after(0.0) == after(0.0)
