"""What can be seen of a sweep: everybody's map, one network's at large, and who has left.

M networks, D sets of points, P points in each, S pixels on a side.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from core.data.toy import EDGE
from core.nn.features import features
from core.playgrounds.arguments import index
from core.playgrounds.contract import Array, Arrays, Options, View, as_array
from core.playgrounds.sweep.axes import CELLS, NONE, written
from core.playgrounds.sweep.cells import Cells, named
from core.playgrounds.sweep.config import SweepConfig
from core.playgrounds.sweep.groups import Groups
from core.playgrounds.sweep.metrics import KINDS, OF_ALL
from core.playgrounds.sweep.networks import Networks

LARGE = 96  # pixels on a side of one network's map
SIDES = (32, 24, 20, 16, 12)  # of everybody's
WORK = 250_000  # neurons' answers for one picture of everybody: two milliseconds


class Seen(Protocol):
    """What is looked at: the algorithm, as far as views know it."""

    config: SweepConfig
    networks: Networks | Groups
    device: torch.device


def side(cells: Cells) -> int:
    """S: the more there is to work out at every pixel, the fewer there are."""
    neurons = cells.count * (sum(cells.widest) + 1)
    return next((one for one in SIDES if one**2 * neurons <= WORK), SIDES[-1])


def pixels(count: int) -> Tensor:
    """The centres of count × count pixels, row by row from the top left, [count², 2]."""
    at = (torch.arange(count) + 0.5) * (2 * EDGE / count) - EDGE
    x2, x1 = torch.meshgrid(-at, at, indexing="ij")
    return torch.stack((x1, x2), -1).view(-1, 2)


def _coded(z: Tensor, count: int) -> np.ndarray:
    """Logits as bytes: 127.5 · (1 + answer), what is not a number is undecided."""
    signed = torch.tanh(z.nan_to_num(0.0, 0.0, 0.0) * 0.5)  # 2 σ(z) − 1
    return as_array((signed * 127.5 + 128.0).clamp_(0, 255).to(torch.uint8).view(-1, count, count))


def _answers(of: Seen, count: int, who: slice = slice(None)) -> np.ndarray:
    x = features(pixels(count), of.config.inputs).to(of.device)
    return _coded(of.networks.answer(x, who), count)


def _maps(of: Seen, options: Options) -> Arrays:
    return {"maps": _answers(of, side(of.networks.cells))}


def _cell(of: Seen, options: Options) -> Arrays:
    most = of.networks.cells.count
    chosen = index(options, "cell", 0, CELLS - 1, 0)
    chosen = min(chosen, most - 1)  # one of the build before may still be asked for
    found = _answers(of, LARGE, slice(chosen, chosen + 1))
    return {"cell": np.array([chosen], np.int32), "cell.map": found[0]}


def _left(of: Seen, options: Options) -> Arrays:
    steps, losses = of.networks.told_left()
    return {"left.step": as_array(steps), "left.loss": as_array(losses)}


CODED = "row 0 = top (x₂ = +6); 127.5 · (1 + answer), the answer in −1…1"
STATIC = {
    "points.x": Array("f4", "D P 2"),
    "points.y": Array("f4", "D P", coding="class: 0 or 1"),
    "points.test": Array("u1", "P", coding="1: only tested on"),
    "points.of": Array("i4", "M", coding="from which of the D sets each network learns"),
}
VIEWS = {
    "maps": View(_maps, {"maps": Array("u1", "M S S", coding=CODED, shades=True)}),
    "cell": View(
        _cell,
        {
            "cell": Array("i4", "1", coding="which network it is, from 0"),
            "cell.map": Array("u1", f"{LARGE} {LARGE}", coding=CODED, shades=True),
        },
        {"cell": "which network, from 0, row by row"},
    ),
    "left": View(
        _left,
        {
            "left.step": Array("i4", "M", coding="the step at which it exploded; 0: it is there"),
            "left.loss": Array("f4", "M", coding="the minibatch's loss that was seen then"),
        },
    ),
}


def describe(of: Seen) -> dict[str, Any]:
    """What a viewer must know once per build, and after each change of a live value."""
    cells = of.networks.cells
    axes = [
        {"name": name, "values": [written(value) for value in values]}
        for name, values in ((cells.x, cells.xs), (cells.y, cells.ys))
        if name != NONE
    ]
    members = named(cells.count)
    return {
        "axes": axes,
        "columns": cells.columns,
        "rows": cells.rows,
        "members": list(members),
        "repeats": cells.repeats,
        "classes": ["−1", "+1"],
        "domain": [-EDGE, EDGE],
        "open": [cells.address(i) for i in range(cells.count)],
        "metrics": [*OF_ALL, *(f"{kind}.{name}" for name in members for kind in KINDS)],
        "scalars": ["batch_loss"],
    }


def points(of: Seen) -> Arrays:
    """All points of every set."""
    samples = of.networks.samples
    return {
        "points.x": samples.xy.copy(),
        "points.y": samples.truth.astype(np.float32),
        "points.test": samples.is_test.copy(),
        "points.of": samples.of.copy(),
    }
