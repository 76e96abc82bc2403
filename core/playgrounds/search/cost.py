"""What a search costs: a few small networks that train at once, and the weights of all that are done."""

from __future__ import annotations

from core.nn.optimisers import OPTIMIZERS
from core.playgrounds.cost import NUMBER, Cost, Net, dense, learning, remembered
from core.playgrounds.search.config import SearchConfig
from core.playgrounds.search.samplers import seed_of
from core.playgrounds.search.space import drawn, full, space

TRIAL = 6e3  # bytes of a trial's values and reports
FIRST = 3  # times as many as train at once: those that are looked at


def networks(c: SearchConfig) -> list[Net]:
    """Those of the first trials at random: what other trials have is as large, about."""
    seeds = [
        seed_of(c.seed, repeat, n) for repeat in range(c.repeats) for n in range(FIRST * c.parallel)
    ]
    told = [full(c, drawn(space(c), seed)) for seed in seeds]
    return [dense((2, *[one["width"]] * one["depth"], 1)) for one in told]


def cost(c: SearchConfig) -> Cost:
    """Of a configuration."""
    shapes = networks(c)
    weights = sum(net.weights for net in shapes) / len(shapes)
    products = sum(net.products for net in shapes) / len(shapes)
    studies = c.repeats * len(c.searches)
    at_once, every = studies * c.parallel, studies * c.trials
    largest = max(shapes, key=lambda net: net.weights)
    slots = max(len(OPTIMIZERS[name].SLOTS) for name in (*c.optimizers, c.optimizer))
    rows = NUMBER * c.points * 8
    one = remembered(weights, slots) + rows + learning((largest, c.batch_size_to))
    memory = at_once * one + every * (TRIAL + 3 * NUMBER * weights)
    return Cost(memory, 2 * 3 * at_once * c.train_points * products)
