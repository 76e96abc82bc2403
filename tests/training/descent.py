"""A tiny algorithm for testing the engine: gradient descent on ½·x², with every corner case on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from core import params
from core.contract import ActError, Algorithm, Arrays, Scalars, Stage, Wanted
from core.cost import Cost
from core.params import Message


@dataclass(frozen=True)
class DescentConfig(params.Config):
    lr: float = params.number(0.1, 0.001, 1e6, "rate", "", "Training", live=True)
    start: float = params.number(1.0, -10, 10, "start", "", "Data")
    width: int = params.integer(1, 1, 10**6, "width", "", "Data", live=True)
    depth: int = params.integer(1, 1, 4, "depth", "", "Data")
    fail_at: int = params.integer(0, 0, 10**6, "fail at step", "", "Data", live=True)
    stop_epochs: int = params.integer(0, 0, 10**6, "stop", "", "Stop", live=True)


class Descent(Algorithm):
    NAME = "descent"
    LABEL = "Descent"
    UNIT = "update"
    Config = DescentConfig
    PRESETS = ()
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

    def views(self, wanted: Wanted) -> Arrays:
        return {"map": np.array([float(self.x)], np.float32)} if "map" in wanted else {}

    def describe(self) -> dict[str, Any]:
        return {"dimensions": 1}

    def configure(self, config: DescentConfig) -> None:
        self.config = config

    def probe(self, name: str, args: Mapping[str, Any]) -> tuple[dict[str, Any], Arrays]:
        return ({"x": float(self.x)}, {}) if name == "where" else super().probe(name, args)

    def act(self, name: str, args: Mapping[str, Any]) -> dict[str, Any]:
        if name != "place" or not isinstance(args.get("x"), float):
            raise ActError(Message(name, "place needs a number x."))
        old, self.x = float(self.x), torch.tensor(args["x"])
        return {"name": "x", "old": f"{old:.3f}", "new": f"{args['x']:.3f}"}

    def trace(self) -> list[Stage]:
        return [Stage("step", None, {"loss": self.step()["batch_loss"].numpy()})]

    def state(self) -> dict[str, Any]:
        return {"x": self.x.clone(), "steps": self.steps}

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.x, self.steps = state["x"].clone(), state["steps"]

    def finished(self, metrics: Mapping[str, float]) -> Message | None:
        stop = self.config.stop_epochs
        return Message("stop_epochs", "enough") if stop and self.epoch >= stop else None
