"""What can be seen: everybody's map, everybody's weights, and the errors over the width.

M members, W widths, N points.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import torch

from core.data.toy import EDGE
from core.i18n import N_
from core.playgrounds.contract import Array, Arrays, Metric, Options, View, as_array
from core.playgrounds.regularization.config import COPIES, RegularizationConfig
from core.playgrounds.regularization.experiment import Experiment
from core.playgrounds.regularization.maps import SIDE, coded, pixels
from core.playgrounds.regularization.split import Split
from core.playgrounds.regularization.widths import NAMED, Widths

BINS = 41
WIDE = 3.5  # times the largest size of somebody's weights: the reach of all histograms
SMALL = 1e-3  # a weight below it counts as none
EVERYBODY = COPIES | {name: label for name, (_, label) in NAMED.items()}


class Seen(Protocol):
    """What is looked at: the algorithm, as far as views know it."""

    config: RegularizationConfig
    split: Split
    experiment: Experiment
    device: torch.device


def _maps(of: Seen, options: Options) -> Arrays:
    z = of.experiment.answer(pixels().to(of.device))  # [M, pixels]
    o = of.experiment.LOSS.predict(z)
    signed = o * 2 - 1 if of.experiment.LOSS.PROBABILITY else o.clamp(-1, 1)
    gone = [name in of.experiment.left for name in of.experiment.members]
    return {
        "maps": as_array(coded(signed).view(-1, SIDE, SIDE)),
        "maps.left": np.array(gone, np.uint8),
    }


def _weights(of: Seen, options: Options) -> Arrays:
    """How many weights of everybody have which size; those beyond the reach count at the ends."""
    every = [as_array(w) for w in of.experiment.weights()]
    there = [name not in of.experiment.left for name in of.experiment.members]
    sizes = [float(np.sqrt(np.mean(w * w))) for w in every]
    reach = max([0.05, *(size for size, here in zip(sizes, there, strict=True) if here)]) * WIDE
    counts, facts = [], []
    for w, size, here in zip(every, sizes, there, strict=True):
        # Far faster than np.histogram.
        at = (np.nan_to_num(w.ravel()) + reach) * (BINS / (2 * reach))
        counts.append(np.bincount(at.clip(0, BINS - 1).astype(np.intp), minlength=BINS) * here)
        facts.append([(np.abs(w) < SMALL).mean(), size] if here else [np.nan, np.nan])
    return {
        "weights.counts": np.array(counts, np.int32),
        "weights.reach": np.array([reach], np.float32),
        "weights.facts": np.array(facts, np.float32),
    }


def _widths(of: Seen, options: Options) -> Arrays:
    if not isinstance(of.experiment, Widths):
        return {}
    return {
        "width": np.array(of.experiment.widths, np.int32),
        "width.errors": as_array(of.experiment.errors()),
        "width.limits": of.experiment.limits.copy(),
    }


MANY = "the experiment with many widths"
STATIC = {
    "points.x": Array("f4", "N 2"),
    "points.y": Array("f4", "N", coding="class: 0 or 1, wrong ones as they are learned"),
    "points.test": Array("u1", "N", coding="1: only tested on"),
}
VIEWS = {
    "maps": View(
        _maps,
        {
            "maps": Array(
                "u1", f"M {SIDE} {SIDE}", shades=True,
                coding="row 0 = top (x₂ = +6); 127.5 · (1 + answer), the answer in −1…1",
            ),
            "maps.left": Array("u1", "M", coding="1: has exploded and left"),
        },
    ),
    "weights": View(
        _weights,
        {
            "weights.counts": Array("i4", f"M {BINS}", coding="weights per bin from −reach to reach"),
            "weights.reach": Array("f4", "1"),
            "weights.facts": Array(
                "f4", "M 2", coding=f"share of weights below {SMALL:g}, root mean square"
            ),
        },
    ),
    "widths": View(
        _widths,
        {
            "width": Array("i4", "W", only=MANY),
            "width.errors": Array("f4", "2 W", coding="training and test error now", only=MANY),
            "width.limits": Array("f4", "2 W", coding="where they end: the closed form", only=MANY),
        },
    ),
}  # fmt: skip


def _metrics() -> dict[str, Metric]:
    found = {}
    for name, label in EVERYBODY.items():
        found[f"train_loss.{name}"] = Metric(
            label, N_("Mean loss over the training points"), better="lower", evaluated_on="train"
        )
        found[f"test_loss.{name}"] = Metric(
            label, N_("Mean loss over the test points"), better="lower", evaluated_on="test",
            headline=name in ("none", "l2", "ensemble", "half", "threshold", "twelvefold"),
        )  # fmt: skip
        found[f"test_accuracy.{name}"] = Metric(
            label, N_("The share of test points that are classified right"), "percent",
            better="higher", evaluated_on="test",
        )  # fmt: skip
        found[f"weight_norm.{name}"] = Metric(label, N_("How long the vector of all weights is"))
    found["stopped_at.early_stopping"] = Metric(
        N_("stopped at"), N_("The step at which early stopping stopped"), "count",
        evaluated_on="validation",
    )  # fmt: skip
    return found


METRICS = _metrics()


def describe(of: Seen) -> dict[str, Any]:
    """What a viewer must know once per build."""
    stops = "early_stopping" in of.experiment.members
    kinds = ("train_loss", "test_loss", "test_accuracy", "weight_norm")
    return {
        "experiment": of.config.experiment,
        "members": list(of.experiment.members),
        "classes": ["−1", "+1"],
        "domain": [-EDGE, EDGE],
        "threshold": of.config.points,
        "metrics": [
            *(f"{kind}.{name}" for name in of.experiment.members for kind in kinds),
            *(["stopped_at.early_stopping"] if stops else []),
        ],
    }


def points(of: Seen) -> Arrays:
    """Training and test points; those for validation are nobody's to look at."""
    shown = np.r_[of.split.train, of.split.test.start : len(of.split.truth)]
    return {
        "points.x": of.split.xy[shown],
        "points.y": of.split.truth[shown].astype(np.float32),
        "points.test": of.split.is_test[shown],
    }
