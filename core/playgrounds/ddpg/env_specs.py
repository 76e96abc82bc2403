"""What there is to know of an environment beyond Gymnasium's interface: names, axes, physics, scores.

The published scores and exact values are those of the paper, page or computation named beside them.
n numbers in a state, A axes that a surface may span.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.i18n import N_

FAR = 5.0  # where an axis without bounds ends


@dataclass(frozen=True)
class Axis:
    """A number that a surface may be drawn over."""

    name: str
    unit: str
    low: float
    high: float


@dataclass(frozen=True)
class Scores:
    """What others reach: mean returns, None where nobody has said."""

    random: float | None = None
    published: float | None = None
    published_by: str = ""
    optimum: float | None = None


class EnvSpec:
    """Any environment: a list of numbers, a picture, and a restart at the end of an episode.

    `env` is always the bare environment that this belongs to.
    """

    DRAWING = "picture"
    APART = False  # whether its pictures come from a process of their own: renderer.py
    EXACT = False  # whether the physics can be copied in mid-episode
    GRAVITY = MASS = PUSHABLE = False
    SCALED = False  # whether the networks see each number divided by its bound
    SCORES = Scores()
    EVALUATE_EVERY, EPISODES = 10_000, 3  # steps; noise-free episodes of an evaluation in training
    FINAL_EPISODES = 20
    NAMES: Sequence[tuple[str, str]] = ()  # name and unit of each number of the state
    ACTIONS: Sequence[str] = ()
    SURFACE = (0, 1)

    def names(self, n: int) -> list[tuple[str, str]]:
        return list(self.NAMES) or [(f"s{i + 1}", "") for i in range(n)]

    def actions(self, m: int) -> list[str]:
        return list(self.ACTIONS) or [f"a{i + 1}" for i in range(m)]

    def axes(self, low: np.ndarray, high: np.ndarray) -> list[Axis]:
        """Axes for a state with these bounds, both [n]: here the numbers themselves."""
        return [
            Axis(name, unit, max(float(a), -FAR), min(float(b), FAR))
            for (name, unit), a, b in zip(self.names(len(low)), low, high, strict=True)
        ]

    def place(self, states: np.ndarray) -> np.ndarray:
        """Where states [k, n] are on the axes, [k, A]."""
        return states

    def moved(self, state: np.ndarray, at: Mapping[int, np.ndarray]) -> np.ndarray:
        """`state` [n] moved to the given places [k] on some axes: states [k, n]."""
        places = np.repeat(self.place(state[None]), len(next(iter(at.values()))), axis=0)
        for axis, values in at.items():
            places[:, axis] = values
        return self.states(places)

    def states(self, places: np.ndarray) -> np.ndarray:
        """The states [k, n] at places [k, A] on the axes."""
        return places

    def pose(self, env: Any, action: np.ndarray) -> np.ndarray:
        """What a drawing needs to know, [k]."""
        return np.zeros(0, np.float32)

    def scene(self, env: Any) -> np.ndarray:
        """What another process needs to draw this moment: positions, then velocities; only where APART."""
        raise NotImplementedError

    def push(self, env: Any, strength: float) -> None:
        """A shove; ±1 is a good one."""

    def observed(self, env: Any) -> np.ndarray | None:
        """The state [n] that the physics has now; None where only a step can tell."""
        return None

    def physics(self, env: Any, gravity: float, mass: float) -> None:
        """Factors on gravity and mass, from now on."""

    def snapshot(self, env: Any) -> dict[str, Any]:
        """The physics, copied: only where EXACT."""
        raise NotImplementedError

    def restore(self, env: Any, kept: Mapping[str, Any]) -> None:
        raise NotImplementedError


class Pendulum(EnvSpec):
    """A rod on a motor that is too weak to lift it at once."""

    DRAWING, EXACT = "pendulum", True
    GRAVITY = MASS = PUSHABLE = SCALED = True
    # Uniformly random actions; stable-baselines3's zoo (benchmark.md, ddpg, 20k steps); dynamic
    # programming on a grid, here for the reset seeds 0–9 of an evaluation in training.
    SCORES = Scores(-1238.5, -152.1, N_("RL Baselines3 Zoo, DDPG"), -126.2)
    EVALUATE_EVERY, EPISODES, FINAL_EPISODES = 500, 10, 100
    NAMES: Sequence[tuple[str, str]] = (
        ("cos θ", ""),
        ("sin θ", ""),
        ("angular velocity", "rad/s"),
    )
    ACTIONS = ("torque",)

    def axes(self, low: np.ndarray, high: np.ndarray) -> list[Axis]:
        return [Axis("angle", "rad", -math.pi, math.pi), Axis("angular velocity", "rad/s", -8, 8)]

    def place(self, states: np.ndarray) -> np.ndarray:
        angle = np.arctan2(states[:, 1], states[:, 0])
        return np.stack((angle, states[:, 2]), axis=1)

    def states(self, places: np.ndarray) -> np.ndarray:
        angle = places[:, 0]
        return np.stack((np.cos(angle), np.sin(angle), places[:, 1]), axis=1)

    def pose(self, env: Any, action: np.ndarray) -> np.ndarray:
        angle, velocity = env.state
        return np.array((angle, velocity, action[0]), np.float32)

    def push(self, env: Any, strength: float) -> None:
        angle, velocity = env.state
        velocity = np.clip(velocity + 4.0 * strength, -env.max_speed, env.max_speed)
        env.state = np.array((angle, velocity))

    def observed(self, env: Any) -> np.ndarray | None:
        return env._get_obs()

    def physics(self, env: Any, gravity: float, mass: float) -> None:
        env.g, env.m = 10.0 * gravity, mass

    def snapshot(self, env: Any) -> dict[str, Any]:
        return {"state": env.state.copy(), "rng": env.np_random.bit_generator.state}

    def restore(self, env: Any, kept: Mapping[str, Any]) -> None:
        env.state = kept["state"].copy()
        env.np_random.bit_generator.state = kept["rng"]


class MountainCar(Pendulum):
    """A car in a valley whose engine is weaker than the hill: it must swing up."""

    DRAWING, GRAVITY = "mountain-car", False
    # Zoo: ddpg, 300k steps. The optimum creeps up for 965 steps.
    SCORES = Scores(-33.2, 93.5, N_("RL Baselines3 Zoo, DDPG"), 99.64)
    EVALUATE_EVERY, EPISODES = 3000, 5
    NAMES = (("position", ""), ("velocity", ""))
    ACTIONS = ("force",)
    POWER = 0.0015

    def axes(self, low: np.ndarray, high: np.ndarray) -> list[Axis]:
        return EnvSpec.axes(self, low, high)

    def place(self, states: np.ndarray) -> np.ndarray:
        return states

    def states(self, places: np.ndarray) -> np.ndarray:
        return places

    def push(self, env: Any, strength: float) -> None:
        position, velocity = env.state
        velocity = np.clip(velocity + 0.03 * strength, -env.max_speed, env.max_speed)
        env.state = np.array((position, velocity), env.state.dtype)

    def observed(self, env: Any) -> np.ndarray | None:
        return env.state

    def physics(self, env: Any, gravity: float, mass: float) -> None:
        env.power = self.POWER / mass


class LunarLander(EnvSpec):
    """A lander with a main and two side engines."""

    GRAVITY = PUSHABLE = True
    SCORES = Scores(-219.9, 230.2, N_("RL Baselines3 Zoo, DDPG"))
    EVALUATE_EVERY, EPISODES = 5000, 5
    NAMES = (
        ("x", ""), ("y", ""), ("velocity x", ""), ("velocity y", ""), ("angle", "rad"),
        ("angular velocity", ""), ("left leg", ""), ("right leg", ""),
    )  # fmt: skip
    ACTIONS = ("main engine", "side engines")

    def push(self, env: Any, strength: float) -> None:
        env.lander.ApplyForceToCenter((200.0 * strength, 0.0), True)

    def physics(self, env: Any, gravity: float, mass: float) -> None:
        env.gravity = -10.0 * gravity  # for the next world
        env.world.gravity = (0.0, env.gravity)


class BipedalWalker(EnvSpec):
    """Two legs of two joints each, and eyes that feel ten distances ahead."""

    GRAVITY = PUSHABLE = True
    SCORES = Scores(-106.0, 197.5, N_("RL Baselines3 Zoo, DDPG"))
    NAMES = (
        ("hull angle", "rad"), ("hull angular velocity", ""), ("velocity x", ""), ("velocity y", ""),
        ("hip 1", "rad"), ("hip 1 speed", ""), ("knee 1", "rad"), ("knee 1 speed", ""), ("contact 1", ""),
        ("hip 2", "rad"), ("hip 2 speed", ""), ("knee 2", "rad"), ("knee 2 speed", ""), ("contact 2", ""),
        *((f"lidar {i + 1}", "") for i in range(10)),
    )  # fmt: skip
    ACTIONS = ("hip 1", "knee 1", "hip 2", "knee 2")
    SURFACE = (0, 2)

    def push(self, env: Any, strength: float) -> None:
        env.hull.ApplyForceToCenter((300.0 * strength, 0.0), True)

    def physics(self, env: Any, gravity: float, mass: float) -> None:
        env.world.gravity = (0.0, -10.0 * gravity)


class Mujoco(EnvSpec):
    """Joints and torques."""

    APART = GRAVITY = True
    EVALUATE_EVERY, EPISODES = 20_000, 2

    def physics(self, env: Any, gravity: float, mass: float) -> None:
        env.model.opt.gravity[2] = -9.81 * gravity

    def scene(self, env: Any) -> np.ndarray:
        return np.concatenate((env.data.qpos, env.data.qvel))


# CleanRL's documentation of ddpg_continuous_action.py: version 4, 1M steps, returns in training.
CLEANRL: dict[str, float] = {
    "HalfCheetah-v5": 10374.07, "Walker2d-v5": 1240.16, "Hopper-v5": 1576.78,
    "InvertedPendulum-v5": 642.68, "Humanoid-v5": 1699.56, "Pusher-v5": -77.30,
}  # fmt: skip
KNOWN: Mapping[str, type[EnvSpec]] = {
    "Pendulum-v1": Pendulum,
    "MountainCarContinuous-v0": MountainCar,
    "LunarLanderContinuous-v3": LunarLander,
    "BipedalWalker-v3": BipedalWalker,
    "BipedalWalkerHardcore-v3": BipedalWalker,
}


def spec_of(name: str, mujoco: bool) -> EnvSpec:
    """What is known of the environment called `name`."""
    spec = KNOWN.get(name, Mujoco if mujoco else EnvSpec)()
    if name in CLEANRL:
        spec.SCORES = Scores(published=CLEANRL[name], published_by=N_("CleanRL, DDPG, version 4"))
    elif name == "BipedalWalkerHardcore-v3":
        spec.SCORES = Scores()
    return spec
