"""What can be seen of a race: the paths, who is where, and one optimiser's last update in numbers.

n optimisers take part, T places of a path, N numbers of an update.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np

from core.i18n import N_
from core.nn.sharpness import LIMITS
from core.playgrounds.arguments import index, one_of
from core.playgrounds.contract import Array, Arrays, Metric, Options, View
from core.playgrounds.optimizers.config import NETWORK, RUNNERS, OptimizersConfig
from core.playgrounds.optimizers.landscape import Landscape
from core.playgrounds.optimizers.numbers import numbers
from core.playgrounds.optimizers.race import Race


class Seen(Protocol):
    """What is looked at: the algorithm, as far as views know it."""

    config: OptimizersConfig
    landscape: Landscape
    race: Race
    before: list[Any]


def _race(of: Seen, options: Options) -> Arrays:
    """Everybody's path so far as seen on the plane, and the loss where they really are."""
    known = index(options, "known", -1, 2**32 - 1, -1)
    race, plane, points = of.race, of.race.plane, of.race.points
    about = [plane.key, plane.low, plane.high, plane.share, len(of.before)]
    found: Arrays = {
        "paths": plane.at(race.paths.walked(points)).astype(np.float32),
        "now": race.losses(points).astype(np.float32),
        "plane": np.array(about, np.float64),
    }
    if known != plane.key:
        found["heights"] = of.landscape.heights(plane)
    return found


def _update(of: Seen, options: Options) -> Arrays:
    """The last update of the one asked for, or of the first where it takes no part."""
    runners = of.race.runners
    name = one_of(options, "member", RUNNERS, runners[0].name)
    here = [runner for runner in runners if runner.name == name] or runners
    found = np.array(list(numbers(here[0], of.landscape.spelled).values()))
    return {"numbers": found, "member": np.array([runners.index(here[0])], np.int32)}


def _range(of: Seen, options: Options) -> Arrays:
    """Everybody's curve of a range test, as far as it has come."""
    tested = of.race.tested
    return {
        "rates": tested.rates.copy(),
        "losses": tested.losses.copy(),
        "usable": tested.usable(),
    }


VIEWS = {
    "race": View(
        _race,
        {
            "paths": Array("f4", "n T 2", coding="x₁, x₂ from the start to now, not-a-number: has left"),
            "now": Array("f4", "n", coding="the loss of each"),
            "plane": Array("f8", "5", coding="key of the plane, the lowest and highest x₁ and x₂, the"
                           " share of the paths that lies in it, placed starts that can be taken back"),
            "heights": Array("f4", "G G", coding="row 0 = top: the loss at the middle of a cell",
                             only="`known` is another plane's"),
        },
        {"known": "key of the plane whose heights the viewer has"},
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
    "range": View(
        _range,
        {
            "rates": Array("f4", "n T", coding="the learning rate of each at every step kept"),
            "losses": Array("f4", "n T", coding="the loss after it, not-a-number: has left"),
            "usable": Array("f4", "n 2", coding="lowest and highest usable rate, or not-a-number"),
        },
    ),
}  # fmt: skip


def _each(name: str, help: str, among: Iterable[str] = RUNNERS, **more: Any) -> dict[str, Metric]:
    """One metric per optimiser."""
    top = SHOWN if name == "train_loss" else ()
    return {
        f"{name}.{one}": Metric(RUNNERS[one], help, headline=one in top, **more) for one in among
    }


TRAIN: dict[str, Any] = {"better": "lower", "evaluated_on": "train"}
SHOWN = ("gd", "momentum", "adam")  # at the top of the page
METRICS = {
    **_each("train_loss", N_("The loss where it is now"), **TRAIN),
    **_each("distance", N_("How far it is from the nearest minimum"), **TRAIN),
    **_each("evaluations", N_("Gradients so far; that of a minibatch counts as its share of the points"),
            format="count"),
    **_each("sharpness", N_("The largest eigenvalue of the Hessian where it is now"), LIMITS,
            evaluated_on="train"),
    **_each("limit", N_("The sharpness above which it is thrown out: 2 / learning rate for GD"), LIMITS),
    "lr_now": Metric(
        N_("learning rate"), N_("The common learning rate, as the schedule has it"), "weight",
        headline=True,
    ),
}  # fmt: skip


def describe(of: Seen) -> dict[str, Any]:
    """What a viewer must know once per build."""
    place, spelled = of.landscape, of.landscape.spelled
    network = of.config.surface == NETWORK
    kinds = {"evaluations" if network else "distance", "train_loss", "sharpness", "limit"}
    return {
        "minima": [list(one) for one in place.minima],
        "runners": [runner.name for runner in of.race.runners],
        "absent": [name for name in of.config.optimizers if name not in of.config.taking],
        "numbers": {runner.name: list(numbers(runner, spelled)) for runner in of.race.runners},
        "letters": list(place.letters),
        "parameters": len(place.start),
        "metrics": [name for name in METRICS if name == "lr_now" or _there(name, kinds, of)],
    }


def _there(metric: str, kinds: set[str], of: Seen) -> bool:
    kind, _, name = metric.partition(".")
    return kind in kinds and name in of.config.taking
