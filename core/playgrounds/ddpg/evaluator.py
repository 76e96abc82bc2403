"""What a policy is worth: noise-free episodes beside the training, in environments of their own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.playgrounds.ddpg.environment import Environment


class Evaluator:
    """Draws nothing from the training's generators: the starts are the reset seeds 0, 1, …"""

    def __init__(self, name: str) -> None:
        self._name = name
        self._worlds: list[Environment] = []  # made when they are first needed

    def returns(
        self,
        episodes: int,
        policy: Callable[[np.ndarray], np.ndarray],
        gravity: float = 1.0,
        mass: float = 1.0,
    ) -> np.ndarray:
        """Undiscounted returns [episodes]; all go side by side, so that the policy is asked once a step.

        `policy` maps states [k, n] as the networks see them to actions [k, m] in −1…1.
        """
        if self._name == "Pendulum-v1":
            return pendulums(episodes, policy, gravity, mass)
        while len(self._worlds) < episodes:
            self._worlds.append(Environment(self._name))
        total = np.zeros(episodes)
        for seed, world in enumerate(self._worlds[:episodes]):
            world.factors = (gravity, mass)
            world.begin(seed)
        going = list(range(episodes))
        while going:
            actions = policy(np.stack([self._worlds[i].seen for i in going]))
            outcomes = [
                self._worlds[i].step(action) for i, action in zip(going, actions, strict=True)
            ]
            total[going] += [outcome.reward for outcome in outcomes]
            going = [i for i, outcome in zip(going, outcomes, strict=True) if not outcome.over]
        return total


def pendulums(
    episodes: int, policy: Callable[[np.ndarray], np.ndarray], gravity: float, mass: float
) -> np.ndarray:
    """The same for Pendulum-v1, whose episodes all last as long: its equations for all of them at once.

    They are those of gymnasium/envs/classic_control/pendulum.py, in its precision; a test holds them
    against it. Step by step, an evaluation every few hundred steps would cost a fifth of the training.
    """
    world = Environment("Pendulum-v1")
    env = world.env
    starts = []
    for seed in range(episodes):
        env.reset(seed=seed)
        starts.append(env.state)
    angle, speed = np.array(starts).T  # [k] each
    total = np.zeros(episodes)
    for _ in range(world.limit):
        states = np.stack((np.cos(angle), np.sin(angle), speed), axis=1).astype(np.float32)
        action = world.stretched(policy(world.scaled(states)))[:, 0]  # [k]
        torque = action.clip(-env.max_torque, env.max_torque)
        off = (angle + np.pi) % (2 * np.pi) - np.pi  # from upright
        total -= off**2 + 0.1 * speed**2 + 0.001 * torque**2
        pull = 3 * 10.0 * gravity / (2 * env.l) * np.sin(angle)
        speed = speed + (pull + 3.0 / (mass * env.l**2) * torque) * env.dt
        speed = speed.clip(-env.max_speed, env.max_speed)
        angle = angle + speed * env.dt
    return total
