"""Backpropagation told number by number: a network small enough to read all of it.

    forward     z_k = a_{k−1} W_k + b_k,   a_k = f(z_k)
    backward    δ_{k−1} = f′(z_{k−1}) · (δ_k W_kᵀ),   where δ_k = dL/dz_k
    gradient    dL/dW_k = a_{k−1}ᵀ δ_k
    update      W_k ← W_k − η · dL/dW_k, or what momentum or Adam make of the gradient

Rumelhart, Hinton & Williams 1986 (doi:10.1038/323533a0). Both passes stand in passes.py, next to this file,
the optimisers in core/nn/optimisers.py. What one sees are the numbers of the step to come, which are a
function of the state alone; the step then takes exactly these. Every step and every edit keeps the state
before it (past.py), so that `back` restores it bit for bit.

A step is one minibatch of B examples, which come in turn; an epoch is one pass over all N. P weights.

Metrics: `train_loss` (mean over all examples), `train_accuracy` (the share whose outputs are all on the
right side of ½). There are too few examples to hold any back: all are learned from.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor

from core import params
from core.i18n import N_
from core.nn.activations import ACTIVATIONS
from core.nn.dense import DenseNet, streams
from core.nn.optimisers import OPTIMIZERS, SGD, Momentum
from core.params import Message
from core.playgrounds.backprop import hands, passes, views
from core.playgrounds.backprop.config import BackpropConfig
from core.playgrounds.backprop.cost import cost
from core.playgrounds.backprop.examples import features, make, moments
from core.playgrounds.backprop.past import Past
from core.playgrounds.backprop.presets import PRESETS
from core.playgrounds.contract import (
    ActError,
    Algorithm,
    Args,
    Scalars,
    Stage,
    State,
    as_array,
    weights_left_bounds,
)

COUNTED, BY = (
    0.15,
    0.05,
)  # the first of the weights that are counted up, and the next is so much more


class Backprop(Algorithm):
    """One small network, its examples, its optimiser and its past."""

    NAME = "backprop"
    LABEL = N_("Backprop")
    UNIT = N_("minibatch")
    AUTOGRAD = False
    Config: ClassVar[type[params.Config]] = BackpropConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, METRICS = views.VIEWS, views.METRICS

    config: BackpropConfig
    _coming: passes.Pass | None  # while it is of the state as it is

    def __init__(self, config: BackpropConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        (for_weights,) = streams(config.seed, 1)
        c = config
        self.x, self.t = (one.to(self.device) for one in make(c.dataset))  # [N, 2], [N, K]
        mean, deviation = moments(self.x, standardised=c.standardise == "on")
        self.mean, self.deviation = mean.to(self.device), deviation.to(self.device)  # [2]
        self.net = DenseNet((len(c.inputs), *c.hidden, c.outputs), self.device)
        if c.initialisation == "counted":
            count_up(self.net)
        else:
            self.net.initialise(c.initialisation, for_weights)
        self.optimizer = OPTIMIZERS[c.optimizer](self.net.theta)
        slots = max(len(one.SLOTS) for one in OPTIMIZERS.values())
        self.width = (1 + slots) * self.net.theta.numel()
        self.past = Past(self.width + self.x.numel() + self.t.numel())
        self.cursor = self.taken = self.presented = 0  # the next example; steps; examples ever
        self._wrapped = False
        self._take_live_values()

    # ---- learning ---------------------------------------------------------------------------
    @property
    def rows(self) -> list[int]:
        """The examples of the step to come."""
        n = len(self.x)
        return [(self.cursor + k) % n for k in range(self.config.batch_size)]

    def drawn(self, rows: list[int]) -> tuple[Tensor, Tensor]:
        """The features [B, n_0] and targets [B, K] of these examples."""
        chosen = torch.tensor(rows)
        s = (self.x[chosen] - self.mean) / self.deviation  # [B, 2]
        return features(s, self.config.inputs), self.t[chosen]

    def touched(self) -> None:
        """Something was changed by hand: the step to come has other numbers."""
        self._coming = None

    def coming(self) -> passes.Pass:
        """Every number of the step to come, worked out once for each state."""
        if self._coming is None:
            x, t = self.drawn(self.rows)
            loss = self.config.loss
            self._coming = passes.both(self.net.weights, x, t, self.activation, loss)
        return self._coming

    def updated(self) -> tuple[Tensor, SGD]:
        """The weights [P] after the step to come, and the optimiser as it is then: copies."""
        theta = self.net.theta.clone()
        optimizer = self._new_optimizer(theta)
        optimizer.load_state(self.optimizer.state())
        optimizer.update(theta, self.coming().grad, self.config.lr)
        return theta, optimizer

    def step(self) -> Scalars:
        """One minibatch: forward, loss, backward, update."""
        told = self.coming()
        self.keep("step")
        self.optimizer.update(self.net.theta, told.grad, self.config.lr)
        after = self.cursor + self.config.batch_size
        self._wrapped = after >= len(self.x)
        self.cursor = after % len(self.x)
        self.taken += 1
        self.presented += self.config.batch_size
        self._coming = None
        self.coming()  # both passes are the next step's: what one then sees is ready
        parts = told.grad.split([weight.numel() for weight in self.net.weights])
        norms = {f"gradient_{k + 1}": part.norm() for k, part in enumerate(parts)}
        return {"batch_loss": told.loss, **norms}

    def keep(self, kind: str) -> None:
        """The state as it is, to be gone back to."""
        slots = [getattr(self.optimizer, slot) for slot in self.optimizer.SLOTS]
        filled = torch.zeros(self.width, device=self.device)
        known = torch.cat([self.net.theta, *slots])
        filled[: len(known)] = known
        row = torch.cat([filled, self.x.view(-1), self.t.view(-1)])
        self.past.push(row, [kind, self.cursor, self.taken, getattr(self.optimizer, "t", 0)])

    def back(self, args: Args) -> dict[str, Any]:
        """`back {}`: the state before the last step or edit, bit for bit; `undone` says which it was."""
        if not len(self.past):
            text = N_("There is no earlier step to go back to.")
            raise ActError(Message("back", text, {}))
        before = self.taken
        row, (kind, self.cursor, self.taken, t) = self.past.pop()
        count, n = self.net.theta.numel(), self.x.numel()
        self.net.theta.copy_(row[:count])
        for k, slot in enumerate(self.optimizer.SLOTS):
            getattr(self.optimizer, slot).copy_(row[(k + 1) * count : (k + 2) * count])
        if hasattr(self.optimizer, "t"):
            self.optimizer.t = t
        self.x.copy_(row[self.width : self.width + n].view_as(self.x))
        self.t.copy_(row[self.width + n :].view_as(self.t))
        self._coming = None
        return {"name": "back", "old": str(before), "new": str(self.taken), "undone": kind}

    def configure(self, config: params.Config) -> None:
        """With other settings the earlier steps would have other numbers: they are forgotten."""
        assert isinstance(config, BackpropConfig)
        before, self.config = self.config, config
        if config != before:
            self.past.clear()
        if config.optimizer != before.optimizer:
            self.optimizer = self._new_optimizer(self.net.theta)
        self._take_live_values()

    def _new_optimizer(self, theta: Tensor) -> SGD:
        made = OPTIMIZERS[self.config.optimizer](theta)
        if isinstance(made, Momentum):
            made.mu = self.config.momentum
        return made

    def _take_live_values(self) -> None:
        self.activation = ACTIVATIONS[self.config.activation]
        if isinstance(self.optimizer, Momentum):
            self.optimizer.mu = self.config.momentum
        self._coming = None

    # ---- how well ---------------------------------------------------------------------------
    def evaluate(self) -> Scalars:
        """Mean loss and accuracy over all examples."""
        x, _ = self.drawn(list(range(len(self.x))))
        z, a = passes.forward(self.net.weights, x, self.activation)
        right = ((a[-1] > 0.5) == (self.t > 0.5)).all(1).float().mean()
        each = passes.losses(z[-1], a[-1], self.t, self.config.loss)
        return {"train_loss": each.mean(), "train_accuracy": right}

    @property
    def evaluate_now(self) -> bool:
        return self._wrapped

    @property
    def epoch(self) -> float:
        """Counts on where one goes back: the curves show what was done, in that order."""
        return self.presented / len(self.x)

    @property
    def smooth_steps(self) -> int:
        return math.ceil(len(self.x) / self.config.batch_size)

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        finite_weights = bool(self.net.theta.isfinite().all())
        rows = len(scalars["batch_loss"])
        return super().diverged(scalars) or weights_left_bounds(finite_weights, rows)

    # ---- to look at, and to change by hand ----------------------------------------------------
    def describe(self) -> dict[str, Any]:
        return views.describe(self)

    PROBES: ClassVar = {"check": hands.check}
    ACTS: ClassVar = {
        "set_weight": hands.set_weight,
        "set_input": hands.set_input,
        "set_target": hands.set_target,
        "back": back,
    }

    def trace(self) -> list[Stage]:
        """One step, told from the numbers that it takes."""
        told, before, rows = self.coming(), self.net.theta.clone(), self.rows
        arrays = {"x": as_array(self.x)[rows], "features": as_array(told.x)}
        stages = [Stage("input", 0, arrays)]
        last = len(told.z)
        for k, (z, a) in enumerate(zip(told.z, told.a, strict=True)):
            stages.append(Stage("forward", k + 1, {"z": as_array(z), "a": as_array(a)}))
        stages.append(Stage("loss", last, {"loss": as_array(told.loss)}))
        for k in reversed(range(last)):
            stages.append(Stage("backward", k + 1, {"delta": as_array(told.delta[k])}))
        self.step()
        moved = {"before": as_array(before), "after": as_array(self.net.theta)}
        return [*stages, Stage("update", None, moved)]

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        return State.of(
            {
                "theta": self.net.theta,
                "optimizer": self.optimizer.state(),
                "examples": [self.x, self.t],
                "at": [self.cursor, self.taken, self.presented, self._wrapped],
                "past": self.past.state(),
                "live": self._live(),
            }
        )

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        kept = state.tree()
        self._take_live(kept["live"])
        self.net.theta.copy_(kept["theta"])
        self.optimizer.load_state(kept["optimizer"])
        self.x.copy_(kept["examples"][0])
        self.t.copy_(kept["examples"][1])
        self.cursor, self.taken, self.presented, self._wrapped = kept["at"]
        self.past.load_state(kept["past"])
        self._coming = None


def count_up(net: DenseNet) -> None:
    """Weights 0.15, 0.20, 0.25 … neuron by neuron, after each layer the number of all of its biases."""
    n = 0
    for weight in net.weights:
        fan_in, neurons = weight.shape[0] - 1, weight.shape[1]
        for target in range(neurons):
            for source in range(fan_in):
                weight[source, target] = COUNTED + BY * n
                n += 1
        weight[-1] = COUNTED + BY * n
        n += 1
