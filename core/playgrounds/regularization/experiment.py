"""What both experiments promise: models that learn on one clock and answer at any point of the plane.

M members, N points.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from torch import Tensor

from core.nn.losses import Loss
from core.params import Message
from core.playgrounds.contract import Trace
from core.playgrounds.regularization.config import RegularizationConfig


class Experiment(ABC):
    """Several models, `members` in order: name → label."""

    LOSS: ClassVar[type[Loss]]
    SMOOTH: ClassVar[int]  # epochs per picture

    members: Mapping[str, str]
    t: Tensor  # targets of all points, [points, 1]
    left: dict[str, tuple[int, Message]]  # as the contract has it

    @abstractmethod
    def step(self, story: Trace) -> Tensor:
        """One step of all; the norms of everybody's weights [M], not-a-number for who has left."""

    @abstractmethod
    def answer(self, x: Tensor) -> Tensor:
        """Only to look at: x [N, 2] -> the output's z of every member, [M, N]."""

    @abstractmethod
    def weights(self) -> list[Tensor]:
        """Every member's weights without biases, [n] each, n as many as it has."""

    @property
    @abstractmethod
    def epoch(self) -> float:
        """Passes over the training points."""

    @property
    @abstractmethod
    def epoch_done(self) -> bool:
        """Whether the last step ended an epoch."""

    @property
    @abstractmethod
    def steps_per_epoch(self) -> int: ...

    @abstractmethod
    def configure(self, config: RegularizationConfig) -> None:
        """Take over the live values."""

    @abstractmethod
    def state(self) -> dict[str, Any]: ...

    @abstractmethod
    def load_state(self, kept: Mapping[str, Any]) -> None: ...
