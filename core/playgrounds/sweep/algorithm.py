"""A sweep: many networks at once that differ in one or two hyperparameters, or in their seed alone.

All see the same points, take their steps at the same time and are one batched computation:

    forward      Z_k[m] = A_{k−1}[m] W_k[m],   A_k = f(Z_k)          m = 1…M, up to 64
    backward     Delta_{k−1}[m] = (Delta_k[m] W_k[m]ᵀ) · f′(Z_{k−1}[m])
    gradient     dL/dW_k[m] = A_{k−1}[m]ᵀ Delta_k[m]
    update       W_k[m] ← W_k[m] − lr[m] · (dL/dW_k[m] + decay[m] · W_k[m])

A step is one minibatch for all; an epoch is one pass over the N training points. Each network is the one that
/mlp trains with the same setting (networks.py). That a grid of values finds little where only one of two
hyperparameters matters: Bergstra & Bengio 2012 (JMLR 13), which is why both axes can be exchanged for seeds.

Metrics, of each network NUMBER from 1, row by row: `test_loss.NUMBER`, `train_loss.NUMBER` (means over the
points, without penalties and dropout), `test_accuracy.NUMBER`. Of all that are there: `test_loss_best`,
`_worst`, `_mean`, `_sd` (standard deviation) and the same of `test_accuracy`; `diverged`, how many have
exploded and left.
"""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor

from core import params
from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import Algorithm, Arrays, Scalars, Stage, State, as_array
from core.playgrounds.sweep import metrics, views
from core.playgrounds.sweep.cells import Cells, named
from core.playgrounds.sweep.config import SweepConfig
from core.playgrounds.sweep.cost import cost
from core.playgrounds.sweep.groups import networks
from core.playgrounds.sweep.presets import PRESETS

EARLY, OFTEN = 20, 10  # epochs: so many are each evaluated, later every so many
AT_ONCE = 32  # minibatches between two looks at the clock


class Sweep(Algorithm):
    """The networks, and their points."""

    NAME = "sweep"
    LABEL = N_("Sweep")
    UNIT = N_("minibatch")
    AUTOGRAD = False
    BULK = True
    Config: ClassVar[type[params.Config]] = SweepConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, STATIC, METRICS = views.VIEWS, views.STATIC, metrics.METRICS

    config: SweepConfig

    def __init__(self, config: SweepConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        cells = Cells(config)
        self.networks = networks(cells, self.device)
        self._labels = {name: cells.label(i) for i, name in enumerate(named(cells.count))}
        self._told: list[Tensor] = []  # losses that `columns` has not told yet

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One minibatch for all; the mean of their losses before it."""
        return {"batch_loss": self.networks.learn(1)[0]}

    def stretch(self, most: int, deadline: float) -> int:
        """Up to `most` minibatches; the course of a run does not depend on how they are cut up."""
        taken = 0
        while True:
            losses = self.networks.learn(min(most - taken, AT_ONCE))
            self._told.append(losses)
            taken += len(losses)
            if self.networks.batches.done or taken == most or perf_counter() >= deadline:
                return taken

    def columns(self) -> Mapping[str, Tensor]:
        told, self._told = self._told, []
        return {"batch_loss": torch.cat(told) if told else torch.empty(0)}

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, SweepConfig)
        self.config = config
        self.networks.configure(config)

    # ---- how well ---------------------------------------------------------------------------
    def evaluate(self) -> Scalars:
        """Every network's losses and accuracy, and those of all together."""
        of, left = self.networks, self.networks.left
        there = [m not in left for m in range(of.cells.count)]
        return dict(metrics.measured(*of.measure(), of.samples.train, there))

    @property
    def evaluate_now(self) -> bool:
        done = round(self.epoch)
        return self.networks.batches.done and (done <= EARLY or done % OFTEN == 0)

    @property
    def epoch(self) -> float:
        return self.networks.batches.epoch

    @property
    def smooth_steps(self) -> int:
        smallest = int(min(self.networks.cells.values("batch_size")))
        return -(-self.config.train_points // smallest)

    @property
    def members(self) -> Mapping[str, str]:
        return self._labels

    @property
    def left(self) -> Mapping[str, tuple[int, Message]]:
        names = list(self._labels)
        return {
            names[m]: (step, self.networks.reason(m)) for m, (step, _) in self.networks.left.items()
        }

    def notes(self) -> list[Message]:
        """That some have left, and why the first of them."""
        if not self.left:
            return []
        name, (step, seen) = min(self.left.items(), key=lambda one: one[1][0])
        text = N_(
            "{count} of {all} networks have diverged; the first, {member}, at step {step}: {seen}"
        )
        values = {"count": len(self.left), "all": len(self.members), "step": step, "seen": seen}
        return [Message("diverged", text, values | {"member": self.members[name]})]

    def diverged(self, scalars: Mapping[str, np.ndarray]) -> tuple[int, Message] | None:
        """Never of one network: it leaves, and the others go on."""
        return None

    def finished(self, measured: Mapping[str, float]) -> Message | None:
        most = self.config.stop_epochs
        if not most or self.epoch < most:
            return None
        return Message("stop_epochs", N_("{epochs} epochs are done."), {"epochs": most})

    # ---- to look at ---------------------------------------------------------------------------
    def describe(self) -> dict[str, Any]:
        return views.describe(self)

    def static_views(self) -> Arrays:
        return views.points(self)

    def trace(self) -> list[Stage]:
        """One step of all, told from what its buffers still hold: of those with the smallest batch size."""
        before = self.networks.net.theta.clone()
        loss = self.step()["batch_loss"]
        work, net = self.networks.work, self.networks.net
        last = len(net.weights)
        stages = [Stage("forward", k + 1, {"z": as_array(z)}) for k, z in enumerate(work.z)]
        stages.append(
            Stage("loss", last, {"loss": as_array(loss), "delta": as_array(work.delta[-1])})
        )
        stages.append(Stage("backward", 1, {"gradient": as_array(net.grad)}))
        arrays = {"before": as_array(before), "after": as_array(net.theta)}
        return [*stages, Stage("update", None, arrays)]

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        return State.of({"networks": self.networks.state(), "live": self._live()})

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        kept = state.tree()
        self._take_live(kept["live"])
        self.networks.load_state(kept["networks"])
        self._told = []
