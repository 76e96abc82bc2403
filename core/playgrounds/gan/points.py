"""A GAN of points in the plane: dense networks, and an exact density to compare with.

Inside, the box ±edge of the data is the square ±1; views and metrics are in the data's units.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import torch
from torch import Generator, Tensor, nn

from core.data.distributions import distribution
from core.params import Message
from core.playgrounds.contract import Arrays, Scalars, Wanted
from core.playgrounds.gan import point_views as portrait
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.diagnosis import collapse
from core.playgrounds.gan.domain import Domain, Players
from core.playgrounds.gan.layers import Dense
from core.playgrounds.gan.metrics import METRICS, MODES, Ruler


class Forger(nn.Module):
    """G: z [n, z] -> points [n, 2]."""

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
    """Samples of a distribution in the plane."""

    KIND = "points"
    shape = (2,)
    REAL = 500  # real samples in the picture

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
        """The centre of gravity of the batch, [2]."""
        return fake.mean(0)

    # ---- how well ---------------------------------------------------------------------------
    def metrics(self, players: Players, n: int) -> Scalars:
        """See core/playgrounds/gan/metrics.py for what each means."""
        return dict(self.ruler.measure(players.sample(n, self.fixed()) * self.data.edge))

    def alarm(self, metrics: Mapping[str, float]) -> list[Message]:
        return collapse(metrics)

    # ---- to look at ---------------------------------------------------------------------------
    def text(self, network: Literal["g", "d"]) -> str:
        c = self.config
        sizes = (c.latent_dim, *c.g_hidden, 2) if network == "g" else (2, *c.d_hidden, 1)
        return " → ".join(map(str, sizes))

    def describe(self) -> dict[str, Any]:
        modes = len(self.data.modes)
        return {
            "box": [-self.data.edge, self.data.edge],
            "modes": modes or None,
            "metrics": [name for name in METRICS if modes or name not in MODES],
        }

    def static_views(self) -> Arrays:
        real = self.data.sample(self.REAL, Generator().manual_seed(1))
        return {
            "real": real.numpy(),
            "modes": self.data.modes.astype(np.float32),
            "modes.radius": np.array([3 * self.data.sigma], np.float32),
        }

    def views(self, wanted: Wanted, players: Players) -> Arrays:
        if "samples" not in wanted:
            return {}
        layers = wanted["samples"].get("layers")
        return portrait.layers(self, players, layers if isinstance(layers, list) else [])

    def thumbs(self, x: Tensor) -> np.ndarray:
        return self.told(x)

    def told(self, x: Tensor) -> np.ndarray:
        return (x * self.data.edge).cpu().numpy()
