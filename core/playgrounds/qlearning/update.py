"""One update with all its numbers, as it is spelled out beside the world."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Update:
    """What `Agent.step` did last; of a sweep, what happened to the value that changed most."""

    state: int
    action: int
    next: int
    over: bool
    exploring: bool
    epsilon: float
    alpha: float
    reward: float
    gamma: float
    bootstrap: float  # what stands for max Q(s′, ·); 0 at the end of an episode
    before: float
    after: float
    next_q: list[float]  # [A]
    moved: int = 0  # traces that were updated along
    planned: int = 0  # remembered pairs that were learned from again

    @property
    def target(self) -> float:
        return self.reward + self.gamma * self.bootstrap

    @property
    def error(self) -> float:
        return self.target - self.before
