"""A sweep over batch sizes: a batch of networks for each of them, on one clock.

Who takes smaller minibatches takes more steps per epoch. The clock is theirs who take the smallest: a step is
one minibatch of those, and the others take one whenever they would fall behind, so that all end an epoch with
the same step. Of s steps of the n that an epoch has, a group with n_g minibatches has then taken
⌈s · n_g / n⌉.

M networks in all; a group looks like `Networks` of its own, and all of them together do, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import torch
from torch import Tensor

from core.nn.batched import BatchedNet
from core.params import Message
from core.playgrounds.sweep.cells import Cells, named
from core.playgrounds.sweep.config import SweepConfig
from core.playgrounds.sweep.networks import Networks
from core.playgrounds.sweep.samples import Samples


class Part(Cells):
    """Some of the cells of a sweep, those numbered `of`, with one batch size."""

    def __init__(self, c: SweepConfig, of: Sequence[int]) -> None:
        super().__init__(c)
        self.of, self.count = list(of), len(of)

    def swept(self, cell: int) -> dict[str, float]:
        return super().swept(self.of[cell])


def networks(cells: Cells, device: torch.device) -> Networks | Groups:
    """All networks of a sweep: one batch, or one for each batch size."""
    if len(set(cells.values("batch_size"))) > 1:
        return Groups(cells, device)
    return Networks(cells, Samples(cells, device), device)


class Clock:
    """Where in the epoch all groups are, by the one that takes most steps."""

    def __init__(self, groups: Sequence[Networks]) -> None:
        self._slowest = max(groups, key=lambda one: one.batches.count).batches

    @property
    def done(self) -> bool:
        return self._slowest.done

    @property
    def epoch(self) -> float:
        return self._slowest.epoch


class Groups:
    """As Networks, of several batch sizes."""

    def __init__(self, cells: Cells, device: torch.device) -> None:
        self.cells, self.device = cells, device
        self.samples = Samples(cells, device)
        sizes = [int(size) for size in cells.values("batch_size")]
        each = [[i for i, one in enumerate(sizes) if one == size] for size in sorted(set(sizes))]
        self.parts = [Part(cells.config, of) for of in each]
        self.groups = [Networks(part, Samples(part, device), device) for part in self.parts]
        self.batches = Clock(self.groups)
        self.steps = self._taken = 0  # in all, and of this epoch
        self._newest = torch.full((len(self.groups),), torch.nan)  # every group's loss

    @property
    def net(self) -> BatchedNet:
        """Of the smallest batch size: what is told in slow motion."""
        return self.groups[0].net

    @property
    def work(self) -> Any:
        return self.groups[0].work

    @property
    def count(self) -> int:
        return self.cells.count

    @property
    def left(self) -> dict[int, tuple[int, float]]:
        """Who has left → the step of the common clock, and the loss seen."""
        found = {}
        for part, group in zip(self.parts, self.groups, strict=True):
            for m, (step, loss) in group.left.items():
                found[part.of[m]] = self._when(group, step), loss
        return dict(sorted(found.items()))

    def _when(self, group: Networks, step: int) -> int:
        """The step of the common clock in which a group took its own step number `step`, from 1."""
        most, own = self.groups[0].batches.count, group.batches.count
        epochs, within = divmod(step - 1, own)
        return epochs * most + within * most // own + 1

    def configure(self, c: SweepConfig) -> None:
        """Take over the live values."""
        self.cells = Cells(c)
        self.parts = [Part(c, part.of) for part in self.parts]
        for part, group in zip(self.parts, self.groups, strict=True):
            group.configure(c, part)

    # ---- learning ---------------------------------------------------------------------------
    def learn(self, most: int) -> Tensor:
        """`most` steps at most, one at least, none past the end of an epoch: all' mean losses, [n]."""
        length = self.groups[0].batches.count
        if self.batches.done:
            self._taken = 0
        means = []
        for _ in range(min(most, length - self._taken)):
            self._taken += 1
            for g, group in enumerate(self.groups):
                if self._due(group.batches.count, length):
                    self._newest[g] = group.learn(1)[0]
            means.append(self._newest.nanmean())
        self.steps += len(means)
        return torch.stack(means)

    def _due(self, own: int, length: int) -> bool:
        """Whether a group with `own` minibatches in an epoch takes one at this step of it."""
        return ceil(self._taken * own / length) > ceil((self._taken - 1) * own / length)

    # ---- to look at ---------------------------------------------------------------------------
    def answer(self, x: Tensor, of: slice = slice(None)) -> Tensor:
        """As Networks: [M, N] for x [N, n_0]."""
        wanted = range(self.count)[of]
        found = torch.empty(len(wanted), x.shape[-2], device=self.device)
        for part, group in zip(self.parts, self.groups, strict=True):
            mine = [
                (k, m) for m, cell in enumerate(part.of) for k in [_within(wanted, cell)] if k >= 0
            ]
            if len(mine) == len(part.of):
                found[[k for k, _ in mine]] = group.answer(x)
                continue
            for k, m in mine:
                found[k] = group.answer(x, slice(m, m + 1))[0]
        return found

    def measure(self) -> tuple[Tensor, Tensor]:
        """Loss and whether the class is right, of every network at every point, [M, P] each."""
        loss = torch.empty(self.count, self.cells.config.points, device=self.device)
        right = torch.empty_like(loss, dtype=torch.bool)
        for part, group in zip(self.parts, self.groups, strict=True):
            loss[part.of], right[part.of] = group.measure()
        return loss, right

    def reason(self, m: int) -> Message:
        """Why a network has left."""
        for part, group in zip(self.parts, self.groups, strict=True):
            if m in part.of:
                seen = group.reason(part.of.index(m))
                return Message(named(self.count)[m], seen.text, seen.values)
        raise IndexError(m)

    def told_left(self) -> tuple[Tensor, Tensor]:
        """As Networks: [M] each."""
        steps, losses = torch.zeros(self.count, dtype=torch.int32), torch.zeros(self.count)
        for m, (step, loss) in self.left.items():
            steps[m], losses[m] = step, loss
        return steps, losses

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> dict[str, Any]:
        kept = {str(i): group.state() for i, group in enumerate(self.groups)}
        return kept | {"steps": self.steps, "taken": self._taken, "newest": self._newest}

    def load_state(self, kept: Mapping[str, Any]) -> None:
        for i, group in enumerate(self.groups):
            group.load_state(kept[str(i)])
        self.steps, self._taken = kept["steps"], kept["taken"]
        self._newest.copy_(kept["newest"])


def _within(wanted: range, cell: int) -> int:
    """Where in a range a cell is, −1 where it isn't."""
    return wanted.index(cell) if cell in wanted else -1
