"""What a search costs: a few small networks that train at once, and the weights of all that are done."""

from __future__ import annotations

from itertools import product

from core.nn.optimisers import OPTIMIZERS
from core.playgrounds.cost import NUMBER, Cost, Net, dense, learning, remembered
from core.playgrounds.search.config import SearchConfig

LIBRARY = 45e6  # bytes of Optuna, read when the first trial is drawn
TRIAL = 6e3  # bytes of a trial's values and reports


def networks(c: SearchConfig) -> list[Net]:
    """Every shape that a trial may have, each as likely as the others."""
    widths = range(c.width_from, c.width_to + 1) if "width" in c.over else [c.width]
    depths = range(c.depth_from, c.depth_to + 1) if "depth" in c.over else [c.depth]
    return [dense((2, *[width] * depth, 1)) for width, depth in product(widths, depths)]


def cost(c: SearchConfig) -> Cost:
    """Of a configuration: trials are as large as the space has them in the mean."""
    shapes = networks(c)
    weights = sum(net.weights for net in shapes) / len(shapes)
    products = sum(net.products for net in shapes) / len(shapes)
    studies = c.repeats * len(c.searches)
    at_once, every = studies * c.parallel, studies * c.trials
    largest = max(shapes, key=lambda net: net.weights)
    slots = max(len(OPTIMIZERS[name].SLOTS) for name in (*c.optimizers, c.optimizer))
    rows = NUMBER * c.points * 8
    one = remembered(weights, slots) + rows + learning((largest, c.batch_size_to))
    memory = LIBRARY + at_once * one + every * (TRIAL + 3 * NUMBER * weights)
    return Cost(memory, 2 * 3 * at_once * c.train_points * products)
