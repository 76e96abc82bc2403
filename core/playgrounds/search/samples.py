"""The points: those that are learned from, those that trials are chosen by, and those that only test.

P points, of which the first N are learned from; of the rest the first half is for validation.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from core.data.toy import make
from core.nn.features import features
from core.nn.losses import BinaryCrossEntropy
from core.playgrounds.search.config import SearchConfig

INPUTS = ("x1", "x2")


class Samples:
    """xy [P, 2] and truth [P]; x [P, 2] and t [P, 1] as networks see them."""

    def __init__(self, c: SearchConfig, device: torch.device) -> None:
        self.xy, self.truth = make(c.dataset, points=c.points, noise=c.noise, seed=c.data_seed)
        self.train = c.train_points  # N
        self.chosen = self.train + (c.points - self.train) // 2  # from here on they only test
        self.part = np.zeros(c.points, np.uint8)
        self.part[self.train :], self.part[self.chosen :] = 1, 2
        self.x = features(torch.from_numpy(self.xy), INPUTS).to(device)
        self.t = torch.from_numpy(self.truth).float()[:, None].to(device)

    def scores(self, z: Tensor, test: bool) -> tuple[float, float]:
        """Mean loss, and the share classified wrong, from z [n, 1] at the points of that part."""
        t = self.t[self.of(test)]
        wrong = ((z > 0) != (t > 0.5)).float().mean()
        return float(BinaryCrossEntropy.each(z, t).mean()), float(wrong)

    def of(self, test: bool) -> slice:
        """Which points: those for validation, or for the test."""
        return slice(self.chosen, None) if test else slice(self.train, self.chosen)
