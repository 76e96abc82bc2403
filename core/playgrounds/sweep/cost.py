"""What a sweep costs: M networks that learn and are looked at together."""

from __future__ import annotations

from core.nn.optimisers import OPTIMIZERS
from core.playgrounds.cost import NUMBER, Cost, dense, learning, remembered
from core.playgrounds.sweep.cells import Cells
from core.playgrounds.sweep.config import SweepConfig


def cost(c: SweepConfig) -> Cost:
    """Of a configuration: answers at all points keep every neuron's numbers."""
    cells = Cells(c)
    net = dense((len(c.inputs), *cells.widest, 1))
    many = cells.count
    answers = NUMBER * max(c.points, 500) * many * (sum(cells.widest) + 2 * net.widest)
    sets = len(set(zip(cells.values("noise"), cells.values("label_noise"), strict=True)))
    points = NUMBER * c.points * (3 * (len(c.inputs) + 2) * (many if sets > 1 else 1) + 6 * many)
    kept = remembered(many * net.weights, len(OPTIMIZERS[c.optimizer].SLOTS), copies=5)
    sizes = cells.values("batch_size")
    memory = kept + answers + points + many * learning((net, 2 * max(sizes)))
    # Who takes larger minibatches waits in between: all see as many points.
    return Cost(memory, 2 * 3 * many * min(sizes) * net.products)
