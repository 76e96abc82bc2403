"""The paths walked over (β₀, β₁): where they began, and enough places on the way to draw them."""

from __future__ import annotations

from typing import Any

import numpy as np

MOST = 400  # places kept; beyond, every second one goes


class Paths:
    """Of M fits, one place every `stride` steps: `places` float64 [T, M, 2]."""

    def __init__(self, betas: np.ndarray) -> None:
        self._kept = np.zeros((MOST, len(betas), 2))
        self._kept[0] = betas[:, :2]
        self.count, self.stride, self._since = 1, 1, 0

    @property
    def places(self) -> np.ndarray:
        return self._kept[: self.count]

    def walk(self, betas: np.ndarray) -> None:
        """One step more, to betas [M, P]."""
        self._since += 1
        if self._since < self.stride:
            return
        self._since = 0
        if self.count == MOST:
            self._kept[: MOST // 2] = self._kept[::2].copy()
            self.count, self.stride = MOST // 2, 2 * self.stride
        self._kept[self.count] = betas[:, :2]
        self.count += 1

    def state(self) -> dict[str, Any]:
        counts = {"stride": self.stride, "since": self._since}
        return {"places": self.places, **counts}

    def load_state(self, kept: dict[str, Any]) -> None:
        self.count = len(kept["places"])
        self._kept[: self.count] = kept["places"]
        self.stride, self._since = kept["stride"], kept["since"]
