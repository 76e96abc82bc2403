"""One trial: a network with the values that were drawn for it, and what has been seen of it.

It is the network that /mlp trains with the same setting, bit for bit: the same initial weights, the same
minibatches in the same order (core/nn/dense.py, fast.py, minibatches.py). P parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.nn.activations import ACTIVATIONS
from core.nn.dense import DenseNet, streams
from core.nn.fast import FastDescent
from core.nn.losses import BinaryCrossEntropy
from core.nn.minibatches import Minibatches
from core.nn.optimisers import OPTIMIZERS, Momentum
from core.playgrounds.contract import as_array
from core.playgrounds.search.config import SearchConfig
from core.playgrounds.search.samplers import RUNNING, Told
from core.playgrounds.search.samples import Samples
from core.playgrounds.search.space import INITIALISATION, MOMENTUM, Values, full

EXPLODED = 1e4  # a minibatch's loss over the untrained network's, or over 1: /mlp's rule
AT_ONCE = 64  # minibatches of one call


def network(c: SearchConfig, values: Values, device: torch.device) -> DenseNet:
    """The network of a trial, without weights."""
    told = full(c, values)
    net = DenseNet((2, *[told["width"]] * told["depth"], 1), device)
    net.activations = [ACTIVATIONS[told["activation"]]] * told["depth"]
    return net


class Learner:
    """The network of a trial while it trains."""

    def __init__(self, c: SearchConfig, values: Values, samples: Samples) -> None:
        told = full(c, values)
        for_weights, for_order, _ = streams(told["seed"], 3)
        self.net = net = network(c, values, samples.x.device)
        net.initialise(INITIALISATION, for_weights, told["initial_scale"])
        n = samples.train
        x, t = samples.x[:n], samples.t[:n]
        self.batches = Minibatches(x, t, told["batch_size"], net.workspace, for_order)
        self.optimizer = OPTIMIZERS[told["optimizer"]](net.theta)
        if isinstance(self.optimizer, Momentum):
            self.optimizer.mu = MOMENTUM
        self._descent = FastDescent(net, BinaryCrossEntropy, self.optimizer)
        decay = told["weight_decay"]
        self._lr, self._decay = told["lr"], net.is_weight * decay if decay else None
        untrained = BinaryCrossEntropy.each(net.answer(x)[1], t).mean()
        self._limit = EXPLODED * max(1.0, float(untrained))

    def epoch(self) -> tuple[float, bool]:
        """One pass over the training points: the minibatches' mean loss, and whether it has exploded."""
        self.batches.begin_epoch()
        losses = []
        while not self.batches.done:
            losses.append(self._descent.descend(self.batches.run(AT_ONCE), self._lr, self._decay))
        all_of = torch.cat(losses)
        fine = bool((all_of <= self._limit).all()) and bool(self.net.theta.isfinite().all())
        return float(all_of.mean()), not fine

    def state(self) -> dict[str, Any]:
        return {
            "theta": self.net.theta,
            "grad": self.net.grad,
            "optimizer": self.optimizer.state(),
            "batches": self.batches.state(),
        }

    def load_state(self, kept: Mapping[str, Any]) -> None:
        self.net.theta.copy_(kept["theta"])
        self.net.grad.copy_(kept["grad"])
        self.optimizer.load_state(kept["optimizer"])
        self.batches.load_state(kept["batches"])


class Trial(Told):
    """A trial of a search: `learner` while it trains, its weights `theta` [P] when it is done."""

    def __init__(self, values: Values, learner: Learner | None = None) -> None:
        super().__init__(values)
        self.learner = learner
        self.kept: np.ndarray | None = None  # for reading only, so that states share it
        self.map: np.ndarray | None = None  # what it answers, once somebody has looked (views.py)
        self.epochs = 0
        self.seen: tuple[float, ...] = ()  # validation loss and error, test loss and error

    @property
    def theta(self) -> Tensor:
        """Its weights [P], as they are now."""
        if self.learner is not None:
            return self.learner.net.theta
        assert self.kept is not None, "a trial that is done has weights"
        return torch.tensor(self.kept)

    def end(self, status: int) -> None:
        """It trains no more."""
        assert status != RUNNING
        assert self.learner is not None
        self.status, self.kept = status, as_array(self.learner.net.theta)
        self.kept.setflags(write=False)
        self.learner = None

    def state(self) -> dict[str, Any]:
        return {
            "values": dict(self.values),
            "status": self.status,
            "reports": np.array(list(self.reports.items()), np.float64).reshape(-1, 2),
            "epochs": self.epochs,
            "seen": list(self.seen),
            "kept": self.kept,
            "learner": self.learner.state() if self.learner else None,
        }

    @classmethod
    def again(cls, kept: Mapping[str, Any], c: SearchConfig, samples: Samples) -> Trial:
        """As it was when `state` was asked."""
        made = cls(kept["values"])
        made.status, made.epochs, made.seen = kept["status"], kept["epochs"], tuple(kept["seen"])
        made.reports = {int(epochs): float(value) for epochs, value in kept["reports"]}
        made.kept = kept["kept"]
        if made.kept is not None:
            made.kept.setflags(write=False)
        if kept["learner"] is not None:
            made.learner = Learner(c, made.values, samples)
            made.learner.load_state(kept["learner"])
        return made
