"""All networks of a sweep as one batch: what differs between them is a number for each.

M networks, B rows of a minibatch, n_k neurons in layer k, P parameters each. The mathematics is that of
core/nn/batched.py in its fast form (core/nn/fast_batched.py). Row m is the network that /mlp trains with the
same setting: the same initial weights, minibatches in the same order, the same masks of dropout; only sums
are rounded otherwise. Narrower networks lie in the corner of the widest one's matrices, and what they have
not stays zero.

One that explodes leaves, by /mlp's rule: a minibatch's loss 10,000 times what it was untrained (at least 1),
or no number. Its weights are zero from then on, and nothing of it reaches the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor

from core.i18n import N_
from core.nn.activations import ACTIVATIONS
from core.nn.batched import BatchedNet
from core.nn.dense import streams
from core.nn.fast_batched import FastBatchedDescent, Rates
from core.nn.initialisers import INITIALISERS
from core.nn.losses import BinaryCrossEntropy
from core.nn.optimisers import OPTIMIZERS
from core.params import Message
from core.playgrounds.sweep.batches import Batches
from core.playgrounds.sweep.cells import Cells, named
from core.playgrounds.sweep.config import SweepConfig
from core.playgrounds.sweep.samples import Samples

EXPLODED = 1e4


class Networks:
    """Everybody, their optimiser, and the order in which they see their points."""

    def __init__(self, cells: Cells, samples: Samples, device: torch.device) -> None:
        c = cells.config
        self.cells, self.samples, self.device = cells, samples, device
        seeds = [int(seed) for seed in cells.values("seed")]
        self.each = len(set(seeds)) > 1  # whether every network has a seed of its own
        self.net = BatchedNet((len(c.inputs), *cells.widest, 1), cells.count, device)
        self.net.activations = [ACTIVATIONS[c.activation]] * len(c.hidden)
        self.mask = torch.zeros_like(self.net.theta)  # [M, P]: 1 where a network has a parameter
        self._initialise(seeds, cells.values("initial_scale"))
        self._own = self.mask.clone()  # as it is while nobody has left
        self._narrow = bool((self.mask == 0).any())
        self._orders = [streams(seed, 3)[1] for seed in (seeds if self.each else seeds[:1])]
        # Of dropout one for all where all draw the same; else everybody's own.
        alike = not self.each and not self._narrow
        self._drops = [streams(seed, 3)[2] for seed in (seeds[:1] if alike else seeds)]
        size = int(cells.values("batch_size")[0])  # the same for all
        self.batches = Batches(*samples.learned, size, self._orders, cells.count)
        self.optimizer = OPTIMIZERS[c.optimizer](self.net.theta)
        self.descent = FastBatchedDescent(self.net, self.optimizer)
        self._works = {
            rows: self.net.workspace(rows) for rows in {size, c.train_points % size or size}
        }
        self.work = self._works[size]
        self.left: dict[int, tuple[int, float]] = {}  # who has left → the step, and the loss seen
        self._there = torch.ones(cells.count, device=device)  # [M]
        self.steps = 0
        self.configure(c, cells)
        untrained = self.losses()[:, : samples.train].mean(1)
        self._limit = EXPLODED * untrained.clamp(min=1.0)  # [M]

    def _initialise(self, seeds: list[int], scales: list[float]) -> None:
        """Every network's weights, drawn at its own width."""
        c, net = self.cells.config, self.net
        parts = self.mask.split([weight[0].numel() for weight in net.weights], 1)
        theirs = [
            part.unflatten(1, w.shape[1:]) for part, w in zip(parts, net.weights, strict=True)
        ]
        for m, (seed, scale) in enumerate(zip(seeds, scales, strict=True)):
            generator = streams(seed, 3)[0]
            sizes = (len(c.inputs), *self.cells.hidden(m), 1)
            for k, (n_in, n_out) in enumerate(pairwise(sizes)):
                made = INITIALISERS[c.initialisation](n_in, n_out, generator)
                made[:-1] *= scale
                for into, what in ((net.weights[k], made), (theirs[k], torch.ones_like(made))):
                    into[m, :n_in, :n_out], into[m, -1, :n_out] = what[:-1], what[-1]

    def configure(self, c: SweepConfig, cells: Cells | None = None) -> None:
        """Take over the live values, of those `cells` where they are not all of the sweep's."""
        self.cells = cells = cells or Cells(c)

        def each(name: str) -> Tensor:
            return torch.tensor(cells.values(name), device=self.device)[:, None]  # [M, 1]

        lr, decay, l1 = each("lr"), each("weight_decay"), each("l1")
        is_weight = self.net.is_weight
        self._rates = Rates(
            lr,
            each("momentum"),
            decay * is_weight if decay.any() else None,
            lr * l1 * is_weight if l1.any() else None,
        )
        self._shares = each("dropout")[:, :, None]  # [M, 1, 1]
        self._dropped = bool(c.hidden) and bool(self._shares.any())

    # ---- learning ---------------------------------------------------------------------------
    def learn(self, most: int) -> Tensor:
        """From one of the next minibatches at least, `most` at most: all' mean losses before them, [n]."""
        if self.batches.done:
            self.batches.begin_epoch()
        x, t = zip(*self.batches.run(most), strict=True)
        self.work = self._works[t[0].shape[2]]
        masks = [self._masks(t[0].shape[2]) for _ in x] if self._dropped else ()
        rates = self._rates
        if self._narrow or self.left:
            rates = rates._replace(mask=self.mask)
        losses = self.descent.descend(x, t, self.work, rates, masks)
        there = self._look_after(losses)
        self.steps += len(x)
        return (losses.nan_to_num(0.0, 0.0, 0.0) * there).sum(1) / there.sum(1)

    def _masks(self, rows: int) -> list[Tensor]:
        """Dropout's, [M, n_k, rows] per hidden layer, drawn as a network alone draws them."""
        if len(self._drops) == 1:
            return self.net.dropout_masks(rows, self._shares.view(-1), self._drops[0])
        share, sizes = self._shares.cpu(), self.net.sizes[1:-1]
        found = [torch.zeros(self.net.copies, n, rows) for n in sizes]
        for m, generator in enumerate(self._drops):
            for k, n in enumerate(self.cells.hidden(m)):
                kept = torch.rand(rows, n, generator=generator).t() >= share[m]
                found[k][m, :n] = kept / (1 - share[m])
        return [mask.to(self.device) for mask in found]

    def _look_after(self, losses: Tensor) -> Tensor:
        """Who has exploded in these steps leaves; who was there at each of them, [n, M]."""
        there = self._there.repeat(len(losses), 1)
        fine = losses <= self._limit  # not-a-number is not
        if bool(fine.all()):
            return there
        for m in (~fine).any(0).nonzero().view(-1).cpu().tolist():
            first = int((~fine[:, m]).nonzero()[0])
            self.left[m] = self.steps + first + 1, float(losses[first, m])
            there[first:, m] = 0
            self._there[m] = 0
            for all_of in (self.mask, self.net.theta, self.net.grad, *self._remembered()):
                all_of[m] = 0
        return there

    def _remembered(self) -> list[Tensor]:
        """What the optimiser remembers, [M, P] each."""
        return [getattr(self.optimizer, slot) for slot in self.optimizer.SLOTS]

    # ---- to look at ---------------------------------------------------------------------------
    def answer(self, x: Tensor, of: slice = slice(None)) -> Tensor:
        """z of the output at x [N, n_0], or [M, N, n_0]: [M, N]; zero of who has left."""
        return self.net.answer(x, of)[1][:, :, 0]

    def losses(self) -> Tensor:
        """Of every network at every point of its own, [M, P]."""
        return self.measure()[0]

    def measure(self) -> tuple[Tensor, Tensor]:
        """Loss and whether the class is right, of every network at every point, [M, P] each."""
        x = self.samples.x
        z = self.answer(x if len(x) > 1 else x[0])
        t = self.samples.y.float().expand_as(z)
        each = BinaryCrossEntropy.each(z.reshape(-1, 1), t.reshape(-1, 1)).view_as(z)
        return each, (z > 0) == (t > 0.5)

    def reason(self, m: int) -> Message:
        """Why a network has left."""
        loss = self.left[m][1]
        if loss != loss:
            return Message(named(self.net.copies)[m], N_("the loss of a minibatch was no number."))
        text = N_("the loss of a minibatch was {value}, more than {limit}.")
        seen = {"value": f"{loss:.3g}", "limit": f"{float(self._limit[m]):.3g}"}
        return Message(named(self.net.copies)[m], text, seen)

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> dict[str, Any]:
        return {
            "theta": self.net.theta,
            "grad": self.net.grad,
            "optimizer": self.optimizer.state(),
            "batches": self.batches.state(),
            "drops": [one.get_state() for one in self._drops],
            "steps": self.steps,
            "left": dict(zip(("steps", "losses"), self.told_left(), strict=True)),
        }

    def load_state(self, kept: Mapping[str, Any]) -> None:
        self.net.theta.copy_(kept["theta"])
        self.net.grad.copy_(kept["grad"])
        self.optimizer.load_state(kept["optimizer"])
        self.batches.load_state(kept["batches"])
        for one, state in zip(self._drops, kept["drops"], strict=True):
            one.set_state(state)
        self.steps = kept["steps"]
        at, losses = kept["left"]["steps"].tolist(), kept["left"]["losses"].tolist()
        self.left = {m: (step, losses[m]) for m, step in enumerate(at) if step}
        self._there.copy_(torch.tensor([float(not step) for step in at]))
        self.mask.copy_(self._own * self._there[:, None])

    def told_left(self) -> tuple[Tensor, Tensor]:
        """The step at which it left, 0 while it is there, and the loss seen then: [M] each."""
        steps, losses = (
            torch.zeros(self.net.copies, dtype=torch.int32),
            torch.zeros(self.net.copies),
        )
        for m, (step, loss) in self.left.items():
            steps[m], losses[m] = step, loss
        return steps, losses
