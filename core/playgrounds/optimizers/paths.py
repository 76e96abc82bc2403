"""Where everybody has been: a bounded memory of positions, thinned by steps alone.

Every `stride`-th place is kept; when the memory is full, a third of them stays and the stride is
three times as long. An odd stride, so that what jumps from side to side is still seen to.
"""

from __future__ import annotations

from typing import Any

import numpy as np

LONGEST = 243  # places of one path


class Paths:
    """Paths of n runners as f4 [n, LONGEST, P], of which the first `count` are walked."""

    def __init__(self, runners: int, parameters: int = 2) -> None:
        self.places = np.full((runners, LONGEST, parameters), np.nan, np.float32)
        self.begin()

    def begin(self) -> None:
        self.count, self.stride, self.seen = 0, 1, 0

    def add(self, points: np.ndarray) -> None:
        """The places [n, P] of one step; not-a-number for who has left."""
        if self.seen % self.stride == 0:
            if self.count == LONGEST:
                self.places[:, : LONGEST // 3] = self.places[:, ::3].copy()
                self.count, self.stride = LONGEST // 3, 3 * self.stride
            if self.seen % self.stride == 0:
                self.places[:, self.count] = points
                self.count += 1
        self.seen += 1

    def walked(self, now: np.ndarray) -> np.ndarray:
        """What was kept and where all are `now` [n, P], f4 [n, T, P]."""
        last = now.astype(np.float32)[:, None]
        return np.concatenate([self.places[:, : self.count], last], 1)

    def state(self) -> dict[str, Any]:
        return {
            "places": self.places[:, : self.count],
            "stride": self.stride,
            "seen": self.seen,
        }

    def load_state(self, kept: dict[str, Any]) -> None:
        self.count = kept["places"].shape[1]
        self.places[:, : self.count] = kept["places"]
        self.stride, self.seen = kept["stride"], kept["seen"]
