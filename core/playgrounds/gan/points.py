"""A GAN of points in the plane: dense networks, and an exact density to compare with.

Inside, the box ±edge of the data is the square ±1; views and metrics are in the data's units.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import torch
from torch import Generator, Tensor, nn

from core.data.distributions import distribution
from core.params import Message
from core.playgrounds.contract import Scalars
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.diagnosis import collapse
from core.playgrounds.gan.domain import Domain, Sampler
from core.playgrounds.gan.layers import DenseLayers
from core.playgrounds.gan.metrics import PointMetrics


class PointGenerator(nn.Module):
    """G: z [n, z] -> points [n, 2]."""

    def __init__(self, config: GanConfig, generator: Generator) -> None:
        super().__init__()
        sizes = (config.latent_dim, *config.g_hidden, 2)
        self.net = DenseLayers(sizes, config.g_activation, generator)
        self.bounded = config.g_output == "tanh"

    def forward(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        x = self.net(z)
        return torch.tanh(x) if self.bounded else x


class PointDiscriminator(nn.Module):
    """D: points [n, 2] -> scores [n]."""

    def __init__(self, config: GanConfig, generator: Generator) -> None:
        super().__init__()
        deviation = config.minibatch_std == "on"
        self.net = DenseLayers((2, *config.d_hidden, 1), config.d_activation, generator, deviation)

    def forward(self, x: Tensor, labels: Tensor | None = None) -> Tensor:
        return self.net(x).view(-1)


class PointDomain(Domain):
    """Samples of a distribution in the plane."""

    KIND = "points"
    shape = (2,)

    def __init__(self, config: GanConfig, device: torch.device) -> None:
        super().__init__(config, device)
        self.data = distribution(config.dataset, config.drawing)
        self.measures = PointMetrics(self.data)

    def real(self, n: int, generator: Generator) -> tuple[Tensor, None]:
        return self.data.sample(n, generator).div_(self.data.edge).to(self.device), None

    def build(self, generator: Generator) -> tuple[nn.Module, nn.Module]:
        g = PointGenerator(self.config, generator)
        return g, PointDiscriminator(self.config, generator)

    def statistics(self, fake: Tensor) -> Tensor:
        """The centre of gravity of the batch, [2]."""
        return fake.mean(0)

    def metrics(self, sampler: Sampler, n: int) -> Scalars:
        """See core/playgrounds/gan/metrics.py for what each means."""
        return dict(self.measures.measure(sampler.sample(n, self.fixed()) * self.data.edge))

    def alarm(self, metrics: Mapping[str, float]) -> list[Message]:
        return collapse(metrics)

    def text(self, network: Literal["g", "d"]) -> str:
        c = self.config
        sizes = (c.latent_dim, *c.g_hidden, 2) if network == "g" else (2, *c.d_hidden, 1)
        return " → ".join(map(str, sizes))
