"""What a learner is measured against: the optimum and chance, worked out from the tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.playgrounds.qlearning.mdp import Mdp
from core.playgrounds.qlearning.planning import (
    TIED,
    backup,
    mean_return,
    optimal_policy,
    uniform,
    value_iteration,
)


@dataclass(frozen=True)
class OptimalValues:
    """Q* of a world at one γ, and the mean return and the value at the start of two policies.

    `optimal_return` is what the optimal policy earns, undiscounted and with the step limit, which
    Q* knows nothing of: it may depend on γ, and a policy that counts the steps left could earn a
    little more.
    """

    q: np.ndarray  # Q* [S, A]
    policy: np.ndarray  # π* [S, A]
    optimal_return: float
    optimal_value: float
    random_return: float
    random_value: float
    settled: bool  # False: values grow without end (γ = 1 and something to be earned for ever)

    @classmethod
    def of(cls, world: Mdp, gamma: float) -> OptimalValues:
        q, anything = value_iteration(world, gamma), uniform(world)
        policy = optimal_policy(world, q, gamma)
        return cls(
            q,
            policy,
            mean_return(world, policy),
            float(q.max(1)[world.starts].mean()),
            mean_return(world, anything),
            mean_return(world, anything, gamma),
            gamma < 1
            or bool(np.abs(backup(world, q.max(1), gamma) - q)[world.active].max() < TIED),
        )

    def distance(self, world: Mdp, q: np.ndarray) -> float:
        """max |Q − Q*| over the states that one can come to act in."""
        return float(np.abs(q - self.q)[world.active].max())
