"""What a GAN is about: points of the plane, pictures or signals. The game itself knows none of them.

n samples of `shape` S, z numbers of noise per sample. `labels` [n] are class numbers where samples
come with a class (`classes` > 0), else None.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Literal, Protocol

import torch
from torch import Generator, Tensor, nn

from core.params import Message
from core.playgrounds.contract import Scalars
from core.playgrounds.gan.config import GanConfig


class Sampler(Protocol):
    """What metrics ask of a generator: nothing here changes a run or draws from its generators."""

    def sample(self, n: int, generator: Generator, labels: Tensor | None = None) -> Tensor:
        """n fresh samples [n, *S]; where labels are wanted and none given, they are drawn too."""


class Domain(ABC):
    """One kind of data with the networks and metrics that suit it."""

    KIND: ClassVar[Literal["points", "images", "signals"]]

    shape: tuple[int, ...]  # S, of one sample
    classes: int = 0  # 0 where not conditional
    quick: int = 2500  # samples for metrics while training
    thorough: int = 10_000  # samples for the metrics at the end

    def __init__(self, config: GanConfig, device: torch.device) -> None:
        """Load or prepare the data. Raises ParamError with a sentence where that can't be done."""
        self.config = config
        self.device = device

    @property
    def batchwise(self) -> bool:
        """Whether the discriminator's score of a row depends on the rest of its batch."""
        return self.config.minibatch_std == "on"

    @abstractmethod
    def real(self, n: int, generator: Generator) -> tuple[Tensor, Tensor | None]:
        """n samples of the data, [n, *S], scaled as the networks want them, and their labels [n]."""

    @abstractmethod
    def build(self, generator: Generator) -> tuple[nn.Module, nn.Module]:
        """G(z [n, z], labels) -> [n, *S] and D(x [n, *S], labels) -> scores [n], fresh weights.

        `generator` decides the weights; torch's global generator is not touched (see flat.fill).
        """

    @abstractmethod
    def metrics(self, sampler: Sampler, n: int) -> Scalars:
        """How good n samples are. The same names always, NaN where one makes no sense here; draws
        from generators of its own, seeded by the config. Called every few hundred iterations with
        `quick` samples and at the end with `thorough`."""

    def alarm(self, metrics: Mapping[str, float]) -> list[Message]:
        """What the last metrics say is wrong with the samples (mode collapse, say)."""
        return []

    def noise(self, n: int, generator: Generator) -> Tensor:
        """What samples are made from, [n, z]: uniform in (−1, 1) or standard normal."""
        shape = (n, self.config.latent_dim)
        if self.config.noise_kind == "uniform":
            z = torch.empty(shape).uniform_(-1, 1, generator=generator)
        else:
            z = torch.randn(shape, generator=generator)
        return z.to(self.device)

    def fixed(self, seed: int = 0) -> Generator:
        """A generator that is not training's: the same at every call, decided by the run's seed."""
        return Generator().manual_seed(self.config.seed + 2**40 + seed)

    def labels(self, n: int, generator: Generator) -> Tensor | None:
        """Classes to be generated, [n], each as likely as the other; None where there are none."""
        if not self.classes:
            return None
        return torch.randint(self.classes, (n,), generator=generator).to(self.device)

    def statistics(self, fake: Tensor) -> Tensor:
        """A batch of generated samples [B, *S] in one or a few numbers: a swing shows in them."""
        return torch.stack((fake.mean(), fake.std(correction=0)))

    def configure(self, config: GanConfig) -> None:
        """Take over live values."""
        self.config = config

    @abstractmethod
    def text(self, network: Literal["g", "d"]) -> str:
        """A network in short, as `2 → 8 → 8 → 1`."""
