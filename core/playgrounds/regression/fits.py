"""What a family of models promises the algorithm: several fits of one kind, one for each loss."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
import torch
from torch import Generator

from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import Trace
from core.playgrounds.regression.config import RegressionConfig
from core.playgrounds.regression.path import Paths
from core.playgrounds.regression.points import Points
from core.playgrounds.regression.sets import Sample


class Fits(ABC):
    """M fits that learn from the same points. `config`'s live values may change between two steps."""

    def __init__(
        self,
        config: RegressionConfig,
        points: Points,
        test: Sample,
        rng: Generator,
        device: torch.device | str = "cpu",
    ) -> None:
        self.device = torch.device(device)  # of what is computed with torch
        self.config, self.points, self.test = config, points, test
        self.losses = config.losses
        self.begin(rng)
        self.paths = Paths(self.walked())

    @abstractmethod
    def begin(self, rng: Generator) -> None:
        """Everything before the first step."""

    @abstractmethod
    def step(self, m: int, trace: Trace) -> float:
        """One update of fit m with all points; the loss that it went down from."""

    @abstractmethod
    def errors(self, *, test: bool = False) -> list[float]:
        """The mean loss of every fit, without penalties, on the training or the test points."""

    def metrics(self) -> dict[str, list[float]]:
        """What else can be said of every fit: a metric's name → M values."""
        return {}

    def notes(self) -> list[Message]:
        """What a viewer should be told of the points and the fits as they stand."""
        return []

    def exploded(self, loss: str, value: float) -> Message:
        """What was seen when the fit of `loss` left the picture at that value of it."""
        seen = {"value": f"{value:.3g}", "lr": f"{self.config.lr:.3g}"}
        return Message("loss", N_("its loss was {value}, with the learning rate {lr}."), seen)

    @abstractmethod
    def walked(self) -> np.ndarray:
        """Where every fit is on the map of the loss, [M, 2]."""

    @abstractmethod
    def state(self) -> dict[str, Any]:
        """What training changes, but for the paths."""

    @abstractmethod
    def load_state(self, kept: dict[str, Any]) -> None: ...
