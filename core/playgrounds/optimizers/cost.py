"""What a race costs: next to nothing on a surface; in a network's weights a pass for everybody's gradient."""

from __future__ import annotations

from core.playgrounds.cost import Cost
from core.playgrounds.optimizers.config import NETWORK, OptimizersConfig
from core.playgrounds.optimizers.network import COUNT, POINTS, SIZES
from core.playgrounds.optimizers.paths import LONGEST
from core.playgrounds.optimizers.surfaces import SIDE

PICTURE = 3 * 8 * SIDE**2  # bytes while the heights are made
HESSIAN = 8 * COUNT * (8 * COUNT + 60 * sum(SIZES))  # bytes of its passes and of the iteration
RUNNER = 4 * 8 * LONGEST  # bytes of one path and its copies
UPDATE = 40.0  # additions and multiplications for gradient and update


def cost(c: OptimizersConfig) -> Cost:
    n = len(c.taking)
    if c.surface != NETWORK:
        return Cost(PICTURE + n * RUNNER, n * UPDATE)
    passes, planes = 8.0 * POINTS * COUNT, 8.0 * COUNT**2  # every quarter of the way a plane
    return Cost(PICTURE + HESSIAN + n * RUNNER * COUNT / 2, n * (passes + planes))
