"""Random numbers drawn in blocks: a loop that takes one at a time finds them in a plain list."""

from __future__ import annotations

from typing import Any

import torch
from torch import Generator

BLOCK = 4096


class Stream:
    """Numbers of one generator, uniform in [0, 1) or standard normal, one after the other.

    The blocks have one size, so that what comes next does not depend on how many are taken at once.
    """

    def __init__(self, generator: Generator, normal: bool = False) -> None:
        self._generator, self._normal = generator, normal
        self._at = 0
        self._draw()

    def next(self) -> float:
        if self._at == BLOCK:
            self._draw()
        self._at += 1
        return self._block[self._at - 1]

    def take(self, count: int) -> list[float]:
        """The next `count` numbers."""
        end = self._at + count
        if end <= BLOCK:
            found, self._at = self._block[self._at : end], end
            return found
        found = self._block[self._at :]
        self._draw()
        return found + self.take(count - len(found))

    def _draw(self) -> None:
        self._before, self._at = self._generator.get_state(), 0
        draw = torch.randn if self._normal else torch.rand
        self._block: list[float] = draw(
            BLOCK, generator=self._generator, dtype=torch.float64
        ).tolist()

    def state(self) -> dict[str, Any]:
        return {"before": self._before, "at": self._at}

    def load_state(self, state: dict[str, Any]) -> None:
        self._generator.set_state(state["before"])
        self._draw()
        self._at = state["at"]
