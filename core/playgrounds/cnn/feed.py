"""The minibatches of a set, epoch after epoch, each in an order of its own. B images of a minibatch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Generator, Tensor

from core.playgrounds.cnn.config import CnnConfig
from core.playgrounds.cnn.pictures import Pictures


class Feed:
    """`done` is how many images were handed out, over all epochs."""

    def __init__(self, pictures: Pictures, rng: Generator) -> None:
        self.pictures, self._rng = pictures, rng
        self._row, self.done = 0, 0
        self._order = self._shuffled()

    def _shuffled(self) -> Tensor:
        train = self.pictures.train
        return train[torch.randperm(len(train), generator=self._rng)]

    def rows(self, size: int) -> Tensor:
        """The next images of this epoch's order; the last minibatch of an epoch may be shorter."""
        if self.ends:
            self._order, self._row = self._shuffled(), 0
        rows = self._order[self._row : self._row + size]
        self._row += len(rows)
        self.done += len(rows)
        return rows

    @property
    def ends(self) -> bool:
        """Whether an epoch has just ended."""
        return self._row >= len(self._order)

    @property
    def epoch(self) -> float:
        return self.done / len(self.pictures.train)

    def minibatch(self, rows: Tensor, c: CnnConfig, rng: Generator) -> tuple[Tensor, Tensor]:
        """Augmented, normalised images [B, C, h, w] and targets [B, K]."""
        p, augmentation = self.pictures, c.augmentation
        x = augmentation.images(p.pixels(rows), rng, p.outside)
        return augmentation.mix(p.normalised(x), p.targets(rows, c.label_smoothing), rng)

    def state(self) -> dict[str, Any]:
        return {
            "row": self._row, "epoch_rows": self.done, "order": self._order,
            "order_rng": self._rng.get_state(),
        }  # fmt: skip

    def load_state(self, state: Mapping[str, Any]) -> None:
        self._row, self.done, self._order = state["row"], state["epoch_rows"], state["order"]
        self._rng.set_state(state["order_rng"])
