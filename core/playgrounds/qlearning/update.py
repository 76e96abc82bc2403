"""One update with all its numbers, as it is spelled out beside the world."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Move:
    """A step that waits until n-step returns can say what came of it."""

    state: int
    action: int
    reward: float
    next: int
    over: bool
    exploring: bool
    epsilon: float
    learned: int = 0  # pairs that were updated in this step


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
    steps: int = (
        1  # m: of an n-step return, `reward` is Σ γᵏ rₖ over m steps, `gamma` γᵐ, `next` sₘ
    )

    @property
    def target(self) -> float:
        return self.reward + self.gamma * self.bootstrap

    @property
    def error(self) -> float:
        return self.target - self.before
