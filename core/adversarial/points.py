"""A GAN of points in the plane: dense networks, exact densities to compare with."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Generator, Tensor, nn

from core.adversarial.config import GanConfig
from core.adversarial.domain import Domain, Players
from core.adversarial.layers import Dense
from core.adversarial.metrics import Ruler
from core.contract import Arrays, Scalars, Wanted
from core.data.distributions import distribution
from core.nets import streams

FOR_METRICS = 2**31  # added to the seed: samples to measure are not those that are trained on


class Forger(nn.Module):
    """G: z [n, z] -> points [n, 2] of the square ±1, where the box of the data is."""

    def __init__(self, config: GanConfig, generator: Generator) -> None:
        super().__init__()
        self.net = Dense((config.latent_dim, *config.g_hidden, 2), config.g_activation, generator)
        self.bounded = config.g_output == "tanh"

    def forward(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        x = self.net(z)
        return torch.tanh(x) if self.bounded else x


class Judge(nn.Module):
    """D: points [n, 2] -> scores [n]."""

    def __init__(self, config: GanConfig, generator: Generator) -> None:
        super().__init__()
        deviation = config.minibatch_std == "on"
        self.net = Dense((2, *config.d_hidden, 1), config.d_activation, generator, deviation)

    def forward(self, x: Tensor, labels: Tensor | None = None) -> Tensor:
        return self.net(x).view(-1)


class Points(Domain):
    """Samples of a distribution in the plane, its box scaled to ±1."""

    KIND = "points"
    shape = (2,)

    def __init__(self, config: GanConfig, device: torch.device) -> None:
        super().__init__(config, device)
        self.data = distribution(config.dataset, config.drawing)
        self.ruler = Ruler(self.data)
        self.mixes = config.minibatch_std == "on"

    def real(self, n: int, generator: Generator) -> tuple[Tensor, None]:
        return self.data.sample(n, generator).div_(self.data.edge).to(self.device), None

    def build(self, generator: Generator) -> tuple[nn.Module, nn.Module]:
        return Forger(self.config, generator), Judge(self.config, generator)

    def trail(self, fake: Tensor) -> Tensor:
        return fake.mean(0)  # [2]

    def metrics(self, players: Players, n: int) -> Scalars:
        (generator,) = streams(self.config.seed + FOR_METRICS, 1)
        return dict(self.ruler.measure(players.sample(n, generator) * self.data.edge))

    def describe(self) -> dict[str, Any]:
        return {"box": self.data.edge}

    def static_views(self) -> Arrays:
        (generator,) = streams(1, 1)
        return {"samples.real": self.data.sample(500, generator).numpy()}

    def views(self, wanted: Wanted, players: Players) -> Arrays:
        arrays: Arrays = {}
        if "samples" in wanted:
            (generator,) = streams(self.config.seed + 1, 1)
            x = players.sample(500, generator)
            arrays["samples.fake"] = (x * self.data.edge).cpu().numpy().astype(np.float32)
        return arrays
