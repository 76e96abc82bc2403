"""The replay memory: the last transitions an agent has seen, as a ring. Lin 1992; Mnih et al. 2015.

A transition is one row of float32: [action | state | 1 | reward | goes on | next state | 1]. With the
ones in it, a minibatch's columns are at once what DenseNet takes as input: `[action | state | 1]` for
the critic, `[state | 1]` for the actor, `[next state | 1]` for the target actor.

W columns, n numbers in a state, m in an action, B rows in a minibatch.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

BLOCK = 1024  # rows


class Replay:
    """A ring of at most `capacity` transitions.

    A copy for a checkpoint costs no more than BLOCK rows, however many there are: a block that has
    been filled is set aside once, never written again, and shared by later checkpoints (see State.of).
    """

    def __init__(self, capacity: int, n: int, m: int) -> None:
        self.capacity, self.n, self.m = capacity, n, m
        self.width = m + 2 * n + 4
        self.rows = np.empty((capacity, self.width), np.float32)  # memory is taken as it is filled
        self._action, self._state = slice(0, m), slice(m, m + n)
        self._reward, self._goes_on = m + n + 1, m + n + 2
        self._next = slice(m + n + 3, m + 2 * n + 3)
        self.forget()

    def forget(self) -> None:
        """An empty memory."""
        self.count = 0  # transitions ever added
        self._blocks: list[np.ndarray] = []  # the filled ones as they were when they filled

    @property
    def size(self) -> int:
        """How many transitions there are to draw from."""
        return min(self.count, self.capacity)

    def add(
        self, state: np.ndarray, action: np.ndarray, reward: float, goes_on: bool, after: np.ndarray
    ) -> None:
        """Append a transition; the oldest makes room. `goes_on` is False only where the world ended."""
        at = self.count % self.capacity
        row = self.rows[at]
        row[self._action] = action
        row[self._state] = state
        row[self._reward] = reward
        row[self._goes_on] = goes_on
        row[self._next] = after
        row[self._state.stop] = row[-1] = 1.0
        self.count += 1
        if (at + 1) % BLOCK == 0 or at + 1 == self.capacity:
            first = at // BLOCK * BLOCK
            self._blocks[at // BLOCK : at // BLOCK + 1] = [frozen(self.rows[first : at + 1].copy())]

    def draw(self, rng: np.random.Generator, out: np.ndarray) -> None:
        """A minibatch [B, W], uniformly and with replacement, into `out`."""
        which = rng.integers(0, self.size, len(out))
        np.take(self.rows, which, axis=0, out=out, mode="clip")

    def numbered(self, which: np.ndarray) -> np.ndarray:
        """The rows in which transitions lie: `which` [k] counts them from the oldest one, 0."""
        return (which + (self.count - self.size)) % self.capacity

    def parts(self, rows: np.ndarray) -> tuple[np.ndarray, ...]:
        """State [k, n], action [k, m], reward [k], goes on [k], next state [k, n] of `rows` [k, W]."""
        return (
            rows[:, self._state],
            rows[:, self._action],
            rows[:, self._reward],
            rows[:, self._goes_on],
            rows[:, self._next],
        )

    def state(self) -> dict[str, Any]:
        """Everything, as blocks that nobody changes and the start of the one being written."""
        at = self.count % self.capacity
        head = self.rows[at // BLOCK * BLOCK : at].copy()
        return {"count": self.count, "blocks": list(self._blocks), "head": head}

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.count, self._blocks = state["count"], [frozen(block) for block in state["blocks"]]
        for number, block in enumerate(self._blocks):
            self.rows[number * BLOCK : number * BLOCK + len(block)] = block
        at = self.count % self.capacity
        self.rows[at // BLOCK * BLOCK : at] = state["head"]


def frozen(block: np.ndarray) -> np.ndarray:
    """The same array, from now on for reading only."""
    block.flags.writeable = False
    return block
