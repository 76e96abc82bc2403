"""What a GAN is about: points of the plane, pictures or signals. The game itself knows none of them.

n samples of `shape` S, z numbers of noise per sample. `labels` [n] are class numbers where samples
come with a class (`classes` > 0), else None.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Protocol

import numpy as np
import torch
from torch import Generator, Tensor, nn

from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import ActError, Arrays, Scalars, Wanted
from core.playgrounds.gan.config import GanConfig


class Players(Protocol):
    """The two networks as views see them: nothing here changes a run or draws from its generators."""

    def generate(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        """z [n, z] -> samples [n, *S], from the averaged generator where the config says so."""

    def judge(self, x: Tensor, labels: Tensor | None = None) -> Tensor:
        """x [n, *S] -> the discriminator's raw scores [n]."""

    @property
    def probability(self) -> bool:
        """Whether the discriminator's answers are beliefs in 0…1, or raw scores without a scale."""

    def answer(self, scores: Tensor) -> Tensor:
        """Scores [n] as the page shows them: beliefs in 0…1, or as they are."""

    def blame(self, x: Tensor, labels: Tensor | None = None) -> Tensor:
        """−∂(generator's loss)/∂x at samples x [n, *S]: where each sample is pushed."""

    def sample(self, n: int, generator: Generator, labels: Tensor | None = None) -> Tensor:
        """n fresh samples [n, *S]; where labels are wanted and none given, they are drawn too."""


class Domain(ABC):
    """One kind of data with the networks, metrics and views that suit it."""

    KIND: ClassVar[Literal["points", "images", "signals"]]

    shape: tuple[int, ...]  # S, of one sample
    classes: int = 0  # 0 where not conditional
    mixes: bool = False  # whether the discriminator lets rows of a batch influence each other

    def __init__(self, config: GanConfig, device: torch.device) -> None:
        """Load or prepare the data. Raises ParamError with a sentence where that can't be done."""
        self.config = config
        self.device = device

    @abstractmethod
    def real(self, n: int, generator: Generator) -> tuple[Tensor, Tensor | None]:
        """n samples of the data, [n, *S], scaled as the networks want them, and their labels [n]."""

    @abstractmethod
    def build(self, generator: Generator) -> tuple[nn.Module, nn.Module]:
        """G(z [n, z], labels) -> [n, *S] and D(x [n, *S], labels) -> scores [n], fresh weights.

        `generator` decides the weights; torch's global generator is not touched (see flat.fill).
        """

    @abstractmethod
    def metrics(self, players: Players, n: int) -> Scalars:
        """How good n samples are. The same names always, NaN where one makes no sense here; draws
        from generators of its own, seeded by the config. Called every few hundred iterations with
        `quick` samples and at the end with `thorough`."""

    @abstractmethod
    def views(self, wanted: Wanted, players: Players) -> Arrays:
        """Named arrays for the panels that somebody looks at: copies."""

    @abstractmethod
    def static_views(self) -> Arrays:
        """Arrays that never change (real samples to compare with, say)."""

    @abstractmethod
    def describe(self) -> dict[str, Any]:
        """What the page must know about this kind of data (PROTOCOL.md); `metrics` names those shown."""

    @abstractmethod
    def thumbs(self, x: Tensor) -> np.ndarray:
        """A few of the samples x [n, *S] as the data-flow drawing shows them (PROTOCOL.md, `flow`)."""

    @abstractmethod
    def told(self, x: Tensor) -> np.ndarray:
        """The samples of a batch x [B, *S] that slow motion shows (PROTOCOL.md, slow motion)."""

    quick: int = 2500  # samples for metrics while training
    thorough: int = 10_000  # samples for the metrics at the end

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

    def trail(self, fake: Tensor) -> Tensor:
        """Where a batch of generated samples [B, *S] lies, in one or a few numbers: a swing shows here."""
        return torch.stack((fake.mean(), fake.std(correction=0)))

    def configure(self, config: GanConfig) -> None:
        """Take over live values."""
        self.config = config

    def text(self, network: Literal["g", "d"]) -> str:
        """A network in short, as `2 → 8 → 8 → 1`."""
        return ""

    def probe(
        self, name: str, args: Mapping[str, Any], players: Players
    ) -> tuple[dict[str, Any], Arrays]:
        """Answer a viewer's question without changing anything. Raises ActError."""
        raise ActError(Message(name, N_("There is no probe {name}."), {"name": name[:60]}))
