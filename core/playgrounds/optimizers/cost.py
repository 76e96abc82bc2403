"""What a race costs: next to nothing, two parameters for everybody who takes part."""

from __future__ import annotations

from core.playgrounds.cost import Cost
from core.playgrounds.optimizers.config import OptimizersConfig
from core.playgrounds.optimizers.paths import LONGEST
from core.playgrounds.optimizers.surfaces import SIDE

PICTURE = 3 * 8 * SIDE**2  # bytes while the heights are made
RUNNER = 4 * 8 * LONGEST  # bytes of one path and its copies
UPDATE = 40.0  # additions and multiplications for gradient and update


def cost(c: OptimizersConfig) -> Cost:
    n = len(c.optimizers)
    return Cost(PICTURE + n * RUNNER, n * UPDATE)
