"""Regularisation: one network that overfits on purpose, and copies of it that are held back from that.

Few noisy points and a network with far more weights than points: it can learn every point by heart, the noise
too, and then it says nonsense in between. Its training loss falls and its test loss rises. The copies see the
same minibatches from the same initial weights at the same time, and differ in one thing each (copies.py).

The second experiment trains networks of many widths at once (widths.py): with more weights the test error
falls, rises to a peak where there are as many weights as points, and falls again, double descent.

A step is one minibatch for all; an epoch is one pass over the training points. Labels of some training and
validation points are wrong; test points are never learned from, and no decision looks at them.

Metrics, per member NAME of those that take part: `train_loss.NAME`, `test_loss.NAME` (without penalties,
dropout and smoothing), `test_accuracy.NAME`, `weight_norm.NAME`; `stopped_at.early_stopping`, the step at
which early stopping stopped.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

import torch

from core import params
from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import Algorithm, Arrays, Scalars, Stage, State, Trace
from core.playgrounds.regularization import views
from core.playgrounds.regularization.config import RegularizationConfig
from core.playgrounds.regularization.copies import Copies
from core.playgrounds.regularization.cost import cost
from core.playgrounds.regularization.experiment import Experiment
from core.playgrounds.regularization.presets import PRESETS
from core.playgrounds.regularization.split import Split
from core.playgrounds.regularization.widths import Widths

OFTEN = 10  # epochs from one evaluation to the next


class Regularization(Algorithm):
    """The points, and the models of the experiment chosen."""

    NAME = "regularization"
    LABEL = N_("Regularisation")
    UNIT = N_("minibatch")
    AUTOGRAD = False
    Config: ClassVar[type[params.Config]] = RegularizationConfig
    PRESETS = PRESETS
    COST = staticmethod(cost)
    VIEWS, STATIC, METRICS = views.VIEWS, views.STATIC, views.METRICS

    config: RegularizationConfig

    def __init__(self, config: RegularizationConfig, device: torch.device | str = "cpu") -> None:
        self.config, self.device = config, torch.device(device)
        self.split = Split(config, self.device)
        made = {"copies": Copies, "widths": Widths}[config.experiment]
        self.experiment: Experiment = made(config, self.split, self.device)
        self._story = Trace()

    # ---- learning ---------------------------------------------------------------------------
    def step(self) -> Scalars:
        """One minibatch for all."""
        norms = self.experiment.step(self._story).unbind()
        return {f"weight_norm.{name}": n for name, n in zip(self.members, norms, strict=True)}

    def configure(self, config: params.Config) -> None:
        assert isinstance(config, RegularizationConfig)
        self.config = config
        self.experiment.configure(config)

    # ---- how well ---------------------------------------------------------------------------
    def evaluate(self) -> Scalars:
        """Losses of everybody as they are, and how many test points are classified right."""
        z = self.experiment.answer(self.split.x)  # [M, points]
        many = self.experiment.t.repeat(len(z), 1)
        each = self.experiment.LOSS.each(z.reshape(-1, 1), many).view(z.shape)
        right = ((z > 0) == (self.split.y > 0))[:, self.split.test].float().mean(1)
        found: Scalars = {}
        for i, name in enumerate(self.members):
            found[f"train_loss.{name}"] = each[i, self.split.train].mean()
            found[f"test_loss.{name}"] = each[i, self.split.test].mean()
            found[f"test_accuracy.{name}"] = math.nan if name in self.left else right[i]
        if isinstance(self.experiment, Copies) and (stopping := self.experiment.stopping):
            at = stopping.stopped
            found["stopped_at.early_stopping"] = math.nan if at is None else float(at)
        return found

    @property
    def evaluate_now(self) -> bool:
        return self.experiment.epoch_done and round(self.experiment.epoch) % OFTEN == 0

    @property
    def epoch(self) -> float:
        return self.experiment.epoch

    @property
    def smooth_steps(self) -> int:
        return self.experiment.steps_per_epoch * self.experiment.SMOOTH

    @property
    def members(self) -> Mapping[str, str]:
        return self.experiment.members

    @property
    def left(self) -> Mapping[str, tuple[int, Message]]:
        return self.experiment.left

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
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
        """The minibatch, the losses, the gradients and what became of the weights."""
        return self._story.of(self.step)

    # ---- to go on later -----------------------------------------------------------------------
    def state(self) -> State:
        return State.of({"experiment": self.experiment.state(), "live": self._live()})

    def load_state(self, state: State) -> None:
        """Takes over the live values of that time too."""
        kept = state.tree()
        self._take_live(kept["live"])
        self.experiment.load_state(kept["experiment"])
