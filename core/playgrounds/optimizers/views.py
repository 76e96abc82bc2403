"""What can be seen of a race: the paths, who is where, and one optimiser's last update in numbers.

n optimisers take part, T places of a path, N numbers of an update.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from core.i18n import N_
from core.playgrounds.arguments import one_of
from core.playgrounds.contract import Array, Arrays, Metric, Options, Scalars, View
from core.playgrounds.optimizers.config import RUNNERS, OptimizersConfig
from core.playgrounds.optimizers.numbers import numbers
from core.playgrounds.optimizers.paths import Paths
from core.playgrounds.optimizers.runner import Runner
from core.playgrounds.optimizers.surfaces import Surface


class Seen(Protocol):
    """What is looked at: the algorithm, as far as views know it."""

    config: OptimizersConfig
    surface: Surface
    runners: list[Runner]
    paths: Paths

    @property
    def points(self) -> list[list[float]]: ...

    def evaluate(self) -> Scalars: ...


def _race(of: Seen, options: Options) -> Arrays:
    """Everybody's path so far, and loss and distance where they are."""
    now = of.evaluate()
    rows = [[now[f"{what}.{r.name}"] for what in ("train_loss", "distance")] for r in of.runners]
    where = np.array(of.points, np.float32)
    return {"paths": of.paths.walked(of.points), "now": np.array(rows, np.float32), "at": where}


def _update(of: Seen, options: Options) -> Arrays:
    """The last update of the one asked for, or of the first where it takes no part."""
    name = one_of(options, "member", RUNNERS, of.runners[0].name)
    here = [runner for runner in of.runners if runner.name == name] or of.runners
    found = np.array(list(numbers(here[0]).values()))
    return {"numbers": found, "member": np.array([of.runners.index(here[0])], np.int32)}


STATIC = {"heights": Array("f4", "120 120", coding="row 0 = top: the loss at the middle of a cell")}
VIEWS = {
    "race": View(
        _race,
        {
            "paths": Array("f4", "n T 2", coding="x₁, x₂ from the start to now, not-a-number: has left"),
            "now": Array("f4", "n 2", coding="loss, distance to the nearest minimum"),
            "at": Array("f4", "n 2", coding="x₁, x₂"),
        },
    ),
    "update": View(
        _update,
        {
            "numbers": Array("f8", "N", coding="of the last update, named in `describe`"),
            "member": Array("i4", "1", coding="whose, counted among those that take part"),
        },
        {"member": "the optimiser's name"},
        {"member": "adam"},
    ),
}  # fmt: skip

METRICS = {
    **{
        f"train_loss.{name}": Metric(
            label, N_("The loss where it is now"), better="lower", evaluated_on="train",
            headline=name in ("gd", "momentum", "adam"),
        )
        for name, label in RUNNERS.items()
    },
    **{
        f"distance.{name}": Metric(
            label, N_("How far it is from the nearest minimum"), better="lower", evaluated_on="train"
        )
        for name, label in RUNNERS.items()
    },
    "lr_now": Metric(
        N_("learning rate"), N_("The common learning rate, as the schedule has it"), "weight",
        headline=True,
    ),
}  # fmt: skip


def describe(of: Seen) -> dict[str, Any]:
    """What a viewer must know once per build."""
    s = of.surface
    return {
        "domain": [s.low, s.high],
        "minima": [list(place) for place in s.minima],
        "runners": [runner.name for runner in of.runners],
        "numbers": {runner.name: list(numbers(runner)) for runner in of.runners},
        "metrics": [name for name in METRICS if name == "lr_now" or _taking(of, name)],
    }


def _taking(of: Seen, metric: str) -> bool:
    return metric.partition(".")[2] in of.config.optimizers
