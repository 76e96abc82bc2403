"""The points, in three parts: what is learned from, what early stopping looks at, and what only tests.

N training points, N validation points, TEST test points: in this order.
"""

from __future__ import annotations

import numpy as np
import torch

from core.data.toy import make
from core.playgrounds.regularization.config import RegularizationConfig

TEST = 300


class Split:
    """x [2 N + TEST, 2] and y [2 N + TEST] of 0 and 1; labels are wrong where somebody learns from them."""

    def __init__(self, c: RegularizationConfig, device: torch.device) -> None:
        self.n = n = c.points
        x, y = make(c.dataset, points=2 * n + TEST, noise=c.noise, seed=c.data_seed)
        rng = np.random.default_rng((c.data_seed, 1))
        for start in (0, n):  # exactly the share, in either part
            wrong = start + rng.permutation(n)[: round(n * c.label_noise / 100)]
            y[wrong] = 1 - y[wrong]
        self.xy, self.truth = x, y
        self.x = torch.from_numpy(x).to(device)
        self.y = torch.from_numpy(y).to(device)
        self.train, self.validation = slice(n), slice(n, 2 * n)
        self.test = slice(2 * n, None)
        self.is_test = (np.arange(len(y)) >= 2 * n).astype(np.uint8)
