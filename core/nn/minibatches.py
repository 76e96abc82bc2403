"""Epoch after epoch over the training points, in minibatches, at next to no cost per step.

An epoch is gathered once, in its random order, into two buffers; the minibatches are windows on them
that were cut beforehand and fit every epoch. N training points, B rows in a minibatch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import torch
from torch import Generator, Tensor

from core.nn.dense import with_ones

Work = TypeVar("Work")  # Workspace, or BatchedWorkspace for copies that all see the same minibatch


class Minibatch(NamedTuple, Generic[Work]):
    """One minibatch, and buffers for what happens to it."""

    x: Tensor  # [B, n_0 + 1]
    x_transposed: Tensor  # [n_0 + 1, B]
    t: Tensor  # [B, K]
    work: Work


class Minibatches(Generic[Work]):
    """Draws minibatches of x [N, n_0], t [N, K]: every point once per epoch, the last may be shorter."""

    def __init__(
        self,
        x: Tensor,
        t: Tensor,
        size: int,
        workspace: Callable[[int], Work],
        generator: Generator,
    ) -> None:
        self._x, self._t = with_ones(x), t  # [N, n_0 + 1], [N, K]
        self._count = len(x)  # N
        self._epoch_x, self._epoch_t = self._x.clone(), t.clone()  # the same in this epoch's order
        self._workspace, self._generator = workspace, generator
        self._order = torch.arange(len(x))  # [N]
        self.size = size
        self.begun = 0  # epochs
        self._since = (
            0.0,
            0,
        )  # of this epoch, the share and the rows that were done when its points changed
        self._cut(len(x))  # before the first epoch nothing is left of the one before

    @property
    def done(self) -> bool:
        """Whether nothing of the epoch is left."""
        return self._at == len(self._batches)

    @property
    def row(self) -> int:
        """How many points of this epoch have been drawn."""
        return min(self._from + self._at * self.size, self._count)

    @property
    def epoch(self) -> float:
        """Passes over the points so far."""
        return self.begun - 1 + self._share

    @property
    def _share(self) -> float:
        """How much of this epoch is done, 0…1: it goes on from where it was when points come or go."""
        share, row = self._since
        left = self._count - row
        return share + (1 - share) * ((self.row - row) / left) if left else 1.0

    @property
    def last(self) -> Minibatch[Work]:
        """The minibatch drawn last."""
        return self._batches[self._at - 1]

    @property
    def last_rows(self) -> Tensor:
        """Which of the points were in it, [B]."""
        return self._order[self.row - len(self.last.x) : self.row]

    def draw(self) -> Minibatch[Work]:
        """The next one; only while the epoch isn't done."""
        self._at += 1
        return self._batches[self._at - 1]

    def run(self, most: int) -> Sequence[Minibatch[Work]]:
        """Up to `most` next ones that are equally long; only while the epoch isn't done."""
        begin, left = self._at, len(self._batches) - self._at
        count = min(most, left)
        if count == left and count > 1 and self._batches[-1].work is not self._batches[begin].work:
            count -= 1  # the last of an epoch may be shorter
        self._at += count
        return self._batches[begin : self._at]

    def begin_epoch(self) -> None:
        """All points again, in a new order."""
        self._order = torch.randperm(self._count, generator=self._generator)
        self.begun += 1
        self._since = (0.0, 0)
        self._gather()
        if self._from:  # otherwise the windows are where they belong
            self._cut(0)
        self._at = 0

    def resize(self, size: int) -> None:
        """Another number of rows from now on: the rest of the epoch is cut anew, so it stays one pass."""
        row, self.size = self.row, size
        self._cut(row)

    def retarget(self, t: Tensor) -> None:
        """Other targets [N, K] for the same points."""
        self._t = t
        self._gather()

    def exchange(self, x: Tensor, t: Tensor, source: Tensor) -> None:
        """Other points x [N, n_0], t [N, K] from now on, in the middle of an epoch.

        `source` int64 [N] says which of the former points each of them is, −1 for a new one. What the epoch
        has drawn stays drawn, and new points join the rest of it in a new order: it is still one pass.
        Between two epochs all of them wait for the next.
        """
        row, done, share = self.row, self.done, self._share
        place = torch.full((len(self._x),), -1)  # former row → row
        same = source >= 0
        place[source[same]] = same.nonzero().view(-1)
        drawn, rest = (part[part >= 0] for part in place[self._order].tensor_split([row]))
        rest = torch.cat((rest, (~same).nonzero().view(-1)))
        if not done:
            rest = rest[torch.randperm(len(rest), generator=self._generator)]
        self._order = torch.cat((drawn, rest))
        self.hold(x, t)
        self._gather()
        self._since = (share, len(x) if done else len(drawn))
        self._cut(self._since[1])

    def hold(self, x: Tensor, t: Tensor) -> None:
        """Other points, of which `load_state` is about to say what has been drawn."""
        self._x, self._t, self._count = with_ones(x), t, len(x)
        self._epoch_x, self._epoch_t = torch.empty_like(self._x), torch.empty_like(t)

    def _gather(self) -> None:
        order = self._order.to(self._x.device)
        torch.index_select(self._x, 0, order, out=self._epoch_x)
        torch.index_select(self._t, 0, order, out=self._epoch_t)

    def _cut(self, row: int) -> None:
        """Windows on the rest of the epoch, from `row` on."""
        self._from, self._at = row, 0
        whole, rest = divmod(len(self._x) - row, self.size)
        lengths = [self.size] * whole + [rest] * (rest > 0)
        works = {length: self._workspace(length) for length in set(lengths)}
        x, t = self._epoch_x[row:], self._epoch_t[row:]
        windows = zip(  # each kind cut in one call: there may be thousands
            x.split(lengths), x.t().split(lengths, 1), t.split(lengths), lengths, strict=True
        )
        self._batches: list[Minibatch[Work]] = [
            Minibatch(x, x_transposed, t, works[length]) for x, x_transposed, t, length in windows
        ]

    def state(self) -> dict[str, Any]:
        return {
            "order": self._order.clone(),
            "row": self.row,
            "begun": self.begun,
            "since": list(self._since),
            "generator": self._generator.get_state(),
        }

    def load_state(self, state: Mapping[str, Any]) -> None:
        self._order = state["order"].clone()
        self.begun = state["begun"]
        share, row = state["since"]
        self._since = (share, row)
        self._generator.set_state(state["generator"])
        self._gather()
        self._cut(state["row"])
