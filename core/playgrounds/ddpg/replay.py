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

    def draw(self, rng: np.random.Generator, out: np.ndarray) -> np.ndarray:
        """A minibatch [B, W], uniformly and with replacement, into `out`; the rows it is from, [B]."""
        which = rng.integers(0, self.size, len(out))
        np.take(self.rows, which, axis=0, out=out, mode="clip")
        return which

    def look_ahead(self, at: np.ndarray, out: np.ndarray, n: int, gamma: float) -> np.ndarray:
        """Make copies `out` [B, W] of the rows `at` [B] transitions of up to `n` steps; of how many, [B].

        Of m steps, with an n-step return: Sutton & Barto 2018, equation 7.1; with a critic, D4PG
        (Barth-Maron et al. 2018, arXiv:1804.08617), section 3. Reward: Σ γᵏ rₖ, k < m. Goes on: γ^(m−1),
        0 where the world ended, so that y is reward + γ · goes on · Q′ as ever. Next state: after m steps.
        m < n where the world ended or nothing newer is known, and where the next row does not begin in
        the state that this one led to: time was up, or somebody gave a push.
        """
        steps, discount = np.ones(len(out), np.int64), 1.0
        goes_on, newest = np.ones(len(out), bool), (self.count - 1) % self.capacity
        for _ in range(n - 1):
            after = (at + 1) % self.capacity
            goes_on &= (at != newest) & (self.rows[at, self._goes_on] > 0)
            goes_on &= (self.rows[after, self._state] == self.rows[at, self._next]).all(1)
            discount *= gamma
            more = self.rows[after[goes_on]]
            out[goes_on, self._reward] += discount * more[:, self._reward]
            out[goes_on, self._goes_on] = discount * more[:, self._goes_on]
            out[goes_on, self._next] = more[:, self._next]
            steps += goes_on
            at = np.where(goes_on, after, at)
        return steps

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
