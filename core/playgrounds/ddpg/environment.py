"""An environment as a run has it: bare, with its time limit kept here, its physics live, and copied exactly.

Actions are −1…1 and stretched to the environment's bounds. The networks see states scaled to ±1 where
its EnvSpec says so. n numbers in a state, m in an action.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gymnasium
import numpy as np

from core.playgrounds.ddpg.env_specs import spec_of
from core.playgrounds.ddpg.registry import make, needs_mujoco

ENDLESS = 1000  # steps of an episode where the environment sets no limit


@dataclass(frozen=True)
class Outcome:
    """What a step led to. An episode is over when it has terminated or was cut off by the time limit."""

    reward: float
    terminated: bool  # the world ended: nothing comes after, and nothing is worth anything
    truncated: bool  # time is up: the world would have gone on

    @property
    def over(self) -> bool:
        return self.terminated or self.truncated


class Environment:
    """One environment and where its episode stands. Raises ParamError where it cannot be made."""

    def __init__(
        self, name: str, gravity: float = 1.0, mass: float = 1.0, *, drawn: bool = False
    ) -> None:
        self.name, self._drawn = name, drawn
        self.spec = spec_of(name, needs_mujoco(name))
        self.factors = (gravity, mass)
        self._new()
        space, actions = self.env.observation_space, self.env.action_space
        self.low, self.high = space.low, space.high  # [n]
        self.action_low, self.action_high = actions.low, actions.high  # [m]
        self.n, self.m = len(self.low), len(self.action_low)
        self._middle = (self.action_high + self.action_low) / 2
        self._reach = (self.action_high - self.action_low) / 2
        self.centre = np.zeros(self.n, np.float32)  # what the networks see: (state − centre) / span
        self.span = np.ones(self.n, np.float32)
        if self.spec.SCALED:
            self.centre, self.span = (self.high + self.low) / 2, (self.high - self.low) / 2
        spec = gymnasium.spec(name)
        self.limit = spec.max_episode_steps or ENDLESS
        self.time = 0  # steps of this episode so far
        self.seen = np.zeros(self.n, np.float32)  # the state as the networks see it
        self.action = np.zeros(self.m, np.float32)  # the last action in the environment's units

    def _new(self) -> None:
        self.env: Any = make(self.name, **({"render_mode": "rgb_array"} if self._drawn else {}))

    @property
    def state(self) -> np.ndarray:
        """The state [n] in the environment's units, copied."""
        return self.unscaled(self.seen)

    @property
    def pose(self) -> np.ndarray:
        """What a drawing needs to know, float32 [k]."""
        return self.spec.pose(self.env, self.action)

    def unscaled(self, seen: np.ndarray) -> np.ndarray:
        """States [..., n] as the networks see them, in the environment's units."""
        return seen * self.span + self.centre

    def scaled(self, states: np.ndarray) -> np.ndarray:
        """States [..., n] in the environment's units, as the networks see them."""
        return ((states - self.centre) / self.span).astype(np.float32)

    def stretched(self, action: np.ndarray) -> np.ndarray:
        """Actions [..., m] in −1…1 in the environment's units."""
        return self._middle + self._reach * action

    def unstretched(self, action: np.ndarray) -> np.ndarray:
        """An action [m] in the environment's units as −1…1, cut off at the bounds."""
        return ((action - self._middle) / self._reach).clip(-1.0, 1.0)

    def begin(self, seed: int) -> None:
        """A new episode. Where the physics cannot be copied, also a new environment: an engine that
        has been used before keeps traces of it, and the episode must depend on the seed alone."""
        if not self.spec.EXACT:
            self.env.close()
            self._new()
        seen, _ = self.env.reset(seed=seed)
        self.spec.physics(self.env, *self.factors)
        self.seen, self.time = self.scaled(seen), 0
        self.action = np.zeros(self.m, np.float32)

    def step(self, action: np.ndarray) -> Outcome:
        """One step with `action` [m] in −1…1."""
        self.action = self.stretched(action)
        seen, reward, terminated, truncated, _ = self.env.step(self.action)
        self.seen = self.scaled(seen)
        self.time += 1
        truncated = not terminated and (bool(truncated) or self.time >= self.limit)
        return Outcome(float(reward), bool(terminated), truncated)

    def push(self, strength: float) -> None:
        """Shove the body. Where the physics is at hand the state shows it at once, else after a step."""
        self.spec.push(self.env, strength)
        seen = self.spec.observed(self.env)
        if seen is not None:
            self.seen = self.scaled(seen)

    def physics(self, gravity: float, mass: float) -> None:
        """Factors on gravity and mass, from now on."""
        self.factors = (gravity, mass)
        self.spec.physics(self.env, gravity, mass)

    def keep(self) -> dict[str, Any]:
        """Everything, copied: only where the EnvSpec is EXACT."""
        return {
            "physics": self.spec.snapshot(self.env),
            "time": self.time,
            "seen": self.seen.copy(),
            "action": self.action.copy(),
        }

    def go_back(self, kept: Mapping[str, Any]) -> None:
        self.spec.restore(self.env, kept["physics"])
        self.time = kept["time"]
        self.seen, self.action = kept["seen"].copy(), kept["action"].copy()
