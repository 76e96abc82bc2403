"""One parameter w learns the mean of N numbers x: loss = mean (w − x)², dloss/dw = 2 mean (w − x)."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch

from core import params
from core.playgrounds.arguments import finite
from core.playgrounds.contract import Algorithm, Array, Metric, Stage, State, View
from core.playgrounds.cost import Cost


@dataclass(frozen=True)
class CentroidConfig(params.Config):
    lr: float = params.number(0.1, 1e-3, 2.0, "Learning rate", "Of a step.", "Training", live=True)
    points: int = params.integer(20, 2, 500, "Points", "How many numbers there are.", "Data")


class Centroid(Algorithm):
    NAME, LABEL, UNIT = "centroid", "Centroid", "update"
    Config = CentroidConfig
    PRESETS = (params.Preset("steep", "Steep", "Nearly there in one step.", {"lr": 0.5}),)
    COST = staticmethod(lambda config: Cost(8.0 * config.points, 4.0 * config.points))
    VIEWS: ClassVar = {
        "line": View(lambda of, options: {"w": of.w.numpy().copy()}, {"w": Array("f4", "1")})
    }
    STATIC: ClassVar = {"x": Array("f4", "N")}
    METRICS: ClassVar = {
        "train_loss": Metric("loss", "Mean (w − x)²", headline=True, evaluated_on="train")
    }
    PROBES: ClassVar = {"loss": lambda of, args: ({"loss": of.loss(finite(args, "w", 1e6))}, {})}

    def __init__(self, config, device):
        super().__init__(config, device)
        rng = torch.Generator().manual_seed(config.seed)
        self.x = torch.randn(config.points, generator=rng)  # [N]
        self.w, self.updates = torch.tensor([3.0]), 0  # [1]

    def loss(self, w):
        return float(((w - self.x) ** 2).mean())

    def step(self):
        self.w -= self.config.lr * 2 * (self.w - self.x).mean()
        self.updates += 1
        return {"train_loss": self.loss(self.w)}

    def evaluate(self):
        return {"train_loss": self.loss(self.w)}

    evaluate_now = property(lambda self: self.updates % 10 == 0)

    def describe(self):
        return {"metrics": ["train_loss"]}

    def static_views(self):
        return {"x": self.x.numpy().astype(np.float32)}

    def configure(self, config):
        self.config = config

    def trace(self):
        return [Stage("update", None, {"loss": np.array([self.step()["train_loss"]])})]

    def state(self):
        return State.of({"w": self.w, "updates": self.updates, "live": self._live()})

    def load_state(self, state):
        kept = state.tree()
        self._take_live(kept["live"])
        self.w, self.updates = kept["w"], kept["updates"]
