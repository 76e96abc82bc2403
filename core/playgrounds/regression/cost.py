"""What a regression costs: a few numbers for every point, and its pictures."""

from __future__ import annotations

from core.playgrounds.cost import Cost
from core.playgrounds.regression.config import RegressionConfig
from core.playgrounds.regression.points import KEPT, MOST

DOUBLE = 8  # bytes
PICTURES = 2**20  # of the bowl while it is worked out, and of the resampled fits


def cost(c: RegressionConfig) -> Cost:
    """Of a configuration: X [N, P] forth and back for every fit; edits are kept to take them back."""
    kept = DOUBLE * (2 * KEPT * MOST + 4 * c.points * c.size)
    return Cost(kept + PICTURES, len(c.losses) * 4.0 * c.points * c.size)
