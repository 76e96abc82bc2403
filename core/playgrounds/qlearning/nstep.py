"""n-step returns: rewards of several steps that really came, before a table says what follows.

    G = Σ γᵏ rₖ  (k < m)  + γᵐ · what sₘ is worth,   m ≤ n

SARSA and expected SARSA count every step: they learn what their own policy earns (Sutton & Barto 2018,
equations 7.4 and 7.7). Q-learning asks what the greedy policy would earn: it counts on for as long as the
agent acts greedily, and where it strays takes the best value there instead. That is n-step tree backup
(section 7.5, equation 7.16) whose target policy is the greedy one, so it needs no importance weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.playgrounds.qlearning.update import Move


@dataclass(frozen=True)
class Return:
    """What was found along m steps."""

    reward: float  # Σ γᵏ rₖ
    weight: float  # γᵐ
    bootstrap: float  # what sₘ is worth; 0 at an end
    next: int  # sₘ
    over: bool
    steps: int  # m

    @property
    def target(self) -> float:
        return self.reward + self.weight * self.bootstrap


def n_step_return(
    moves: Sequence[Move],
    gamma: float,
    worth: Callable[[int], float],
    greedy: Callable[[Move], bool] | None,
) -> Return:
    """The return of the first of `moves`. `worth` says what a state promises; `greedy` whether a move is
    what the target policy would have done, None where that is the agent's own policy."""
    reward, weight = 0.0, 1.0
    for m, move in enumerate(moves):
        if m and greedy is not None and not greedy(move):
            return Return(reward, weight, worth(move.state), move.state, False, m)
        reward += weight * move.reward
        weight *= gamma
    last = moves[-1]
    bootstrap = 0.0 if last.over else worth(last.next)
    return Return(reward, weight, bootstrap, last.next, last.over, len(moves))
