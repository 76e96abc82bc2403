"""One look at a network as it stands: what several views of a frame need is computed once.

C channels, h × w pixels, K classes.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from core.nn.flat import Flat
from core.playgrounds.cnn import options as asked
from core.playgrounds.cnn.architecture import Layer
from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.cnn.copies import Copies
from core.playgrounds.cnn.evaluation import Evaluation
from core.playgrounds.cnn.maximise import Maximisers
from core.playgrounds.cnn.network import Network, Parts, last
from core.playgrounds.cnn.pictures import Pictures
from core.playgrounds.cnn.tsne import Jobs
from core.playgrounds.contract import Options


class Looked(Protocol):
    """What can be looked at: the algorithm."""

    config: CnnConfig
    device: torch.device
    pictures: Pictures
    layers: list[Layer]
    copies: Copies
    module: Network
    net: Flat
    evaluation: Evaluation
    maximisers: Maximisers
    tsnes: Jobs
    update: int


class Look:
    """Looks at the algorithm `of`; changes nothing of it."""

    def __init__(self, of: Looked) -> None:
        self.of, self.pictures, self.layers = of, of.pictures, of.layers
        self.module, self.evaluation = of.module, of.evaluation
        self._walks: dict[object, tuple[Tensor, list[Parts]]] = {}

    def pixels(self, options: Options) -> Tensor:
        """The image that a viewer has chosen or drawn, [1, C, h, w] in 0…1."""
        channels, side, _ = self.pictures.image
        drawn = asked.drawn(options, side)
        if drawn is not None:
            x = torch.from_numpy(drawn.astype(np.float32) / 255).to(self.of.device)
            return x.expand(1, channels, side, side)
        return self.pictures.pixels(torch.tensor([self.row(options)]), test=True)

    def row(self, options: Options) -> int:
        """Which test image it is; of no meaning where one was drawn."""
        return asked.image(options, min(asked.IMAGES, len(self.pictures.test)))

    def walk(self, options: Options) -> tuple[Tensor, list[Parts]]:
        """The normalised image [1, C, h, w], and what every layer makes of it."""
        drawn = asked.drawn(options, self.pictures.image[1])
        key = self.row(options) if drawn is None else drawn.tobytes()
        if key not in self._walks:
            x = self.pictures.normalised(self.pixels(options))
            self._walks[key] = x, self.module.walk(x)
        return self._walks[key]

    def layer_in(self, options: Options, index: int) -> Tensor:
        """What layer `index` reads, [1, …]."""
        x, parts = self.walk(options)
        return x if index == 0 else last(parts[index - 1])


def coded(values: Tensor) -> tuple[np.ndarray, float]:
    """Numbers as bytes, 0 for −scale and 255 for +scale, the largest size of any."""
    scale = max(float(values.abs().max()), 1e-12) if values.numel() else 1.0
    if not np.isfinite(scale):
        return np.full(values.shape, 128, np.uint8), scale
    return (values * (127.5 / scale) + 127.5).round().to(torch.uint8).cpu().numpy(), scale


def shades(x: Tensor) -> np.ndarray:
    """Pixels in 0…1 as bytes."""
    return (x.clamp(0, 1) * 255).round().to(torch.uint8).cpu().numpy()
