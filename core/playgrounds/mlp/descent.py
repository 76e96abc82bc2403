"""The steps of a network and of those beside it: many minibatches in one call, or with dropout one by one."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Generator, Tensor

from core.nn.dense import DenseNet, Workspace
from core.nn.fast import FastDescent
from core.nn.losses import Loss
from core.nn.minibatches import Minibatch, Minibatches
from core.nn.optimisers import OPTIMIZERS, SGD, Momentum, clipped, scheduled, soft_threshold
from core.playgrounds.mlp.config import MlpConfig

PATIENCE = 0.002  # s of a step that has nothing to learn from


class Learner:
    """A network with the optimiser that takes its steps."""

    config: MlpConfig
    loss: type[Loss]
    optimizer: SGD

    def __init__(self, net: DenseNet) -> None:
        self.net = net

    def take(self, config: MlpConfig, loss: type[Loss], *, anew: bool) -> None:
        """Other live values; `anew`: an optimiser without memory."""
        self.config, self.loss = config, loss
        self.net.activations = config.functions()
        if anew:
            self.optimizer = OPTIMIZERS[config.optimizer](self.net.theta)
        if isinstance(self.optimizer, Momentum):
            self.optimizer.mu = config.momentum
        self._fast = FastDescent(self.net, loss, self.optimizer)

    def rates(self, lr: float) -> None:
        """The learning rate, and the penalties that go with it, from now on."""
        c, is_weight = self.config, self.net.is_weight
        self._lr = lr
        self._decay = is_weight * c.weight_decay if c.weight_decay else None  # [P]
        self._threshold = is_weight * (lr * c.l1) if c.l1 else None  # [P]

    def learn(self, batches: Sequence[Minibatch[Workspace]]) -> Tensor:
        """A step with each of n minibatches of one length: their losses, [n]."""
        clip = self.config.clip_norm
        return self._fast.descend(batches, self._lr, self._decay, clip, self._threshold)

    def learn_with(self, batch: Minibatch[Workspace], masks: Sequence[Tensor]) -> Tensor:
        """One step as dense.py explains it: forward, loss, backward, update; its loss, []."""
        x, x_transposed, t, work = batch
        z = self.net.forward(x, work, masks)  # [B, K]
        loss, delta = self.loss.learn(z, t)  # [], [B, K]
        self.net.backward(x_transposed, delta, work, masks)
        self.update(self.net.grad)
        return loss

    def update(self, g: Tensor) -> None:
        """Clip the gradient [P], add the penalties, let the optimiser take its step."""
        self._update(self.optimizer, self.net.theta, g)

    def _update(self, optimizer: SGD, theta: Tensor, g: Tensor) -> None:
        if self.config.clip_norm:
            g = clipped(g, self.config.clip_norm)
        optimizer.update(theta, g, self._lr, self._decay)
        if self._threshold is not None:
            soft_threshold(theta, self._threshold)

    def newest_update(self) -> Tensor:
        """What the optimiser makes of the newest minibatch's gradient, [P]: tried on copies, once more.

        Of plain gradient descent that is the newest step itself; optimisers with a memory have met this
        gradient before, so theirs may be a little larger. All zero before the first step.
        """
        theta = self.net.theta.clone()
        optimizer = type(self.optimizer)(theta)
        optimizer.load_state(self.optimizer.state())
        if isinstance(optimizer, Momentum):
            optimizer.mu = self.config.momentum
        self._update(optimizer, theta, self.net.grad)
        return theta.sub_(self.net.theta)

    def state(self) -> dict[str, Any]:
        net = self.net
        kept = {"theta": net.theta, "grad": net.grad, "optimizer": self.optimizer.state()}
        return kept | {"running": net.norm.running} if net.norm else kept

    def load_state(self, kept: Mapping[str, Any]) -> None:
        self.net.theta.copy_(kept["theta"])
        self.net.grad.copy_(kept["grad"])
        if self.net.norm:
            self.net.norm.running.copy_(kept["running"])
        self.optimizer.load_state(kept["optimizer"])


class Descent:
    """Learns from `batches`, one pass after the other; the first of the learners is the one that is shown."""

    def __init__(
        self, nets: Sequence[DenseNet], batches: Minibatches[Workspace], dropout_rng: Generator
    ) -> None:
        self.learners = [Learner(net) for net in nets]
        self.batches, self.dropout_rng = batches, dropout_rng
        self._told: list[Tensor] = []  # losses that `told` has not told yet

    def take(self, config: MlpConfig, loss: type[Loss], *, anew: bool) -> None:
        """Other live values; `anew`: optimisers without memory."""
        self.config = config
        for learner in self.learners:
            learner.take(config, loss, anew=anew)
        self.set_rates()

    def set_rates(self) -> None:
        """What the schedule says for this epoch, worked out once and not at every step."""
        c = self.config
        lr = scheduled(c.schedule, c.lr, max(self.batches.begun - 1, 0), c.schedule_epochs)
        for learner in self.learners:
            learner.rates(lr)

    def learn(self, most: int) -> Tensor:
        """From one of the next minibatches at least, `most` at most: their losses, [n]."""
        if self.batches.done:
            self.batches.begin_epoch()
            self.set_rates()
        if self.batches.done:  # there is nothing to learn from, until some points are drawn
            time.sleep(PATIENCE)
            return torch.full((1,), math.nan)
        if self.config.dropout:  # draws for every minibatch, so that it is one by one
            batch = self.batches.draw()
            for learner in reversed(self.learners):  # the one that is shown writes the buffers last
                masks = learner.net.dropout_masks(
                    len(batch.x), self.config.dropout, self.dropout_rng
                )
                loss = learner.learn_with(batch, masks)
            return loss.view(1)
        batches = self.batches.run(most)
        for learner in reversed(self.learners):
            losses = learner.learn(batches)
        return losses

    def tell(self, losses: Tensor) -> None:
        """Keeps them for `told`."""
        self._told.append(losses)

    def told(self) -> Tensor:
        """All that was kept since the last call, [n]."""
        told, self._told = self._told, []
        return torch.cat(told) if told else torch.empty(0)
