"""What can be seen of a multilayer perceptron: its map, its neurons, its confusions, its numbers.

M points, S pixels on a side, K classes or outputs, n neurons drawn, P parameters.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from core.i18n import N_
from core.nn.activations import Activation
from core.nn.dense import DenseNet
from core.nn.features import INPUTS
from core.nn.losses import Loss
from core.playgrounds.contract import Array, Arrays, Metric, Options, View, as_array
from core.playgrounds.mlp import beside, diagnosis, sets, space
from core.playgrounds.mlp.config import LAYERS, NEURONS, MlpConfig
from core.playgrounds.mlp.drawing import Drawing
from core.playgrounds.mlp.maps import EDGE, NeuronMaps
from core.playgrounds.mlp.plane import Plane
from core.playgrounds.mlp.points import Points


class Seen(Protocol):
    """What is looked at: the algorithm, as far as views know it."""

    config: MlpConfig
    net: DenseNet
    points: Points
    drawing: Drawing
    maps: NeuronMaps
    plane: Plane | None
    loss: type[Loss]

    def signed(self, z: Tensor) -> Tensor: ...

    def winner(self, z: Tensor) -> Tensor: ...

    def drawing_rules(self) -> dict[str, Any] | None: ...


def _points(of: Seen, options: Options) -> Arrays:
    """All points, unless the browser has them as they are."""
    drawing, version = of.drawing, of.points.version
    edits = [
        len(drawing.before),
        len(drawing.after),
        len(drawing.edits.added),
        not drawing.edits.none,
    ]
    said = {
        "points.version": np.array([version], np.int32),
        "points.edits": np.array(edits, np.int32),
    }
    return said if options.get("have") == version else said | shown(of)


def shown(of: Seen) -> Arrays:
    """The points; of a table a sample of its rows, with their columns."""
    points, plane = of.points, of.plane
    if plane is None:
        return points.arrays()
    return {
        "points.x": plane.first_two(),
        "points.y": points.truth[plane.rows].astype(np.float32),
        "points.test": points.is_test[plane.rows].astype(np.uint8),
        "table.values": plane.shown(),
    }


def _map(of: Seen, options: Options) -> Arrays:
    return of.maps.map(options, of.signed)


def _network(of: Seen, options: Options) -> Arrays:
    """Every neuron's own picture, all weights, and the gradient of the last minibatch."""
    flat = {"weights": as_array(of.net.theta), "gradients": as_array(of.net.grad)}
    if of.net.norm is not None:
        flat["normal"] = as_array(of.net.norm.told())
    return of.maps.thumbs(options, of.signed) | flat


def _confusion(of: Seen, options: Options) -> Arrays:
    """How many test points of each class (row) were taken for each (column)."""
    if of.config.task != "classification":
        return {}
    classes = max(of.config.outputs, 2)
    tested = slice(of.points.train, of.points.train + CONFUSED)
    said = of.winner(of.net.answer(of.points.x[tested])[1])
    cell = of.points.y[tested] * classes + said
    counts = torch.bincount(cell, minlength=classes**2).view(classes, classes)
    return {"confusion": counts.cpu().numpy().astype(np.int32)}


NEW = "other than those that the browser has"
CONFUSED = 5000  # test points at most that are counted at every frame
PLANE = {
    "x": "of a table: the column across", "y": "the one upwards", "components": "true: both are components",
    "at": "the values of all columns, for those that stand still",
}  # fmt: skip
SIGNED = "127.5 · (1 + value / scale)"
VIEWS = {
    "map": View(
        _map,
        {
            "map": Array(
                "u1", "100 100", coding=f"row 0 = top (x₂ = +6); {SIGNED}, or the winning class"
            ),
            "map.scale": Array("f4", "1"),
            "map.sure": Array(
                "u1", "100 100", coding="the winner's probability × 255", shades=True,
                only="3 or more classes and no neuron in focus",
            ),
        },
        {"layer": "0 the inputs that are on, 1…L hidden, L + 1 the output", "neuron": "in it"} | PLANE,
    ),
    "network": View(
        _network,
        {
            "thumbs": Array(
                "u1", "n 25 25", coding=f"inputs that are on, layer by layer, output last; {SIGNED}",
                shades=True,
            ),
            "thumbs.scale": Array("f4", "n"),
            "weights": Array("f4", "P", coding="per layer, rows [inputs + 1, outputs], biases last; then γ"),
            "gradients": Array("f4", "P", coding="of the last minibatch, as the weights"),
            "normal": Array(
                "f4", "3 H", coding="running mean, √(running variance + ε) and γ of the H hidden neurons",
                only="batch normalisation",
            ),
        },
        PLANE,
    ),
    "points": View(
        _points,
        {
            "points.version": Array("i4", "1", coding="another number for other points"),
            "points.edits": Array(
                "i4", "4", coding="edits to undo, to redo, points drawn by hand, whether anything is edited"
            ),
            "points.x": Array("f4", "M 2", only=NEW),
            "points.y": Array("f4", "M", coding="class index or target value", only=NEW),
            "points.test": Array("u1", "M", coding="1: only tested on", only=NEW),
            "table.values": Array(
                "f4", "M C", coding="the columns, then two principal components", only="a table"
            ),
        },
        {"have": "the version that the browser has"},
    ),
    "confusion": View(
        _confusion,
        {
            "confusion": Array(
                "i4", "K K", coding="row = true class, column = predicted; test points",
                only="classification",
            )
        },
    ),
    **beside.VIEWS,
    **diagnosis.VIEWS,
    **space.VIEWS,
}  # fmt: skip

METRICS = {
    "batch_loss": Metric(
        N_("minibatch loss"), N_("The loss of the minibatch that was just learned from"),
        better="lower", evaluated_on="minibatch",
    ),
    "train_loss": Metric(
        N_("train loss"), N_("The mean loss over all training points, without penalties and dropout"),
        better="lower", evaluated_on="train", headline=True,
    ),
    "test_loss": Metric(
        N_("test loss"), N_("The mean loss over all test points, which are never learned from"),
        better="lower", evaluated_on="test", headline=True,
    ),
    "train_accuracy": Metric(
        N_("train accuracy"), N_("The share of training points that are classified right"),
        "percent", better="higher", evaluated_on="train",
    ),
    "test_accuracy": Metric(
        N_("test accuracy"), N_("The share of test points that are classified right"),
        "percent", better="higher", evaluated_on="test", headline=True,
    ),
    "train_r2": Metric(
        N_("train R²"), N_("The share of the training values' variance that is explained; 1 is perfect"),
        better="higher", evaluated_on="train",
    ),
    "test_r2": Metric(
        N_("test R²"), N_("The share of the test values' variance that is explained; 1 is perfect"),
        better="higher", evaluated_on="test", headline=True,
    ),
}  # fmt: skip


def formula(function: Activation, normed: bool) -> str:
    """What an activation does to z, or to y, which is z normalised."""
    return function.formula.translate(str.maketrans("zᶻ", "yʸ") if normed else {})


def describe(of: Seen) -> dict[str, Any]:
    """What a viewer must know once per build."""
    c = of.config
    asked = sets.kind(c)
    layers = zip(c.hidden, c.functions(), of.net.skips, strict=True)
    normed = of.net.norm is not None
    return {
        "task": asked.task,
        "classes": list(asked.classes),
        "domain": [-EDGE, EDGE],
        "inputs": [
            {"id": f"d{k + 1}", "label": name, "on": True} for k, name in enumerate(asked.inputs)
        ]
        or [
            {"id": name, "label": label, "on": name in c.inputs}
            for name, (label, _) in INPUTS.items()
        ],
        "table": of.plane.describe() if of.plane else None,
        "layers": [
            {"size": n, "activation": f.name, "formula": formula(f, normed), "skip": skip}
            for n, f, skip in layers
        ],
        "normalised": normed,
        "residual": c.residual == "on",
        "limits": {"layers": LAYERS, "neurons": NEURONS},
        "output": {
            "size": c.outputs,
            "activation": of.loss.OUTPUT,
            "formula": of.loss.FORMULA,
            "labels": list(asked.classes) if c.outputs > 1 else ["output"],
        },
        "range": [-1, 1],
        "signed": of.loss.PROBABILITY and c.outputs == 1,
        "params": of.net.theta.numel(),
        "metrics": list(c.metrics),
        "drawing": of.drawing_rules(),
    }
