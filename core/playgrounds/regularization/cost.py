"""What a run costs: next to nothing but its maps, for which every network answers at every pixel."""

from __future__ import annotations

from core.nn.optimisers import OPTIMIZERS
from core.playgrounds.cost import NUMBER, Cost, dense, learning, remembered
from core.playgrounds.regularization.config import RegularizationConfig
from core.playgrounds.regularization.maps import SIDE
from core.playgrounds.regularization.split import TEST
from core.playgrounds.regularization.widths import SHARES


def cost(c: RegularizationConfig) -> Cost:
    """Of a configuration."""
    return _copies(c) if c.experiment == "copies" else _widths(c)


def _copies(c: RegularizationConfig) -> Cost:
    """R networks see B rows per step; maps keep every neuron's answer."""
    plain = {"none"} if "early_stopping" in c.copies else set()
    rows = len({*c.copies, *plain} - {"early_stopping", "ensemble"})
    rows += c.ensemble if "ensemble" in c.copies else 0
    net = dense((2, *c.hidden, 1))
    answers = NUMBER * SIDE**2 * rows * (sum(c.hidden) + 2 * net.widest)
    kept = remembered(rows * net.weights, len(OPTIMIZERS[c.optimizer].SLOTS), copies=3)
    memory = kept + answers + rows * learning((net, 2 * c.rows))
    return Cost(memory, 2 * 3 * rows * c.rows * net.products)


def _widths(c: RegularizationConfig) -> Cost:
    """W networks of up to D neurons on n points; the closed form keeps all points' projections."""
    wide, many, everyone = SHARES[-1] * c.points, len(SHARES), 2 * c.points + TEST
    spectra = 8 * everyone * sum(min(share, 1) * c.points for share in SHARES)
    made = 3 * 8 * everyone * wide
    features = NUMBER * wide * (3 * everyone + 2 * SIDE**2)
    return Cost(
        spectra + made + features + remembered(many * wide, 1), 2 * 2 * many * wide * c.points
    )
