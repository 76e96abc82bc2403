"""What a run costs: its inputs, kept for all pixels and in each epoch's order, and a pass over them."""

from __future__ import annotations

from core.nn.optimisers import OPTIMIZERS
from core.playgrounds.cost import NUMBER, Cost, alternating, answering, dense, learning, remembered
from core.playgrounds.picture.config import PictureConfig
from core.playgrounds.picture.painter import AT_ONCE, COLOURS


def cost(c: PictureConfig) -> Cost:
    """Of a configuration: P pixels, N of them learned from, B in a step, of both networks."""
    pixels, memory, flops, most = c.pixels**2, 0.0, 0.0, 0.0
    for inputs in (c.inputs, 2)[: 1 + c.both]:
        net = dense((inputs, *c.hidden, COLOURS))
        first = inputs * (*c.hidden, COLOURS)[0]
        given = pixels * inputs + 2 * c.learned * (inputs + 1 + COLOURS) + 2 * c.learned * COLOURS
        work = alternating(learning((net, c.rows)), answering((net, min(pixels, AT_ONCE))))
        memory += NUMBER * given + work
        memory += remembered(net.weights, len(OPTIMIZERS[c.optimizer].SLOTS))
        most = max(most, NUMBER * pixels * inputs * 1.5)  # while the waves become inputs
        flops += 2 * c.rows * (3 * net.products - first)
    return Cost(memory + most + NUMBER * pixels * 8 * COLOURS, flops)
