"""Points of the plane as a network sees them: features, and which points are for training.

The first N of all M points are learned from; the rest only tests what was learned.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from core.nn.features import features
from core.playgrounds.mlp.sets import Sample


class Points:
    """M points with their features and their classes or numbers, N of them for training."""

    def __init__(self, sample: Sample, inputs: Sequence[str], device: torch.device) -> None:
        self.inputs, self.device = tuple(inputs), device
        self.take(sample)

    def take(self, sample: Sample) -> None:
        """Other points, as many as there may be: none at all, too."""
        self.xy, self.truth, self.train = sample.x, sample.y, sample.train  # [M, 2], [M], N
        x = torch.from_numpy(self.xy)
        self.x = (x if sample.table else features(x, self.inputs)).to(self.device)  # [M, n_0]
        self.y = torch.from_numpy(self.truth).to(self.device)  # [M]
        self.is_test = np.arange(len(self.xy)) >= self.train  # [M]
        test = torch.from_numpy(self.is_test).to(self.device)
        self._part = torch.stack((~test, test), 1).float()  # [M, 2]: training, test
        self._counts = self._part.sum(0)  # [2]
        mean = (self.y[:, None] * self._part).sum(0) / self._counts
        spread = (self.y[:, None] - mean).square() * self._part
        self._spread = spread.sum(0).clamp_(min=1e-9)  # [2]: what a constant guess leaves over
        content = self.xy.tobytes() + self.truth.tobytes()
        self.version = zlib.crc32(content, self.train) >> 1  # another one for other points

    def arrays(self) -> dict[str, np.ndarray]:
        """Copies for whoever looks: places, classes or values, and which only test."""
        return {
            "points.x": self.xy.copy(),
            "points.y": self.truth.astype(np.float32),
            "points.test": self.is_test.astype(np.uint8),
        }

    def scores(self, loss: Tensor, predicted: Tensor, regression: bool) -> list[Tensor]:
        """Loss for training and test, then accuracy or R² for both: four 0-d tensors.

        loss [M] is each point's; predicted [M] a class or a number. One product with the two columns
        of ones and zeros adds up everything at once. Not a number where there is no point.
        """
        if regression:
            off = (predicted - self.y).square_()
            loss_sum, off_sum = (torch.stack((loss, off)) @ self._part).unbind()
            score = 1 - off_sum / self._spread  # R²: the share of the spread that is explained
        else:
            right = (predicted == self.y).float()
            loss_sum, right_sum = (torch.stack((loss, right)) @ self._part).unbind()
            score = right_sum / self._counts
        return [*(loss_sum / self._counts).unbind(), *score.unbind()]
