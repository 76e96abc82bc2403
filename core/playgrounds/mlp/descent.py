"""The steps of a network: many minibatches in one call, or with dropout one by one."""

from __future__ import annotations

import torch
from torch import Generator, Tensor

from core.nn.dense import DenseNet, Workspace
from core.nn.fast import FastDescent
from core.nn.losses import Loss
from core.nn.minibatches import Minibatches
from core.nn.optimisers import SGD, clipped, scheduled, soft_threshold
from core.playgrounds.mlp.config import MlpConfig


class Descent:
    """Learns from `batches`, one pass after the other; `take` says with which loss and how."""

    config: MlpConfig
    loss: type[Loss]
    optimizer: SGD

    def __init__(
        self, net: DenseNet, batches: Minibatches[Workspace], dropout_rng: Generator
    ) -> None:
        self.net, self.batches, self.dropout_rng = net, batches, dropout_rng
        self._told: list[Tensor] = []  # losses that `columns` has not told yet

    def take(self, config: MlpConfig, loss: type[Loss], optimizer: SGD) -> None:
        self.config, self.loss, self.optimizer = config, loss, optimizer
        # Dropout draws for every minibatch, which is done where it is explained: in dense.py.
        self._fast = None if config.dropout else FastDescent(self.net, loss, optimizer)
        self.set_rates()

    def set_rates(self) -> None:
        """What the schedule says for this epoch, worked out once and not at every step."""
        c, is_weight = self.config, self.net.is_weight
        self._lr = scheduled(c.schedule, c.lr, max(self.batches.begun - 1, 0), c.schedule_epochs)
        self._decay = is_weight * c.weight_decay if c.weight_decay else None  # [P]
        self._threshold = is_weight * (self._lr * c.l1) if c.l1 else None  # [P]

    def learn(self, most: int) -> Tensor:
        """One of the next minibatches at least, `most` at most: their losses, [n]."""
        if self.batches.done:
            self.batches.begin_epoch()
            self.set_rates()
        if self._fast is None:
            return self._one().view(1)
        batches, clip = self.batches.run(most), self.config.clip_norm
        return self._fast.descend(batches, self._lr, self._decay, clip, self._threshold)

    def tell(self, losses: Tensor) -> None:
        """Keeps them for `told`."""
        self._told.append(losses)

    def told(self) -> Tensor:
        """All that was kept since the last call, [n]."""
        told, self._told = self._told, []
        return torch.cat(told) if told else torch.empty(0)

    def _one(self) -> Tensor:
        """One minibatch: forward, loss, backward, update."""
        x, x_transposed, t, work = self.batches.draw()
        masks = self.net.dropout_masks(len(x), self.config.dropout, self.dropout_rng)
        z = self.net.forward(x, work, masks)  # [B, K]
        loss, delta = self.loss.learn(z, t)  # [], [B, K]
        self.net.backward(x_transposed, delta, work, masks)
        g = clipped(self.net.grad, c) if (c := self.config.clip_norm) else self.net.grad
        self.optimizer.update(self.net.theta, g, self._lr, self._decay)
        if self._threshold is not None:
            soft_threshold(self.net.theta, self._threshold)
        return loss
