"""What can be seen of a regression: the fits, the bowl with the paths, the numbers, and the degrees.

N points, M fits, P coefficients, G places along x, R resampled fits, E cells of the bowl's side, T places
of a path, D degrees.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from core.i18n import N_
from core.playgrounds.contract import Array, Arrays, Metric, Options, View
from core.playgrounds.regression.config import DEGREES
from core.playgrounds.regression.points import LIMIT, MOST
from core.playgrounds.regression.seen import GRID, Seen, bowl, degrees, resampled

FAR = 1e30  # what single precision still holds


def single(values: Any) -> np.ndarray:
    """float32, nothing beyond what it holds."""
    return np.clip(np.asarray(values, float), -FAR, FAR).astype(np.float32)


def _fit(of: Seen, options: Options) -> Arrays:
    x = of.features(GRID)  # [G, P]
    found = {
        "points": single(np.stack((of.points.x, of.points.y), 1)),
        "fit": single(of.betas @ x.T),
        "best": single(x @ of.best),
        "undoable": np.array([len(of.points.before)], np.int32),
    }
    if options.get("resampled") is True:
        found["resampled"] = single(resampled(of) @ x.T)
    return found


def _bowl(of: Seen, options: Options) -> Arrays:
    frame, values = bowl(of)
    return {
        "bowl": single(values),
        "bowl.frame": single(frame),
        "path": single(np.swapaxes(of.paths.places, 0, 1)),
        "now": single(of.betas[:, :2]),
        "lowest": single(of.best[:2]),
    }


def _numbers(of: Seen, options: Options) -> Arrays:
    return {
        "beta": single(of.betas),
        "gradient": single(of.gradients_now()),
        "closed": single(of.best),
        "bound": single([of.bound]),
        "count": np.array([len(of.points.x)], np.int32),
    }


def _degrees(of: Seen, options: Options) -> Arrays:
    train, test = degrees(of)
    return {"degree.train": single(train), "degree.test": single(test)}


VIEWS = {
    "fit": View(
        _fit,
        {
            "points": Array("f4", "N 2", coding="x and y"),
            "fit": Array("f4", "M G", coding=f"ŷ along x, evenly from {-LIMIT:g} to {LIMIT:g}"),
            "best": Array("f4", "G", coding="of the closed form"),
            "undoable": Array("i4", "1", coding="edits that can be taken back"),
            "resampled": Array(
                "f4", "R G", coding="closed forms of the points drawn again with replacement",
                only="`resampled`",
            ),
        },
        {"resampled": "true: with the fits of resampled points"},
        {"resampled": True},
    ),
    "bowl": View(
        _bowl,
        {
            "bowl": Array("f4", "48 48", coding="loss of the first fit, row = β₁ from below, column = β₀"),
            "bowl.frame": Array("f4", "4", coding="β₀ lowest and highest, β₁ lowest and highest"),
            "path": Array("f4", "M T 2", coding="(β₀, β₁) from the start on, thinned"),
            "now": Array("f4", "M 2"),
            "lowest": Array("f4", "2", coding="of the closed form"),
        },
    ),
    "numbers": View(
        _numbers,
        {
            "beta": Array("f4", "M P"),
            "gradient": Array("f4", "M P", coding="at beta, L2 included"),
            "closed": Array("f4", "P"),
            "bound": Array("f4", "1", coding="2/λmax"),
            "count": Array("i4", "1", coding="points"),
        },
    ),
    "degrees": View(
        _degrees,
        {
            "degree.train": Array("f4", "D", coding="mean squared error of degree 1, 2, …"),
            "degree.test": Array("f4", "D", coding="the same on the test points"),
        },
    ),
}  # fmt: skip

_ONE = {
    "loss": Metric(
        N_("loss"), N_("The mean loss that this step went down from"), better="lower",
        evaluated_on="train",
    ),
    "train_loss": Metric(
        N_("train loss"), N_("The mean loss over the points, without penalties"), better="lower",
        evaluated_on="train", headline=True,
    ),
    "test_loss": Metric(
        N_("test loss"), N_("The mean loss over a hundred points that are never learned from"),
        better="lower", evaluated_on="test", headline=True,
    ),
    "closed_form_gap": Metric(
        N_("gap to the closed form"),
        N_("The largest difference between a coefficient and that of the least squares solution"),
        better="lower", evaluated_on="train", headline=True,
    ),
}  # fmt: skip
_LABELS = {
    "loss": {"mse": N_("loss: squared"), "huber": N_("loss: Huber"), "absolute": N_("loss: absolute")},
    "train_loss": {
        "mse": N_("train: squared"), "huber": N_("train: Huber"), "absolute": N_("train: absolute"),
    },
    "test_loss": {
        "mse": N_("test: squared"), "huber": N_("test: Huber"), "absolute": N_("test: absolute"),
    },
    "closed_form_gap": {
        "mse": N_("gap: squared"), "huber": N_("gap: Huber"), "absolute": N_("gap: absolute"),
    },
}  # fmt: skip
METRICS = _ONE | {
    f"{name}.{loss}": replace(_ONE[name], label=label, headline=name == "test_loss")
    for name, labels in _LABELS.items()
    for loss, label in labels.items()
}


def describe(of: Seen) -> dict[str, Any]:
    """What a viewer must know once per build."""
    names = [name for name in _ONE if name != "loss"]
    suffixes = [f".{loss}" for loss in of.config.losses] if of.config.loss == "all" else [""]
    return {
        "metrics": [f"{name}{suffix}" for name in names for suffix in suffixes],
        "scalars": [f"loss{suffix}" for suffix in suffixes],
        "losses": list(of.config.losses),
        "degree": of.config.degree,
        "standardised": of.config.standardise == "on",
        "limit": LIMIT,
        "most": MOST,
        "degrees": DEGREES,
    }
