"""One model that learns: its parameters in one vector, its optimiser, and what is measured of it."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Any, cast

import torch
from torch import Generator, Tensor

from core.data.sequences.task import Batch, Task
from core.nn.flat import Flat
from core.nn.optimisers import clipped, scheduled
from core.playgrounds.contract import Trace
from core.playgrounds.transformer.config import TransformerConfig
from core.playgrounds.transformer.evaluation import Evaluation, counted, weighted_loss
from core.playgrounds.transformer.models import Model, build
from core.playgrounds.transformer.optimizer import OPTIMIZERS
from core.playgrounds.transformer.sizes import Sizes

SHARE = 10  # updates per slice of measurement, on average
SOON = (5, 20)  # updates after which there is a measurement in any case
TRACED = 4  # rows of a minibatch that slow motion shows


class Learner:
    """`seconds`: processor time spent on its updates so far, which is no part of the state."""

    def __init__(
        self,
        sizes: Sizes,
        task: Task,
        config: TransformerConfig,
        device: torch.device,
        rng: Generator,
    ) -> None:
        self.sizes, self.task = sizes, task
        self.net = Flat(build(sizes, rng), device)
        self.optimizer = OPTIMIZERS[config.optimizer](self.net.theta)
        self._drop_rng = Generator().manual_seed(int(torch.randint(2**62, (1,), generator=rng)))
        self.seconds, self.completed, self.places = 0.0, False, counted(task)
        self.evaluation = Evaluation(self.net, task, config.seed)
        self.configure(config, config)
        self.evaluation.at_once(self.net, 0)

    @property
    def model(self) -> Model:
        return cast(Model, self.net.module)

    def configure(self, config: TransformerConfig, former: TransformerConfig) -> None:
        self.config = config
        if config.optimizer != former.optimizer:
            self.optimizer = OPTIMIZERS[config.optimizer](self.net.theta)
        self.model.dropout = config.dropout

    def learn(self, rows: Batch, update: int, trace: Trace) -> dict[str, float | Tensor]:
        """One update, the `update`th from 0, on a minibatch."""
        began, c = time.thread_time(), self.config
        logits = self._learning(rows.inputs)  # [n, T, V]
        loss = weighted_loss(logits, rows, self.places)
        if trace.on:
            p = logits.detach()[:TRACED].softmax(-1)
            trace.tell("forward", p=p.gather(-1, rows.targets[:TRACED, :, None])[..., 0])
            trace.tell("loss", loss=loss)
        self.net.backward(loss)
        norm = torch.linalg.vector_norm(self.net.grad)
        grad = clipped(self.net.grad, c.clip) if c.clip else self.net.grad
        trace.tell("gradients", norm=norm)
        trace.tell("update", before=self.net.theta)
        lr = rate(c, update)
        decay = self.net.matrices * c.weight_decay if c.weight_decay else None
        self.optimizer.update(self.net.theta, grad, lr, decay)
        trace.tell("update", after=self.net.theta)
        right = ((logits.detach().argmax(-1) == rows.targets) * rows.weights).sum()
        self.seconds += time.thread_time() - began
        return {
            "train_loss": loss.detach(), "train_accuracy": right / rows.weights.sum(),
            "gradient_norm": norm, "lr_now": lr,
        }  # fmt: skip

    def _learning(self, ids: Tensor) -> Tensor:
        self.model.generator = self._drop_rng
        try:
            found: Tensor = self.model(ids)
        finally:
            self.model.generator = None
        return found

    def measure(self, update: int) -> None:
        """After the `update`th update, counted from 1: a slice, or the beginning of one that is due."""
        evaluation, self.completed = self.evaluation, False
        every = SHARE * evaluation.slices
        if update in SOON or (update % every == 0 and not evaluation.busy):
            evaluation.begin(self.net, update)
        if evaluation.busy:
            self.completed = evaluation.go_on()

    @property
    def finite(self) -> bool:
        return bool(self.net.theta.isfinite().all())

    def state(self) -> dict[str, Any]:
        return {
            "net": self.net.state(), "optimizer": self.optimizer.state(),
            "drop_rng": self._drop_rng.get_state(), "completed": self.completed,
            "evaluation": self.evaluation.state(),
        }  # fmt: skip

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.net.load_state(state["net"])
        self.optimizer.load_state(state["optimizer"])
        self._drop_rng.set_state(state["drop_rng"])
        self.completed = state["completed"]
        self.evaluation.load_state(state["evaluation"])


def rate(c: TransformerConfig, update: int) -> float:
    """The learning rate of the `update`th update from 0: warm-up, then the schedule."""
    rise = min(1.0, (update + 1) / c.warm_up) if c.warm_up else 1.0
    return rise * scheduled(c.schedule, c.lr, update, c.schedule_steps)


def chance(task: Task) -> float:
    """The loss in nats of whoever holds all symbols equally likely."""
    return math.log(len(task))
