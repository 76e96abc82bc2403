"""What a regression costs: a few numbers for every point, and its pictures."""

from __future__ import annotations

from core.playgrounds.cost import Cost
from core.playgrounds.regression.class_views import CELLS
from core.playgrounds.regression.config import RegressionConfig
from core.playgrounds.regression.points import KEPT
from core.playgrounds.regression.sets import MOST, classes

DOUBLE = 8  # bytes
PICTURES = 2**20  # of the bowl while it is worked out, and of the resampled fits


def cost(c: RegressionConfig) -> Cost:
    """Of a configuration: X [N, P] forth and back for every fit; edits are kept to take them back.

    The bowls of classes hold the scores of every point at once, three times over.
    """
    columns = {"polynomial": c.size, "network": 3 * c.neurons, "classes": 9}[c.family]
    kept = DOUBLE * (3 * KEPT * MOST + 4 * c.points * columns)
    bowls = 3 * DOUBLE * CELLS**2 * c.points * max(1, classes(c.dataset))
    pictures = PICTURES + (bowls if c.family == "classes" else 0)
    return Cost(kept + pictures, len(c.losses) * 4.0 * c.points * columns)
