"""A world as tables: whatever an action may lead to, how likely that is, and what it pays.

S states, A actions, K outcomes at most of one action; L layers of a board of H×W cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

FLOOR, WALL, PIT, GOAL, START, ICE, HOLE, CLIFF, LANDMARK = range(9)  # kinds of cells
CERTAIN = 2.0  # above every random number in [0, 1): the last outcome takes what is left

Outcome = tuple[
    float, int, float, bool
]  # up to which random number, next state, reward, whether over


@dataclass(frozen=True)
class Layer:
    """One picture of a board on which a cell is several states (Taxi)."""

    name: str
    passenger: int
    destination: int


@dataclass(frozen=True, eq=False)
class Board:
    """How a world is drawn. `reward` is what entering a cell pays, NaN where it depends on more."""

    kind: np.ndarray  # u1 [H, W]
    reward: np.ndarray  # f4 [H, W]
    state: np.ndarray  # i4 [L, H, W], −1: no state
    layers: tuple[Layer, ...] = ()
    east: np.ndarray | None = None  # u1 [H, W], 1: a wall on the cell's right side

    def where(self, states: int) -> np.ndarray:
        """Layer, row and column of each of `states` states, [S, 3]; −1 for one that has no cell."""
        found = np.full((states, 3), -1)
        places = np.argwhere(self.state >= 0)
        found[self.state[tuple(places.T)]] = places
        return found


@dataclass(frozen=True, eq=False)
class Mdp:
    """A Markov decision process whose episodes end at terminal outcomes, or after `limit` steps."""

    successors: np.ndarray  # int [S, A, K]
    probabilities: np.ndarray  # float [S, A, K], sums to 1 over K
    rewards: np.ndarray  # float [S, A, K]
    terminals: np.ndarray  # bool [S, A, K]
    starts: np.ndarray  # int [N], all equally likely
    limit: int | None
    actions: tuple[str, ...]
    board: Board

    @property
    def size(self) -> tuple[int, int]:
        """S and A."""
        return self.successors.shape[0], self.successors.shape[1]

    @cached_property
    def where(self) -> np.ndarray:
        """Layer, row and column of each state, [S, 3]."""
        return self.board.where(self.size[0])

    @cached_property
    def outcomes(self) -> list[list[tuple[Outcome, ...]]]:
        """The tables as nested lists [S][A], for loops that draw one outcome at a time."""
        return [
            [self._drawn(state, action) for action in range(self.size[1])]
            for state in range(self.size[0])
        ]

    def _drawn(self, state: int, action: int) -> tuple[Outcome, ...]:
        at = (state, action)
        possible = np.flatnonzero(self.probabilities[at])
        bounds = [*np.cumsum(self.probabilities[at][possible])[:-1].tolist(), CERTAIN]
        return tuple(
            (bound, int(self.successors[at][k]), float(self.rewards[at][k]), bool(self.terminals[at][k]))
            for bound, k in zip(bounds, possible, strict=True)
        )  # fmt: skip

    @cached_property
    def active(self) -> np.ndarray:
        """States in which one may come to act, bool [S]: reachable from a start and not terminal."""
        seen = np.zeros(self.size[0], bool)
        front = self.starts
        passable = (self.probabilities > 0) & ~self.terminals
        while len(front):
            seen[front] = True
            reached = self.successors[front][passable[front]]
            front = np.unique(reached[~seen[reached]])
        return seen

    @cached_property
    def ending(self) -> np.ndarray:
        """States from which some way leads to an end, bool [S]."""
        possible = self.probabilities > 0
        found = (possible & self.terminals).any((1, 2))
        while True:
            more = found | (possible & found[self.successors]).any((1, 2))
            if (more == found).all():
                return found
            found = more

    @cached_property
    def over(self) -> np.ndarray:
        """Terminal states, bool [S]: their values are 0 by definition."""
        found = np.zeros(self.size[0], bool)
        found[self.successors[self.terminals & (self.probabilities > 0)]] = True
        return found & ~self.active
