"""A tiny algorithm for testing the engine: gradient descent on ½·x², with every corner case on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import torch

from core import params
from core.params import Message
from core.playgrounds.contract import (
    ActError,
    Algorithm,
    Answer,
    Args,
    Array,
    Metric,
    Scalars,
    Stage,
    State,
    View,
)
from core.playgrounds.cost import Cost


@dataclass(frozen=True)
class DescentConfig(params.Config):
    lr: float = params.number(0.1, 0.001, 1e6, "rate", "", "Training", live=True)
    start: float = params.number(1.0, -10, 10, "start", "", "Data")
    width: int = params.integer(1, 1, 10**6, "width", "", "Data", live=True)
    depth: int = params.integer(1, 1, 4, "depth", "", "Data")
    fail_at: int = params.integer(0, 0, 10**6, "fail at step", "", "Data", live=True)
    stop_epochs: int = params.integer(0, 0, 10**6, "stop", "", "Stop", live=True)


def where(of: Descent, args: Args) -> Answer:
    return {"x": float(of.x)}, {}


def place(of: Descent, args: Args) -> dict[str, Any]:
    if not isinstance(args.get("x"), float):
        raise ActError(Message("place", "place needs a number x."))
    old, of.x = float(of.x), torch.tensor(args["x"])
    return {"name": "x", "old": f"{old:.3f}", "new": f"{args['x']:.3f}"}


class Descent(Algorithm):
    NAME = "descent"
    LABEL = "Descent"
    UNIT = "update"
    Config = DescentConfig
    PRESETS = ()
    VIEWS: ClassVar = {
        "map": View(
            lambda of, options: {"map": np.array([float(of.x)], np.float32)},
            {"map": Array("f4", "1")},
        )
    }
    METRICS: ClassVar = {
        "batch_loss": Metric("loss", evaluated_on="train"),
        "test_loss": Metric("test loss", evaluated_on="test"),
    }
    PROBES: ClassVar = {"where": where}
    ACTS: ClassVar = {"place": place}
    PER_EPOCH = 10

    def __init__(self, config: DescentConfig, device: torch.device) -> None:
        super().__init__(config, device)
        self.x = torch.tensor(config.start)
        self.steps = 0

    @classmethod
    def cost(cls, config: DescentConfig) -> Cost:
        return Cost(1e6 * config.width * config.depth, 1.0)

    def step(self) -> Scalars:
        self.steps += 1
        if self.steps == self.config.fail_at:
            raise RuntimeError("as ordered")
        loss = self.x**2 / 2
        self.x = self.x - self.config.lr * self.x
        return {"batch_loss": loss}

    @property
    def epoch(self) -> float:
        return self.steps / self.PER_EPOCH

    @property
    def evaluate_now(self) -> bool:
        return self.steps % self.PER_EPOCH == 0

    def evaluate(self) -> Scalars:
        return {"test_loss": self.x**2 / 2}

    def describe(self) -> dict[str, Any]:
        return {"dimensions": 1}

    def configure(self, config: DescentConfig) -> None:
        self.config = config

    def trace(self) -> list[Stage]:
        return [Stage("step", None, {"loss": self.step()["batch_loss"].numpy()})]

    def state(self) -> State:
        return State.of({"x": self.x, "steps": self.steps})

    def load_state(self, state: State) -> None:
        kept = state.tree()
        self.x, self.steps = kept["x"], kept["steps"]

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        stop = self.config.stop_epochs
        return Message("stop_epochs", "enough") if stop and self.epoch >= stop else None
