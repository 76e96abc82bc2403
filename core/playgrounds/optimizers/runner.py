"""One optimiser in the race: where it is, what it remembers, and the last update with its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from core.nn.optimisers import OPTIMIZERS, SGD, AdaGrad, Lion, ScheduleFree, penalised
from core.playgrounds.optimizers.config import OptimizersConfig
from core.playgrounds.optimizers.muon import Matrix, Muon

KINDS: dict[str, type[SGD]] = {
    **OPTIMIZERS,
    "gd": SGD,
    "adagrad": AdaGrad,
    "lion": Lion,
    "schedule_free": ScheduleFree,
}
DECOUPLED = ("adamw", "lion", "muon")  # their weights decay by themselves, not through the gradient


class Runner:
    """Its parameters theta [P] in double precision, the optimiser, and what the last update was made of.

    `matrices` lie in theta, see muon.py.
    """

    def __init__(self, name: str, start: Tensor, matrices: tuple[Matrix, ...] = ()) -> None:
        self.name, self.matrices = name, matrices
        self.begin(start)

    def begin(self, start: Tensor) -> None:
        """At `start` [P], with nothing remembered."""
        self.theta = start.clone()
        self.optimizer: SGD
        if self.name == "muon":
            self.optimizer = Muon(self.theta, self.matrices)
        else:
            self.optimizer = KINDS[self.name](self.theta)
        self.before, self.gradient = start.clone(), torch.zeros_like(start)
        self.remembered = {slot: getattr(self.optimizer, slot).clone() for slot in self.slots}
        self.lr, self.decay, self.updates = 0.0, 0.0, 0

    @property
    def slots(self) -> tuple[str, ...]:
        return self.optimizer.SLOTS

    @property
    def point(self) -> Tensor:
        """Where it is, as the race counts it, [P]."""
        return self.optimizer.point(self.theta)

    def configure(self, c: OptimizersConfig) -> None:
        """The live settings that this optimiser has."""
        settings = {"mu": c.momentum, "beta": c.momentum, "alpha": c.alpha, "eps": c.eps}
        settings |= {"beta1": c.beta1, "beta2": c.beta2}
        for name, value in settings.items():
            if hasattr(self.optimizer, name):
                setattr(self.optimizer, name, value)

    def update(self, slope: Tensor, lr: float, decay: float) -> None:
        """One update along the `slope` [P] of the loss, and what it was made of is kept.

        The penalty ½ decay · theta² is part of the gradient, but for those that let weights decay beside it.
        """
        shrink = torch.full_like(slope, decay) if decay else None
        aside = self.name in DECOUPLED
        self.gradient = slope if aside else penalised(slope, self.theta, shrink)
        self.before, self.lr, self.decay = self.theta.clone(), lr, decay if aside else 0.0
        self.remembered = {slot: getattr(self.optimizer, slot).clone() for slot in self.slots}
        self.optimizer.update(self.theta, self.gradient, lr, shrink if aside else None)
        self.updates += 1

    def state(self) -> dict[str, Any]:
        return {
            "theta": self.theta,
            "optimizer": self.optimizer.state(),
            "before": self.before,
            "gradient": self.gradient,
            "remembered": self.remembered,
            "lr": self.lr,
            "decay": self.decay,
            "updates": self.updates,
        }

    def load_state(self, kept: Mapping[str, Any]) -> None:
        self.theta.copy_(kept["theta"])
        self.optimizer.load_state(kept["optimizer"])
        self.before, self.gradient = kept["before"], kept["gradient"]
        self.remembered, self.lr = kept["remembered"], kept["lr"]
        self.decay, self.updates = kept["decay"], kept["updates"]
