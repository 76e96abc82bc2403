"""The images of a VAE as tensors: training and test set, and the few that stand for all.

D = h·w pixels, K classes. Pixels are 0…1. Where binarisation is on, a training image is drawn anew each
time it is used, the test images once, with a seed that never changes: every run is held to the same.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from core.data import images
from core.i18n import N_
from core.params import Message, ParamError
from core.playgrounds.vae.config import VaeConfig

TEST_SEED = 2**41  # of the binarised test images
SHOWN = 1000  # test images in the scatter
CHOICE = (4, 10)  # rows, at most, and columns of the contact sheet


class Pictures:
    """`x` uint8 [N, D] to train on, `test` float [M, D]; labels int64."""

    def __init__(self, config: VaeConfig, device: torch.device) -> None:
        found = images.load(config.dataset, config.upload)
        self.about, self.found, self.device = found.about, found, device
        self.side = found.about.side
        self.classes = len(found.about.classes)
        self.conditions = self.classes if config.conditional == "on" else 0  # told to networks
        if config.conditional == "on" and not self.classes:
            text = N_("{name} = on needs classes: put the images of each into a folder of its own.")
            raise ParamError(Message("conditional", text), "off")
        self.binary = config.binarise == "on"
        self.x = torch.from_numpy(found.x.reshape(len(found.x), -1).copy()).to(device)
        self.y = torch.from_numpy(found.y.astype(np.int64)).to(device)
        test = torch.from_numpy(found.x_test.reshape(len(found.x_test), -1).copy())
        self.test = self.drawn(test, Generator().manual_seed(TEST_SEED)).to(device)
        self.y_test = torch.from_numpy(found.y_test.astype(np.int64)).to(device)

    def drawn(self, x: Tensor, generator: Generator) -> Tensor:
        """Bytes [B, D] as numbers 0…1, or each pixel 1 with that probability where binarisation is on."""
        if not self.binary:
            return x.float() / 255
        thresholds = torch.randint(255, x.shape, generator=generator, dtype=torch.uint8)
        return (thresholds.to(x.device) < x).float()

    def one_hot(self, y: Tensor) -> Tensor | None:
        """What the networks are told of labels [B]: [B, K], or None."""
        return F.one_hot(y, self.conditions).float() if self.conditions else None

    def gallery(self) -> tuple[np.ndarray, tuple[int, int]]:
        """The first test images, original bytes, on one sheet [rows·h, columns·w]."""
        rows, columns = min(CHOICE[0], len(self.test) // CHOICE[1]), CHOICE[1]
        return sheet(self.found.x_test[: rows * columns], columns), (rows, columns)

    @property
    def choose(self) -> int:
        rows, columns = self.gallery()[1]
        return rows * columns


def sheet(pictures: np.ndarray, columns: int) -> np.ndarray:
    """Pictures [n, h, w] in rows of `columns`, [rows·h, columns·w]; n a multiple of `columns`."""
    n, h, w = pictures.shape
    rows = n // columns
    grid = pictures[: rows * columns].reshape(rows, columns, h, w)
    return np.ascontiguousarray(grid.swapaxes(1, 2).reshape(rows * h, columns * w))


def greys(x: Tensor, side: int) -> np.ndarray:
    """Pixels 0…1 [n, D] as bytes [n, side, side]."""
    return (x.clamp(0, 1) * 255).round().to(torch.uint8).cpu().numpy().reshape(-1, side, side)
