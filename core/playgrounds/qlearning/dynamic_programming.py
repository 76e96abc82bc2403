"""Value iteration and policy iteration, a sweep at a time: the exact contrast to learning.

Both know the tables. Value iteration (Sutton & Barto 2018, equation 4.10) and the evaluation of a
policy π (4.4) are sweeps over all states at once; between evaluations the policy is improved (4.9).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from core.playgrounds.qlearning.agent import Agent
from core.playgrounds.qlearning.mdp import Mdp
from core.playgrounds.qlearning.planning import HURRY, TIED, backup, greedy, optimal_policy, uniform
from core.playgrounds.qlearning.update import Update

STANDS = 1e-6  # an evaluation sweep that changes no value by more is followed by an improvement


class DynamicProgramming:
    """Sweeps over the agent's values; keeps the policy that is being evaluated."""

    def __init__(self, agent: Agent) -> None:
        self.agent = agent
        self.policy = uniform(agent.mdp)  # π [S, A], for policy iteration
        self.since = 0  # sweeps since the policy was improved
        self.change = math.inf  # of the last sweep
        self.improved = 0  # states whose action the last step changed; 0 after a sweep
        self._known: tuple[Mdp, np.ndarray, np.ndarray] | None = None  # of these values, π

    def adapt(self) -> None:
        """The world may have changed: the policy is kept where it still fits."""
        if self.policy.shape != self.agent.mdp.size:
            self.policy = uniform(self.agent.mdp)
        self.since, self.change = 0, math.inf

    def step(self) -> None:
        """One sweep, or one improvement of the policy."""
        agent, c = self.agent, self.agent.config
        q, self.improved = agent.values, 0
        if c.method == "value_iteration":
            self._sweep(q, q.max(1))
        elif self.since and (self.since == c.sweeps or self.change < STANDS):
            better = self.greedy(q, TIED)
            changed = (better != self.policy).any(1) & agent.mdp.active
            self.policy, self.since, self.improved = better, 0, int(changed.sum())
        else:
            self.since += 1
            self._sweep(q, (self.policy * q).sum(1))

    def greedy(self, q: np.ndarray, within: float = 0.0) -> np.ndarray:
        """The policy [S, A] that is greedy for q [S, A]; with γ = 1, once values stand, a proper one.

        While they change, what leads on is worth more than what leads nowhere; then they may tie."""
        world, gamma = self.agent.mdp, self.agent.config.gamma
        if self.change > TIED or gamma <= HURRY:
            return greedy(q, within)
        if self._known is None or self._known[0] is not world or (self._known[1] != q).any():
            self._known = world, q.copy(), optimal_policy(world, q, gamma)
        return self._known[2]

    def _sweep(self, q: np.ndarray, v: np.ndarray) -> None:
        """Q ← Σ p (r + γ v′) in all states at once."""
        agent, world, gamma = self.agent, self.agent.mdp, self.agent.config.gamma
        new = np.where(world.over[:, None], 0.0, backup(world, v, gamma))
        change = np.abs(new - q) * world.active[:, None]
        self.change = float(change.max())
        agent.schedule.error += self.change
        agent.q = [new.tolist()]
        state, action = map(int, np.unravel_index(int(change.argmax()), change.shape))
        at = (state, action)
        reward = float(world.probabilities[at] @ world.rewards[at])
        likeliest = int(world.probabilities[at].argmax())
        there, over = int(world.successors[at][likeliest]), bool(world.terminals[at][likeliest])
        later = np.where(world.terminals[at], 0.0, v[world.successors[at]])
        worth = float(world.probabilities[at] @ later)
        agent.last = Update(
            state, action, there, over, False, 0.0, 1.0, reward, gamma, worth, float(q[at]),
            float(new[at]), q[there].tolist(),
        )  # fmt: skip

    def state(self) -> dict[str, Any]:
        counts = {"since": self.since, "change": self.change, "improved": self.improved}
        return {"policy": self.policy, **counts}

    def load_state(self, state: dict[str, Any]) -> None:
        self.policy, self.since = state["policy"], state["since"]
        self.change, self.improved = state["change"], state["improved"]
