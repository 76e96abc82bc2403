"""What an MLP costs: next to nothing but its pictures, for which it answers at every pixel."""

from __future__ import annotations

from dataclasses import replace

from core.nn.optimisers import OPTIMIZERS
from core.playgrounds.cost import NUMBER, Cost, answering, dense, learning, remembered
from core.playgrounds.mlp import sets
from core.playgrounds.mlp.beside import ROWS
from core.playgrounds.mlp.config import MlpConfig
from core.playgrounds.mlp.landscape import at_once
from core.playgrounds.mlp.maps import LARGE, MIDDLE
from core.playgrounds.mlp.pruning import SHARES
from core.playgrounds.mlp.uncertainty import TIMES


def cost(c: MlpConfig) -> Cost:
    """Of a configuration: B rows per step; pictures of LARGE² pixels keep every neuron's answer."""
    net = dense((c.width, *c.hidden, c.outputs))
    passes = net  # what learns: with normalised and unbent numbers beside, where there are any
    for switch in (c.batch_norm, c.residual):
        if switch == "on":
            passes = replace(passes, kept=passes.kept + 2 * sum(c.hidden))
    neurons = 2 * c.width + sum(c.hidden) + 4 * c.outputs
    pictures = NUMBER * LARGE**2 * (neurons + net.widest)
    count = sets.kind(c).rows or c.points
    points = NUMBER * count * (4 * c.width + 3 * c.outputs + sum(c.hidden))
    kept = remembered(net.weights, len(OPTIMIZERS[c.optimizer].SLOTS), copies=3) * (1 + c.ensemble)
    _, rows, settings = at_once(int(net.weights))
    answers = NUMBER * max(rows * settings, SHARES * ROWS) * (sum(c.hidden) + 2 * c.outputs)
    dropped = answering((net, TIMES * MIDDLE**2)) if c.dropout else 0.0
    memory = max(answers, dropped) + kept + points + pictures + learning((passes, c.batch_size))
    return Cost(memory, 2 * 3 * c.batch_size * net.products * (1 + c.ensemble))
