"""The images as minibatches: training, validation and test rows, gathered, normalised per channel.

Bytes are shared by all runs of the process and become numbers in 0…1 when they are used. C channels, h × w
pixels, K classes, B images of a minibatch.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from core.data import labelled
from core.playgrounds.cnn.config import CnnConfig

SPLIT_SEED = 2**40  # every seed has the same split, so that runs can be compared
MEASURED = 5000  # training images that mean and deviation are taken over


class Pictures:
    """`train`, `validation` and `test` are row numbers, int64 on the CPU; the latter of the test images."""

    def __init__(
        self, config: CnnConfig, device: torch.device, classes: Sequence[int] | None = None
    ) -> None:
        """Of these `classes` alone where they are named. Raises ParamError where the images are not there."""
        found = labelled.load(config.dataset, config.upload)
        if classes is not None:
            found = labelled.only(found, classes)
        self.classes, self.note, self.device = found.classes, found.note, device
        self.image: tuple[int, ...] = found.x.shape[1:]
        order = torch.randperm(len(found.x), generator=Generator().manual_seed(SPLIT_SEED))
        if config.images:
            order = order[: config.images]
        parts = labelled.stratified(found.y[order.numpy()], config.validation, SPLIT_SEED)
        self.train, self.validation = (order[torch.from_numpy(part)] for part in parts)
        self.test = torch.arange(len(found.x_test))
        y = found.y.astype(np.int64)
        if config.labels == "shuffled":
            y = np.random.default_rng(SPLIT_SEED).permutation(y)
        self.y, self.y_test = torch.from_numpy(y).to(device), _labels(found.y_test).to(device)
        # On another device the bytes live there; here everybody reads the same ones.
        here = device.type == "cpu"
        self._x: np.ndarray | Tensor = (
            found.x if here else torch.from_numpy(found.x.copy()).to(device)
        )
        self._x_test: np.ndarray | Tensor = (
            found.x_test if here else torch.from_numpy(found.x_test.copy()).to(device)
        )
        shades = labelled.normalisation(found.x, self.train[:MEASURED].numpy())
        self.mean, self.std = (torch.from_numpy(one).to(device) for one in shades)  # [C]

    @property
    def outside(self) -> Tensor | None:
        """What lies around a picture: black around grey ones, the mean around colours."""
        return self.mean if self.image[0] > 1 else None

    def pixels(self, rows: Tensor, test: bool = False) -> Tensor:
        """Images [B, C, h, w] in 0…1."""
        x = self._x_test if test else self._x
        if isinstance(x, Tensor):
            return x[rows.to(self.device)].float() / 255
        return torch.from_numpy(x[rows.numpy()]).float() / 255

    def labels(self, rows: Tensor, test: bool = False) -> Tensor:
        return (self.y_test if test else self.y)[rows.to(self.device)]

    def normalised(self, x: Tensor) -> Tensor:
        """Pixels in 0…1 [B, C, h, w] as the network wants them: mean 0 and deviation 1 per channel."""
        return (x - self.mean[:, None, None]) / self.std[:, None, None]

    def targets(self, rows: Tensor, smoothing: float) -> Tensor:
        """[B, K]: 1 − ε for the class and ε spread over all. Szegedy et al. 2015 (arXiv:1512.00567), 7."""
        one_hot = F.one_hot(self.labels(rows), len(self.classes)).float()
        return one_hot * (1 - smoothing) + smoothing / len(self.classes)


def _labels(y: np.ndarray) -> Tensor:
    return torch.from_numpy(y.astype(np.int64))
