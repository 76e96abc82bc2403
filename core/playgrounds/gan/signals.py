"""A GAN of signals: recurrent networks, held against the spectrum and the habits of real signals.

Metrics, 0 where generated signals are like real ones: `spectrum_distance`: the share of the mean
power that is at the wrong frequencies, 0…1. `frequency_js`, `amplitude_js`: Jensen–Shannon divergence
(nats, at most ln 2) between histograms of each signal's strongest frequency, and of its amplitude; a
generator that knows only one tune shows here. `sliced_wasserstein`: between windows as points of
T-dimensional space, the mean over random directions.

B signals [B, T] between −1 and 1. Frequencies are in cycles per window.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.data import signals
from core.i18n import N_
from core.playgrounds.contract import Arrays, Scalars, Wanted
from core.playgrounds.gan.config import GanConfig
from core.playgrounds.gan.domain import Domain, Players
from core.playgrounds.gan.recurrent import CHUNK, Composer, Listener

LENGTH = 32  # T
REFERENCE = 4000  # real signals that stand for all
SHOWN, HEARD = 8, 250  # signals drawn, and signals behind spectrum and histograms
BINS, DIRECTIONS = 24, 64
METRICS = ("spectrum_distance", "frequency_js", "amplitude_js", "sliced_wasserstein")


class Signals(Domain):
    """Signals of one of the kinds in core/data/signals.py."""

    KIND = "signals"
    shape = (LENGTH,)
    quick = 500

    def __init__(self, config: GanConfig, device: torch.device) -> None:
        super().__init__(config, device)
        self.mixes = config.minibatch_std == "on"
        self._draw = signals.source(config.dataset, LENGTH, config.upload)
        self.known = self._draw(REFERENCE, LENGTH, Generator().manual_seed(1))  # [4000, T]
        highest = float(signals.frequency(self.known).max())
        self.ranges = {"amplitude": 1.0, "frequency": min(LENGTH / 2, 1.5 * highest + 1)}
        self.spectrum = signals.power(self.known)  # [F]
        self.habits = self._habits(self.known)
        directions = torch.randn(LENGTH, DIRECTIONS, generator=Generator().manual_seed(2))
        self._directions = F.normalize(directions, dim=0)  # [T, d]

    def real(self, n: int, generator: Generator) -> tuple[Tensor, None]:
        return self._draw(n, LENGTH, generator).to(self.device), None

    def build(self, generator: Generator) -> tuple[nn.Module, nn.Module]:
        c = self.config
        composer = Composer(c.latent_dim, LENGTH, c.width, generator)
        return composer, Listener(c.width, generator, self.mixes)

    def trail(self, fake: Tensor) -> Tensor:
        """Mean amplitude and strongest frequency, [2]."""
        return torch.stack((signals.amplitude(fake).mean(), signals.frequency(fake).mean()))

    # ---- how well ---------------------------------------------------------------------------
    def metrics(self, players: Players, n: int) -> Scalars:
        x = players.sample(n, self.fixed()).cpu()
        power, total = signals.power(x), self.spectrum.sum()
        habits = self._habits(x)
        return {
            "spectrum_distance": 0.5 * (power / power.sum() - self.spectrum / total).abs().sum(),
            **{f"{name}_js": jensen_shannon(habits[name], self.habits[name]) for name in habits},
            "sliced_wasserstein": self._sliced(x),
        }

    def _sliced(self, x: Tensor) -> Tensor:
        """The mean 1-Wasserstein distance of x [n, T] and real signals along fixed directions, []."""
        quantiles = (torch.arange(200) + 0.5) / 200
        sides = (
            torch.quantile(each @ self._directions, quantiles, dim=0) for each in (x, self.known)
        )
        one, other = sides  # [200, d]
        return (one - other).abs().mean()

    def _habits(self, x: Tensor) -> dict[str, Tensor]:
        """How x [n, T] spread over amplitudes and frequencies: shares [BINS] that sum to 1."""
        seen = {"amplitude": signals.amplitude(x), "frequency": signals.frequency(x)}
        return {name: shares(each, self.ranges[name]) for name, each in seen.items()}

    # ---- to look at ---------------------------------------------------------------------------
    def text(self, network: Literal["g", "d"]) -> str:
        c, steps = self.config, LENGTH // CHUNK
        if network == "g":
            return f"{c.latent_dim} → GRU {c.width} × {steps} → {LENGTH}"
        return f"{LENGTH} → GRU 2 × {c.width} × {steps} → 1"

    def describe(self) -> dict[str, Any]:
        return {
            "metrics": list(METRICS),
            "length": LENGTH,
            "range": [-1, 1],
            "unit": N_("cycles per window"),
        }

    def static_views(self) -> Arrays:
        arrays = {
            "waves.real": _array(self.known[:SHOWN]),
            "spectrum.x": np.arange(LENGTH // 2 + 1, dtype=np.float32),
            "spectrum.real": _array(self.spectrum),
        }
        for name, share in self.habits.items():
            centres = (torch.arange(BINS) + 0.5) * (self.ranges[name] / BINS)
            arrays |= {f"{name}.x": _array(centres), f"{name}.real": _array(share)}
        return arrays

    def views(self, wanted: Wanted, players: Players) -> Arrays:
        if not wanted.keys() & {"waves", "spectrum", "histograms"}:
            return {}
        x = players.sample(HEARD, self.fixed(1)).cpu().nan_to_num()
        arrays: Arrays = {}
        if "waves" in wanted:
            arrays["waves.fake"] = _array(x[:SHOWN])
        if "spectrum" in wanted:
            arrays["spectrum.fake"] = _array(signals.power(x))
        if "histograms" in wanted:
            habits = self._habits(x)
            arrays |= {f"{name}.fake": _array(share) for name, share in habits.items()}
        return arrays

    def thumbs(self, x: Tensor) -> np.ndarray:
        return _array(x[:3])

    def told(self, x: Tensor) -> np.ndarray:
        return _array(x[:3])


def shares(values: Tensor, high: float) -> Tensor:
    """The shares of values [n] in BINS equal bins from 0 to `high`; the last also has what is above."""
    bins = (values.nan_to_num() * (BINS / high)).long().clamp(0, BINS - 1)
    return torch.bincount(bins, minlength=BINS) / max(1, len(values))


def jensen_shannon(p: Tensor, q: Tensor) -> Tensor:
    """½ KL(p ‖ m) + ½ KL(q ‖ m) with m = (p + q) / 2, in nats, []. Lin 1991."""
    entropy = torch.special.entr
    return (entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2).sum().clamp(min=0)


def _array(x: Tensor) -> np.ndarray:
    return x.detach().cpu().float().numpy().copy()
