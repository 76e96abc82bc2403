"""A GAN of signals: recurrent networks, held against the spectrum and the histograms of real signals.

Metrics, 0 where generated signals are like real ones: `spectrum_distance`: the share of the mean
power that is at the wrong frequencies, 0…1. `frequency_js`, `amplitude_js`: Jensen–Shannon divergence
(nats, at most ln 2) between histograms of each signal's strongest frequency, and of its amplitude; a
generator that knows only one tune shows here. `sliced_wasserstein`: between windows as points of
T-dimensional space, the mean over random directions.

B signals [B, T] between −1 and 1. Frequencies are in cycles per window.
"""

from __future__ import annotations

from typing import Literal

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.data import signals
from core.playgrounds.contract import Scalars
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.domain import Domain, Sampler
from core.playgrounds.gan.recurrent import CHUNK, SignalDiscriminator, SignalGenerator

LENGTH = signals.WINDOW  # T
REFERENCE = 4000  # real signals that stand for all
BINS, DIRECTIONS = 24, 64


class SignalDomain(Domain):
    """Signals of one of the kinds in core/data/signals.py."""

    KIND = "signals"
    shape = (LENGTH,)
    quick = 500

    def __init__(self, config: GanConfig, device: torch.device) -> None:
        super().__init__(config, device)
        self._draw = signals.source(config.dataset, LENGTH, config.upload, config.column)
        self.reference = self._draw(REFERENCE, LENGTH, Generator().manual_seed(1))  # [4000, T]
        highest = float(signals.frequency(self.reference).max())
        self.ranges = {"amplitude": 1.0, "frequency": min(LENGTH / 2, 1.5 * highest + 1)}
        self.spectrum = signals.power(self.reference)  # [F]
        self.shares = self.histograms(self.reference)
        directions = torch.randn(LENGTH, DIRECTIONS, generator=Generator().manual_seed(2))
        self._directions = F.normalize(directions, dim=0)  # [T, d]

    def real(self, n: int, generator: Generator) -> tuple[Tensor, None]:
        return self._draw(n, LENGTH, generator).to(self.device), None

    def build(self, generator: Generator) -> tuple[nn.Module, nn.Module]:
        c = self.config
        g = SignalGenerator(c.latent_dim, LENGTH, c.width, generator)
        return g, SignalDiscriminator(c.width, generator, self.batchwise)

    def statistics(self, fake: Tensor) -> Tensor:
        """Mean amplitude and strongest frequency, [2]."""
        return torch.stack((signals.amplitude(fake).mean(), signals.frequency(fake).mean()))

    def metrics(self, sampler: Sampler, n: int) -> Scalars:
        x = sampler.sample(n, self.fixed()).cpu()
        power, total = signals.power(x), self.spectrum.sum()
        found = self.histograms(x)
        return {
            "spectrum_distance": 0.5 * (power / power.sum() - self.spectrum / total).abs().sum(),
            **{f"{name}_js": jensen_shannon(found[name], self.shares[name]) for name in found},
            "sliced_wasserstein": self._sliced(x),
        }

    def histograms(self, x: Tensor) -> dict[str, Tensor]:
        """How x [n, T] spread over amplitudes and frequencies: shares [BINS] that sum to 1."""
        seen = {"amplitude": signals.amplitude(x), "frequency": signals.frequency(x)}
        return {name: histogram(each, self.ranges[name]) for name, each in seen.items()}

    def _sliced(self, x: Tensor) -> Tensor:
        """The mean 1-Wasserstein distance of x [n, T] and real signals along fixed directions, []."""
        quantiles = (torch.arange(200) + 0.5) / 200
        one, other = (
            torch.quantile(each @ self._directions, quantiles, dim=0)
            for each in (x, self.reference)
        )  # [200, d]
        return (one - other).abs().mean()

    def text(self, network: Literal["g", "d"]) -> str:
        c, steps = self.config, LENGTH // CHUNK
        if network == "g":
            return f"{c.latent_dim} → GRU {c.width} × {steps} → {LENGTH}"
        return f"{LENGTH} → GRU 2 × {c.width} × {steps} → 1"


def histogram(values: Tensor, high: float) -> Tensor:
    """The shares of values [n] in BINS equal bins from 0 to `high`; the last also has what is above."""
    bins = (values.nan_to_num() * (BINS / high)).long().clamp(0, BINS - 1)
    return torch.bincount(bins, minlength=BINS) / max(1, len(values))


def jensen_shannon(p: Tensor, q: Tensor) -> Tensor:
    """½ KL(p ‖ m) + ½ KL(q ‖ m) with m = (p + q) / 2, in nats, []. Lin 1991."""
    entropy = torch.special.entr
    return (entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2).sum().clamp(min=0)
