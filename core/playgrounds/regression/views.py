"""What can be seen of a regression, whichever model it has; a view that its model has not is empty.

N points, M fits, P coefficients, G places along x, R resampled fits, B bowls, E cells of a bowl's side, T
places of a path, D degrees, S cells of a map's side, K classes, C columns of weights, H neurons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any, Protocol

import numpy as np

from core.i18n import N_
from core.playgrounds.contract import Array, Arrays, Metric, Options, View
from core.playgrounds.regression import class_views, linear_views, network_views
from core.playgrounds.regression.config import DEGREES, RegressionConfig
from core.playgrounds.regression.fits import Fits
from core.playgrounds.regression.points import Points
from core.playgrounds.regression.seen import single
from core.playgrounds.regression.sets import LIMIT, MOST, Drawn


class Seen(Protocol):
    """What is looked at: the algorithm, as far as views know it."""

    config: RegressionConfig
    points: Points
    fits: Fits
    drawn: Drawn

    @property
    def members(self) -> Mapping[str, str]: ...


FILLED: dict[str, dict[str, Callable[[Any, Options], Arrays]]] = {
    "polynomial": {
        "fit": linear_views.fit, "bowl": linear_views.bowl, "numbers": linear_views.numbers,
        "degrees": linear_views.over_degrees,
    },
    "network": {"fit": network_views.fit, "numbers": network_views.numbers},
    "classes": {
        "classes": class_views.classes, "bowl": class_views.bowl, "numbers": class_views.numbers,
    },
}  # fmt: skip


def _of_family(name: str) -> Callable[[Seen, Options], Arrays]:
    """The view as the model in use has it, or nothing."""

    def fill(of: Seen, options: Options) -> Arrays:
        made = FILLED[of.config.family].get(name)
        return made(of.fits, options) if made else {}

    return fill


def _fit(of: Seen, options: Options) -> Arrays:
    if of.config.family == "classes":
        return {}
    points = of.points
    return {
        "points": single(np.stack((points.x, points.y), 1)),
        "undoable": np.array([len(points.before), points.edited], np.int32),
        **_of_family("fit")(of, options),
    }


NUMBERS, LINES, CLASSES = "lines and classes", "lines and polynomials", "classes"
VIEWS = {
    "fit": View(
        _fit,
        {
            "points": Array("f4", "N 2", coding="x and y"),
            "fit": Array("f4", "M G", coding=f"ŷ along x, evenly from {-LIMIT:g} to {LIMIT:g}"),
            "undoable": Array("i4", "2", coding="edits that can be taken back; 1 where not as drawn"),
            "best": Array("f4", "G", coding="of the closed form", only=LINES),
            "resampled": Array(
                "f4", "R G", coding="closed forms of the points drawn again with replacement",
                only="`resampled`, lines and polynomials",
            ),
            "parts": Array("f4", "H G", coding="what each neuron of the first network adds", only="networks"),
            "offset": Array("f4", "1", coding="c, which the first network adds to them", only="networks"),
        },
        {"resampled": "true: with the fits of resampled points"},
        {"resampled": True},
    ),
    "classes": View(
        _of_family("classes"),
        {
            "places": Array("f4", "N 2", coding="x₁ and x₂"),
            "label": Array("i4", "N", coding="class, from 0"),
            "map": Array(
                "u1", "M S S K", coding="probability of each class, 255 for 1, rows from above", shades=True
            ),
            "weights": Array("f4", "M 3 C", coding="bias, w₁, w₂; one column for two classes"),
            "edits": Array("i4", "2", coding="as `undoable`"),
        },
    ),
    "bowl": View(
        _of_family("bowl"),
        {
            "bowl": Array(
                "f4", "B E E", coding="loss of the first fit, or of every fit of classes; "
                "row = β₁ or w₂ from below, column = β₀ or w₁",
            ),
            "bowl.frame": Array("f4", "4", coding="lowest and highest along, lowest and highest up"),
            "path": Array("f4", "M T 2", coding="places from the start on, thinned"),
            "now": Array("f4", "M 2"),
            "lowest": Array("f4", "2", coding="of the closed form", only=LINES),
        },
    ),
    "numbers": View(
        _of_family("numbers"),
        {
            "beta": Array("f4", "M P", coding="of classes W [3, C], row by row", only=NUMBERS),
            "gradient": Array("f4", "M P", coding="at beta, L2 included", only=NUMBERS),
            "closed": Array("f4", "P", only=LINES),
            "bound": Array("f4", "1", coding="2/λmax", only=LINES),
            "probability": Array("f4", "M N K", coding="of every point and class", only=CLASSES),
            "factor": Array("f4", "M", coding="mean p (1 − p) of the last class", only=CLASSES),
            "neuron": Array("f4", "H 3", coding="w, b, v of the first network", only="networks"),
            "neuron.gradient": Array("f4", "H 3", coding="the loss's, for them", only="networks"),
        },
    ),
    "degrees": View(
        _of_family("degrees"),
        {
            "degree.train": Array("f4", "D", coding="mean squared error of degree 1, 2, …"),
            "degree.test": Array("f4", "D", coding="the same on the test points"),
        },
    ),
}  # fmt: skip

_ONE = {
    "test_accuracy": Metric(
        N_("test accuracy"), N_("The share of test points whose most probable class is theirs"),
        "percent", better="higher", evaluated_on="test", headline=True,
    ),
    "loss": Metric(
        N_("loss"), N_("The mean loss that this step went down from"), better="lower",
        evaluated_on="train",
    ),
    "train_loss": Metric(
        N_("train loss"), N_("The mean loss over the points, without penalties"), better="lower",
        evaluated_on="train", headline=True,
    ),
    "test_loss": Metric(
        N_("test loss"), N_("The mean loss over points that are never learned from"),
        better="lower", evaluated_on="test", headline=True,
    ),
    "closed_form_gap": Metric(
        N_("gap to the closed form"),
        N_("The largest difference between a coefficient and that of the least squares solution"),
        better="lower", evaluated_on="train", headline=True,
    ),
}  # fmt: skip
_LABELS = {
    "test_accuracy": {
        "cross_entropy": N_("right: cross-entropy"), "mse": N_("right: squared"),
    },
    "loss": {
        "cross_entropy": N_("loss: cross-entropy"),
        "mse": N_("loss: squared"), "huber": N_("loss: Huber"), "absolute": N_("loss: absolute"),
    },
    "train_loss": {
        "cross_entropy": N_("train: cross-entropy"),
        "mse": N_("train: squared"), "huber": N_("train: Huber"), "absolute": N_("train: absolute"),
    },
    "test_loss": {
        "cross_entropy": N_("test: cross-entropy"),
        "mse": N_("test: squared"), "huber": N_("test: Huber"), "absolute": N_("test: absolute"),
    },
    "closed_form_gap": {
        "mse": N_("gap: squared"), "huber": N_("gap: Huber"), "absolute": N_("gap: absolute"),
    },
}  # fmt: skip
METRICS = _ONE | {
    f"{name}.{loss}": replace(
        _ONE[name], label=label, headline=name in ("test_loss", "test_accuracy")
    )
    for name, labels in _LABELS.items()
    for loss, label in labels.items()
}
MEASURED = {
    "polynomial": ("train_loss", "test_loss", "closed_form_gap"),
    "network": ("train_loss", "test_loss"),
    "classes": ("train_loss", "test_loss", "test_accuracy"),
}


def describe(of: Seen) -> dict[str, Any]:
    """What a viewer must know once per build."""
    losses, family = of.fits.losses, of.config.family
    suffixes = [f".{loss}" for loss in losses] if of.members else [""]
    return {
        "metrics": [f"{name}{suffix}" for name in MEASURED[family] for suffix in suffixes],
        "scalars": [f"loss{suffix}" for suffix in suffixes],
        "family": family,
        "losses": list(losses),
        "classes": of.points.classes,
        "degree": of.config.degree,
        "standardised": of.config.standardise == "on",
        "activation": of.config.activation,
        "axes": [asdict(axis) for axis in of.drawn.axes],
        "limit": LIMIT,
        "most": MOST,
        "degrees": DEGREES,
    }
