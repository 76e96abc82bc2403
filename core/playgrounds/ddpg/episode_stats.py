"""What is told of an episode when it is over: its return, and whether the critic had promised too much."""

from __future__ import annotations

from dataclasses import dataclass

from core.playgrounds.contract import Scalars


@dataclass
class EpisodeStats:
    """The running episode, in the world's own rewards."""

    total: float = 0.0  # rewards so far
    discounted: float = 0.0
    weight: float = 1.0  # of the next reward: γ to the power of the steps so far
    promised: float = 0.0  # Q of the first state and action
    length: int = 0

    def add(self, reward: float, gamma: float) -> None:
        self.total += reward
        self.discounted += self.weight * reward
        self.weight *= gamma
        self.length += 1

    def close(self, rest: float) -> Scalars:
        """The episode's scalars. `rest` is what the last state is still worth: 0 where the world ended;
        where the time limit cut it off, the critic's word on it, as in the target y."""
        return {
            "episode_return": self.total,
            "episode_length": float(self.length),
            "promised_return": self.promised,
            "realised_return": self.discounted + self.weight * rest,
        }
