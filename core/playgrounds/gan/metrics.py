"""How good a cloud of generated points is, against a distribution whose density is known exactly.

n samples x [n, 2]; M modes that stand apart, each a round Gaussian of deviation σ.

`modes_covered`: modes with at least 0.2 % of the samples within 3σ (20 of 10,000).
`modes_covered_pacgan`: modes with at least one of 2,500 samples within 3σ, the rule of PacGAN (Lin
et al. 2018, arXiv:1712.04086, section 4.1). `modes_total`: M.
`high_quality_fraction`: share of samples within 3σ of a mode; a perfect sampler has 1 − e^(−4.5) = 98.9 %.
`mode_std_ratio`: deviation of the samples within 3σ about their mode's own mean, over that of a
perfect sampler's: 1 is right, 0 is a mode collapsed to a point. Covered modes count alike.
`effective_modes`: e to the entropy of how the samples share out over their nearest modes: M if evenly.
`js_divergence` (nats), `kl_divergence` (of the generated from the real): on a 64×64 grid over the
box and one cell for all outside, exact probabilities against counts.
`sliced_wasserstein`: mean Wasserstein-1 distance of the projections on 16 directions, in the data's units.
`spread_ratio`: the samples' deviation over the data's; 0 where everything falls on one point.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from core.data.distributions import SIDE, Distribution

MODES = (
    "modes_covered",
    "modes_covered_pacgan",
    "modes_total",
    "high_quality_fraction",
    "mode_std_ratio",
    "effective_modes",
)
PACGAN = 2500  # samples in PacGAN's rule
ENOUGH = 0.002  # share of the samples that covers a mode
NEAR = 3.0  # deviations from a mode that still belong to it
PSEUDO = 0.01  # samples added to every cell, so that an empty one costs much and not everything
# E r²/2 of a round Gaussian cut off at radius 3, and its root: 1 − (4.5 e^(−4.5)) / (1 − e^(−4.5)).
CUT_STD = math.sqrt(1 - NEAR**2 / 2 * math.exp(-(NEAR**2) / 2) / (1 - math.exp(-(NEAR**2) / 2)))


class PointMetrics:
    """Measures samples against one distribution; what does not depend on them is worked out once."""

    def __init__(self, data: Distribution) -> None:
        self.data = data
        self.modes = torch.from_numpy(data.modes).float()  # [M, 2]
        inside = data.cells().ravel()  # [SIDE²]
        outside = max(1 - inside.sum(), 0.0)
        self.exact = np.append(inside, outside)  # [SIDE² + 1]
        angle = torch.arange(16) * (math.pi / 16)
        self.directions = torch.stack((angle.cos(), angle.sin()))  # [2, 16]
        self.real = data.sample(10_000, torch.Generator().manual_seed(20140610))  # to compare with
        self.real_std = float(self.real.var(0).sum().sqrt())

    def measure(self, x: Tensor) -> dict[str, float]:
        """All metrics of samples x [n, 2] in the data's units; NaN where there are no modes."""
        x = x.float().cpu()
        return {
            **self.modes_of(x),
            **self.divergences(x),
            "sliced_wasserstein": self.sliced_wasserstein(x),
            "spread_ratio": float(x.var(0, correction=0).sum().sqrt()) / self.real_std,
        }

    def modes_of(self, x: Tensor) -> dict[str, float]:
        if not len(self.modes):
            return dict.fromkeys(MODES, math.nan)
        distance, nearest = torch.cdist(x, self.modes).min(1)  # [n], [n]
        near = distance < NEAR * self.data.sigma  # [n]
        total = len(self.modes)
        hits = torch.bincount(nearest[near], minlength=total)  # [M]
        first = torch.bincount(nearest[:PACGAN][near[:PACGAN]], minlength=total)
        share = torch.bincount(nearest, minlength=total) / len(x)
        entropy = -torch.special.xlogy(share, share).sum()
        return {
            "modes_covered": float((hits >= ENOUGH * len(x)).sum()),
            "modes_covered_pacgan": float((first > 0).sum()),
            "modes_total": float(total),
            "high_quality_fraction": float(near.float().mean()),
            "mode_std_ratio": self._std_ratio(x[near], nearest[near], hits),
            "effective_modes": float(entropy.exp()),
        }

    def _std_ratio(self, x: Tensor, mode: Tensor, hits: Tensor) -> float:
        """x [h, 2] near their modes [h]; hits [M]. NaN where no mode has two samples."""
        total = len(hits)
        sums = torch.zeros(total, 2).index_add_(0, mode, x)
        mean = sums / hits.clamp(min=1)[:, None]  # [M, 2]
        squares = torch.zeros(total).index_add_(0, mode, (x - mean[mode]).square().sum(1))
        several = hits >= max(2, ENOUGH * float(hits.sum()))
        if not several.any():
            return math.nan
        std = (squares[several] / (2 * (hits[several] - 1))).sqrt()  # per coordinate
        return float(std.mean()) / (CUT_STD * self.data.sigma)

    def divergences(self, x: Tensor) -> dict[str, float]:
        """JS and KL in nats."""
        cell = ((x / self.data.edge + 1) * (SIDE / 2)).floor()  # [n, 2]
        inside = ((cell >= 0) & (cell < SIDE)).all(1)
        column, row = cell.nan_to_num(0).clamp(0, SIDE - 1).long().unbind(1)
        at = torch.where(inside, row * SIDE + column, SIDE * SIDE)
        counts = torch.bincount(at, minlength=SIDE * SIDE + 1).numpy()
        real, fake = self.exact, counts / len(x)
        half = (real + fake) / 2
        padded = (counts + PSEUDO) / (len(x) + PSEUDO * len(counts))
        js = (_kl(real, half) + _kl(fake, half)) / 2
        return {"js_divergence": js, "kl_divergence": _kl(real, padded)}

    def sliced_wasserstein(self, x: Tensor) -> float:
        """As many real samples beside the generated ones, at most 1,000 (10,000 where there are)."""
        n = min(len(x), 1000) if len(x) < len(self.real) else len(self.real)
        ours = (x[:n] @ self.directions).sort(0).values  # [n, 16]
        theirs = (self.real[:n] @ self.directions).sort(0).values
        return float((ours - theirs).abs().mean())


def _kl(p: np.ndarray, q: np.ndarray) -> float:
    """Σ p ln (p / q), where p > 0."""
    some = p > 0
    return float((p[some] * np.log(p[some] / q[some])).sum())
