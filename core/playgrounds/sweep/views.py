"""What can be seen of a sweep: everybody's map, one network's at large, and who has left.

M networks, D sets of points, P points in each, S pixels on a side.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from core.data.toy import EDGE
from core.i18n import N_
from core.nn.features import features
from core.playgrounds.arguments import index
from core.playgrounds.contract import Array, Arrays, Metric, Options, View, as_array
from core.playgrounds.sweep.axes import CELLS, NONE, written
from core.playgrounds.sweep.cells import Cells, named
from core.playgrounds.sweep.config import SweepConfig
from core.playgrounds.sweep.networks import Networks

LARGE = 96  # pixels on a side of one network's map
SIDES = (32, 24, 20, 16, 12)  # of everybody's
WORK = 250_000  # neurons' answers for one picture of everybody: two milliseconds
KINDS = ("test_loss", "train_loss", "test_accuracy")


class Seen(Protocol):
    """What is looked at: the algorithm, as far as views know it."""

    config: SweepConfig
    networks: Networks
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
    most = of.networks.net.copies
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


def _metrics() -> dict[str, Metric]:
    found = {
        "batch_loss": Metric(
            N_("minibatch loss"), N_("The mean over all networks of the newest minibatch's loss"),
            better="lower", evaluated_on="minibatch",
        ),
        "test_loss_best": Metric(
            N_("best test loss"), N_("The lowest test loss of all networks"), better="lower",
            evaluated_on="test", headline=True,
        ),
        "test_loss_worst": Metric(
            N_("worst test loss"), N_("The highest test loss of all networks that are there"),
            better="lower", evaluated_on="test",
        ),
        "test_loss_mean": Metric(
            N_("mean test loss"), N_("The mean over all networks that are there"), better="lower",
            evaluated_on="test",
        ),
        "test_loss_sd": Metric(
            N_("standard deviation"), N_("Of the test losses of all networks that are there"),
            evaluated_on="test",
        ),
        "test_accuracy_best": Metric(
            N_("best accuracy"), N_("The highest test accuracy of all networks"), "percent",
            better="higher", evaluated_on="test", headline=True,
        ),
        "test_accuracy_worst": Metric(
            N_("worst accuracy"), N_("The lowest test accuracy of all networks that are there"), "percent",
            better="higher", evaluated_on="test",
        ),
        "test_accuracy_mean": Metric(
            N_("mean accuracy"), N_("The mean over all networks that are there"), "percent",
            better="higher", evaluated_on="test",
        ),
        "test_accuracy_sd": Metric(
            N_("standard deviation"), N_("Of the test accuracies of all networks that are there"), "percent",
            evaluated_on="test",
        ),
        "diverged": Metric(
            N_("diverged"), N_("How many networks have exploded and left"), "count", better="lower",
            headline=True,
        ),
    }  # fmt: skip
    for name in named(CELLS):
        found[f"test_loss.{name}"] = Metric(
            N_("test loss"),
            N_("Of one network, numbered row by row"),
            better="lower",
            evaluated_on="test",
        )
        found[f"train_loss.{name}"] = Metric(
            N_("train loss"), N_("Of one network, without penalties and dropout"), better="lower",
            evaluated_on="train",
        )  # fmt: skip
        found[f"test_accuracy.{name}"] = Metric(
            N_("test accuracy"), N_("Of one network: the share of test points classified right"), "percent",
            better="higher", evaluated_on="test",
        )  # fmt: skip
    return found


METRICS = _metrics()
OF_ALL = tuple(name for name in METRICS if "." not in name and name != "batch_loss")


def measured(loss: Tensor, right: Tensor, train: int, there: list[bool]) -> dict[str, float]:
    """The metrics, from every network's loss and right or wrong at every point, [M, P] each."""
    kinds = {
        "test_loss": loss[:, train:].mean(1),
        "train_loss": loss[:, :train].mean(1),
        "test_accuracy": right[:, train:].float().mean(1),
    }
    rows = {name: values.tolist() for name, values in kinds.items()}
    found: dict[str, float] = {}
    for kind, values in rows.items():
        for name, value, here in zip(named(len(values)), values, there, strict=True):
            found[f"{kind}.{name}"] = value if here else float("nan")
    for kind, best, worst in (("test_loss", min, max), ("test_accuracy", max, min)):
        known = np.array([v for v, here in zip(rows[kind], there, strict=True) if here and v == v])
        some = known if len(known) else np.array([np.nan])
        found[f"{kind}_best"], found[f"{kind}_worst"] = float(best(some)), float(worst(some))
        found[f"{kind}_mean"], found[f"{kind}_sd"] = float(some.mean()), float(some.std())
    return found | {"diverged": float(there.count(False))}


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
