"""The points that the networks learn from and are tested on: one set, or one for each amount of noise.

D sets, P points in each, of which the first N are learned from; M networks.
"""

from __future__ import annotations

import numpy as np
import torch

from core.data.toy import make, mislabelled
from core.nn.features import features
from core.playgrounds.sweep.cells import Cells


class Samples:
    """xy [D, P, 2] and y [D, P]; `of` [M] says from which set each network learns."""

    def __init__(self, cells: Cells, device: torch.device) -> None:
        c = cells.config
        self.train = c.train_points  # N
        asked = list(zip(cells.values("noise"), cells.values("label_noise"), strict=True))
        different = sorted(set(asked))
        self.of = np.array([different.index(one) for one in asked], np.int32)
        drawn = [
            make(c.dataset, points=c.points, noise=noise, seed=c.data_seed)
            for noise, _ in different
        ]
        self.xy = np.stack([x for x, _ in drawn])
        self.truth = np.stack(
            [
                mislabelled(y, self.train, wrong, c.data_seed)
                for (_, y), (_, wrong) in zip(drawn, different, strict=True)
            ]
        )
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
