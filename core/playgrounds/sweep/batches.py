"""Minibatches for many networks: of common points or of each one's own, in a common order or each one's own.

M networks, D sets of points (1, or one for each network), G orders (1, or one for each network), N training
points, B rows in a minibatch. What /mlp draws for one network (core/nn/minibatches.py), this draws for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Generator, Tensor


class Batches:
    """Every point once per epoch, in a new order; the last minibatch may be shorter."""

    def __init__(
        self, x: Tensor, t: Tensor, size: int, generators: Sequence[Generator], copies: int
    ) -> None:
        """x is [D, n_0 + 1, N] with a last row of ones, t [D, 1, N], `copies` M."""
        self._x, self._t, self._generators = x, t, generators
        self._count, self._own = x.shape[2], len(generators) > 1
        orders = torch.arange(self._count).repeat(len(generators), 1)
        self._order = orders  # [G, N]
        rows = copies if self._own else len(x)
        self._epoch_x = x.expand(rows, -1, -1).clone()  # [D or M, n_0 + 1, N] in this epoch's order
        self._epoch_t = t.expand(rows, -1, -1).clone()
        self.begun = 0  # epochs
        self._cuts = list(range(0, self._count, size))
        self._windows = list(
            zip(
                (part.expand(copies, -1, -1) for part in self._epoch_x.split(size, 2)),
                (part.expand(copies, -1, -1) for part in self._epoch_t.split(size, 2)),
                strict=True,
            )
        )
        self._at = len(self._windows)  # before the first epoch nothing is left of the one before

    @property
    def count(self) -> int:
        """Minibatches in an epoch."""
        return len(self._windows)

    @property
    def done(self) -> bool:
        """Whether nothing of the epoch is left."""
        return self._at == len(self._windows)

    @property
    def epoch(self) -> float:
        """Passes over the points so far."""
        row = self._count if self.done else self._cuts[self._at]
        return self.begun - 1 + row / self._count

    def begin_epoch(self) -> None:
        """All points again, in a new order."""
        self._order = torch.stack(
            [torch.randperm(self._count, generator=one) for one in self._generators]
        )
        self.begun += 1
        self._at = 0
        self._gather()

    def _gather(self) -> None:
        order = self._order.to(self._x.device)
        if not self._own:
            torch.index_select(self._x, 2, order[0], out=self._epoch_x)
            torch.index_select(self._t, 2, order[0], out=self._epoch_t)
            return
        for source, into in ((self._x, self._epoch_x), (self._t, self._epoch_t)):
            torch.gather(source.expand_as(into), 2, order[:, None].expand_as(into), out=into)

    def run(self, most: int) -> list[tuple[Tensor, Tensor]]:
        """Up to `most` next ones of one length, x [M, n_0 + 1, B] and t [M, 1, B]; only before `done`."""
        begin = self._at
        count = min(most, len(self._windows) - begin)
        short = self._windows[-1][1].shape[2] != self._windows[begin][1].shape[2]
        if short and begin + count == len(self._windows):
            count -= 1
        self._at += count
        return self._windows[begin : self._at]

    def state(self) -> dict[str, Any]:
        return {
            "order": self._order.clone(),
            "at": self._at,
            "begun": self.begun,
            "generators": [one.get_state() for one in self._generators],
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        self._order = state["order"].clone()
        self._at, self.begun = state["at"], state["begun"]
        for one, kept in zip(self._generators, state["generators"], strict=True):
            one.set_state(kept)
        self._gather()
