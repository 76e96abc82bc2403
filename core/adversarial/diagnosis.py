"""What goes on in a game of two networks: how good the samples are, and what has gone wrong."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.contract import Scalars


class Diary:
    """The last iterations, a line every few of them: what the alarm looks back on."""

    EVERY, LINES = 25, 60  # iterations between two lines, and how many lines are kept
    FIELDS = ("d_loss", "g_loss", "d_real", "d_fake", "d_gradient", "g_gradient")

    def __init__(self) -> None:
        self.lines: deque[list[float]] = deque(maxlen=self.LINES)

    def write(self, scalars: Scalars, trail: Tensor) -> None:
        """One line; with a GPU, everything in one transfer."""
        told = torch.stack([torch.as_tensor(scalars[name]) for name in self.FIELDS])
        self.lines.append(torch.cat((told, trail)).tolist())

    def column(self, name: str) -> np.ndarray:
        return np.array([line[self.FIELDS.index(name)] for line in self.lines])  # [lines]

    def trail(self) -> np.ndarray:
        return np.array([line[len(self.FIELDS) :] for line in self.lines])  # [lines, numbers]

    def state(self) -> dict[str, Any]:
        return {"lines": [list(line) for line in self.lines]}

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.lines = deque((list(line) for line in state["lines"]), maxlen=self.LINES)
