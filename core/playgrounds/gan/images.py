"""A GAN of small pictures: convolutional networks, and a classifier trained here to say how good they are.

Metrics: `recognised_fraction`: conditional only, the share that the classifier (classifier.py) takes for
the class asked for. `confidence`: how sure it is on average of what it sees, 0…1. `classes_seen`: e to the
entropy of its answers: 10 where all ten classes are as frequent, 1 where there is only one: collapse.
`fid_like`: the Fréchet distance to the training images in its feature space; 0 is perfect. It is made
as the literature's FID is, but of another network's features, and comparable only with itself.
`judge_accuracy`: how far the classifier itself can be trusted, on held-out images.

B pictures [B, h, w] in −1…1; on the way to a viewer they become bytes, 0 black … 255 white.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal

import torch
from torch import Generator, Tensor, nn

from core.data.images import load
from core.data.neighbours import Neighbours
from core.playgrounds.contract import Scalars
from core.playgrounds.gan.classifier import classifier_for, frechet, moments, signed
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.convolutional import ImageDiscriminator, ImageGenerator
from core.playgrounds.gan.domain import Domain, Sampler

AT_ONCE = 500  # pictures generated at a time for the metrics


class ImageDomain(Domain):
    """Pictures of one of the sets in core/data/images.py, with their classes where wanted."""

    KIND = "images"
    quick = 500

    def __init__(self, config: GanConfig, device: torch.device) -> None:
        super().__init__(config, device)
        images = load(config.dataset)
        self.names, self.side = images.about.classes, images.about.side
        self.shape = (self.side, self.side)
        self.classes = len(self.names) if config.conditional == "on" else 0
        self.classifier = classifier_for(config.dataset)
        self.x = torch.tensor(images.x).to(device)  # uint8 [N, h, w]
        self.y = torch.tensor(images.y).long().to(device)  # [N]
        self._nearest: tuple[bytes, tuple[Tensor, Tensor]] | None = None  # the last look-up

    def real(self, n: int, generator: Generator) -> tuple[Tensor, Tensor | None]:
        rows = torch.randint(len(self.x), (n,), generator=generator).to(self.device)
        return signed(self.x[rows]), self.y[rows] if self.classes else None

    def build(self, generator: Generator) -> tuple[nn.Module, nn.Module]:
        c, k, side = self.config, self.classes, self.side
        return (
            ImageGenerator(c.latent_dim, k, side, c.width, c.g_activation, generator),
            ImageDiscriminator(k, side, c.width, c.d_activation, generator, self.batchwise),
        )

    def statistics(self, fake: Tensor) -> Tensor:
        """The mean picture in 2 × 2 patches: enough to see it swing, [4]."""
        return nn.functional.adaptive_avg_pool2d(fake.mean(0, keepdim=True), 2).flatten()

    def metrics(self, sampler: Sampler, n: int) -> Scalars:
        generator = self.fixed()
        asked = torch.arange(n) % len(self.names)
        parts = []
        for labels in asked.split(AT_ONCE):
            wanted = labels.to(self.device) if self.classes else None
            parts.append(sampler.sample(len(labels), generator, wanted).cpu())
        features, logits = self.classifier.look(torch.cat(parts))  # [n, f], [n, K]
        sure, said = logits.softmax(1).max(1)  # [n], [n]
        share = torch.bincount(said, minlength=len(self.names)) / n  # [K]
        right = float((said == asked).float().mean()) if self.classes else math.nan
        return {
            "recognised_fraction": right,
            "confidence": sure.mean(),
            "classes_seen": torch.special.entr(share).sum().exp(),
            "fid_like": frechet(self.classifier.real, moments(features)) if n > 1 else math.nan,
            "judge_accuracy": self.classifier.accuracy,
        }

    def nearest(self, fake: Tensor) -> tuple[Tensor, Tensor]:
        """For pictures [n, h, w]: the training images nearest to them, uint8 [n, h, w], and how far, [n].

        A look-up takes longer than a frame: pictures that stay the same are looked up once.
        """
        key = fake.cpu().numpy().tobytes()
        if self._nearest is None or self._nearest[0] != key:
            index, _ = index_for(self.config.dataset)
            rows, distance = index.nearest(((fake.float().cpu() + 1) / 2).nan_to_num())
            self._nearest = key, (self.x[rows.to(self.device)], distance)
        return self._nearest[1]

    def text(self, network: Literal["g", "d"]) -> str:
        w, side = self.config.width, self.side
        if network == "g":
            sizes = (f"{4 * w}×{side // 4}²", f"{2 * w}×{side // 2}²", f"1×{side}²")
            return " → ".join((str(self.config.latent_dim + self.classes), *sizes))
        return " → ".join((f"1×{side}²", f"{w}×{side // 2}²", f"{2 * w}×{side // 4}²", "1"))


@lru_cache(maxsize=3)
def index_for(name: str) -> tuple[Neighbours, float]:
    """The training images of the set `name` to be searched, and how far apart fellows usually are."""
    index = Neighbours(torch.tensor(load(name).x))
    return index, index.usual()
