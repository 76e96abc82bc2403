"""The points that the networks learn from and are tested on: one set, or one for each amount of noise.

D sets, P points in each, of which the first N are learned from; M networks.
"""

from __future__ import annotations

import numpy as np
import torch

from core.data.toy import make
from core.nn.features import features
from core.playgrounds.sweep.cells import Cells


class Samples:
    """xy [D, P, 2] and y [D, P]; `of` [M] says from which set each network learns."""

    def __init__(self, cells: Cells, device: torch.device) -> None:
        c = cells.config
        noises = cells.values("noise")
        different = sorted(set(noises))
        self.of = np.array([different.index(noise) for noise in noises], np.int32)
        drawn = [
            make(c.dataset, points=c.points, noise=noise, seed=c.data_seed) for noise in different
        ]
        self.xy = np.stack([x for x, _ in drawn])
        self.truth = np.stack([y for _, y in drawn])
        self.train = c.train_points  # N
        self.is_test = (np.arange(c.points) >= self.train).astype(np.uint8)
        x = torch.stack([features(torch.from_numpy(one), c.inputs) for one in self.xy])
        y = torch.from_numpy(self.truth)
        if len(different) > 1:
            x, y = x[self.of], y[self.of]
        self.x = x.to(device)  # [1 or M, P, n_0]
        self.y = y.to(device)  # [1 or M, P]

    @property
    def learned(self) -> tuple[torch.Tensor, torch.Tensor]:
        """What Batches are made of: x [1 or M, n_0 + 1, N] with ones, t [1 or M, 1, N]."""
        x = self.x[:, : self.train].transpose(1, 2)
        x = torch.cat((x, torch.ones_like(x[:, :1])), 1)
        return x.contiguous(), self.y[:, None, : self.train].float().contiguous()
