"""A learning-rate range test: how far the loss falls while the rate rises from step to step.

Smith 2017 (arXiv:1506.01186), section 3.3. Usable are the rates from where a tenth of the fall is done up
to where the loss is lowest: below, hardly anything moves; above, steps are too long.
"""

from __future__ import annotations

from typing import Any

import numpy as np

LONGEST = 250  # places of one curve
BEGUN = 0.1  # of the fall
LEAST = 0.05  # of the first loss: a smaller fall is none


class RangeTest:
    """Rates and losses f4 [n, T] of n runners, kept at every so many of `horizon` steps."""

    def __init__(self, runners: int, horizon: int) -> None:
        self.stride = -(-horizon // LONGEST)
        self.seen = 0
        self.rates = np.empty((runners, 0), np.float32)
        self.losses = np.empty((runners, 0), np.float32)

    def add(self, rates: np.ndarray, losses: np.ndarray) -> None:
        """The rates of a step and the losses [n] after it; not-a-number for who has left."""
        if self.seen % self.stride == 0 and self.rates.shape[1] < LONGEST:
            self.rates = np.column_stack([self.rates, rates.astype(np.float32)])
            self.losses = np.column_stack([self.losses, losses.astype(np.float32)])
        self.seen += 1

    def usable(self) -> np.ndarray:
        """The lowest and the highest usable rate of everybody, f4 [n, 2]."""
        rows = zip(self.rates, self.losses, strict=True)
        return np.array([usable(rates, losses) for rates, losses in rows], np.float32)

    def state(self) -> dict[str, Any]:
        return {
            "stride": self.stride, "seen": self.seen, "rates": self.rates, "losses": self.losses
        }  # fmt: skip

    def load_state(self, kept: dict[str, Any]) -> None:
        self.stride, self.seen = kept["stride"], kept["seen"]
        self.rates, self.losses = kept["rates"], kept["losses"]


def usable(rates: np.ndarray, losses: np.ndarray) -> tuple[float, float]:
    """Of one curve, both [T]; not-a-number twice where the loss has not fallen."""
    there = np.isfinite(losses)
    rates, losses = rates[there], losses[there]
    if not losses.size:
        return np.nan, np.nan
    best = int(np.argmin(losses))
    fall = losses[0] - losses[best]
    if fall <= LEAST * abs(losses[0]):
        return np.nan, np.nan
    begun = int(np.argmax(losses <= losses[0] - BEGUN * fall))
    return float(rates[begun]), float(rates[best])
