"""What can be seen of a multilayer perceptron: its map, its neurons, its confusions, its numbers.

M points, S pixels on a side, K classes or outputs, n neurons drawn, P parameters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from core.i18n import N_
from core.nn.dense import DenseNet
from core.nn.losses import Loss
from core.nn.sharpness import LIMITS
from core.playgrounds.arguments import one_of, within
from core.playgrounds.contract import Array, Arrays, Metric, Options, View, as_array
from core.playgrounds.mlp import sets
from core.playgrounds.mlp.config import LAYERS, NEURONS, MlpConfig
from core.playgrounds.mlp.landscape import Landscape
from core.playgrounds.mlp.maps import EDGE, NeuronMaps, coded, small
from core.playgrounds.mlp.points import INPUTS, Points
from core.playgrounds.mlp.pruning import Pruning
from core.playgrounds.mlp.uncertainty import disagreement, mc_dropout

ROWS = 500  # points that a pruned network is judged by; more are thinned out evenly


class Seen(Protocol):
    """What is looked at: the algorithm, as far as views know it."""

    config: MlpConfig
    net: DenseNet
    points: Points
    maps: NeuronMaps
    loss: type[Loss]
    targets: Tensor
    pruning: Pruning

    @property
    def nets(self) -> Sequence[DenseNet]: ...

    def signed(self, z: Tensor) -> Tensor: ...

    def winner(self, z: Tensor) -> Tensor: ...

    def landscape(self, kind: str) -> Landscape: ...


STATIC = {
    "points.x": Array("f4", "M 2"),
    "points.y": Array("f4", "M", coding="class index or target value"),
    "points.test": Array("u1", "M", coding="1: only tested on"),
}


def _map(of: Seen, options: Options) -> Arrays:
    return of.maps.map(options, of.signed)


def _network(of: Seen, options: Options) -> Arrays:
    """Every neuron's own picture, all weights, and the gradient of the last minibatch."""
    flat = {"weights": as_array(of.net.theta), "gradients": as_array(of.net.grad)}
    return of.maps.thumbs(of.signed) | flat


def _confusion(of: Seen, options: Options) -> Arrays:
    """How many test points of each class (row) were taken for each (column)."""
    if of.config.task != "classification":
        return {}
    classes = max(of.config.outputs, 2)
    said = of.winner(of.net.answer(of.points.x)[1])
    cell = (of.points.y * classes + said)[of.points.train :]
    counts = torch.bincount(cell, minlength=classes**2).view(classes, classes)
    return {"confusion": counts.cpu().numpy().astype(np.int32)}


def _landscape(of: Seen, options: Options) -> Arrays:
    """The loss on a plane through the weights, a part of it at every look, and how sharp it is."""
    kind = one_of(options, "kind", ("random", "way"), "random")
    c, known = of.config, options.get("known", 0)
    limit = LIMITS[c.optimizer](c.momentum) / c.lr if c.optimizer in LIMITS else math.nan
    return of.landscape(kind).arrays(known if isinstance(known, int) else 0, limit)


def _pruning(of: Seen, options: Options) -> Arrays:
    """How the loss grows when weights are taken away, and the map that is left at one share."""
    share = options.get("share", 0)
    share = share / 100 if within(share, 0, 100) else 0.0
    n, apart = of.points.train, max(1, len(of.points.x) // ROWS)
    parts = [slice(0, n, apart), slice(n, None, apart)]  # training, test
    losses = [of.pruning.losses(of.loss, of.points.x[part], of.targets[part]) for part in parts]
    net, left, whole = of.pruning.left(share)
    answers = of.signed(net.answer(of.maps.beside)[1]).nan_to_num()
    found: Arrays = {
        "pruned.loss": np.stack(losses),
        "pruned.left": np.array([left, whole], np.int32),
    }
    if answers.shape[1] == 1:
        return {**found, "pruned.map": small(coded(answers[:, 0], 1.0))}
    value, winner = answers.max(1)
    return {**found, "pruned.map": small(winner), "pruned.sure": small(coded(value, 1.0))}


def _uncertainty(of: Seen, options: Options) -> Arrays:
    """Where the ensemble disagrees, and where a network without some of its neurons does with itself."""
    nets, p, x = of.nets, of.config.dropout, of.maps.beside
    found: Arrays = {}
    if len(nets) > 1:
        found["ensemble.map"] = small(
            (255 * disagreement(nets, x, of.signed)).round().clamp(0, 255)
        )
    if p and of.config.hidden:
        spread = mc_dropout(of.net, x, of.signed, p)
        found["dropout.map"] = small((255 * spread).round().clamp(0, 255))
    return found


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
        {"layer": "0 the inputs that are on, 1…L hidden, L + 1 the output", "neuron": "in that layer"},
    ),
    "network": View(
        _network,
        {
            "thumbs": Array(
                "u1", "n 25 25", coding=f"inputs that are on, layer by layer, output last; {SIGNED}",
                shades=True,
            ),
            "thumbs.scale": Array("f4", "n"),
            "weights": Array("f4", "P", coding="per layer, row by row [inputs + 1, outputs], biases last"),
            "gradients": Array("f4", "P", coding="of the last minibatch, as the weights"),
        },
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
    "pruning": View(
        _pruning,
        {
            "pruned.loss": Array("f4", "2 S", coding="training, test; S shares of the weights from 0 to all"),
            "pruned.left": Array("i4", "2", coding="weights left at the share asked for, and all"),
            "pruned.map": Array("u1", "50 50", coding="as `map`, at the share asked for", shades=True),
            "pruned.sure": Array("u1", "50 50", coding="as `map.sure`", shades=True, only="3+ classes"),
        },
        {"share": "0…100 %"},
    ),
    "uncertainty": View(
        _uncertainty,
        {
            "ensemble.map": Array(
                "u1", "50 50", coding="standard deviation × 255, of outputs in −1…1", shades=True,
                only="there are networks beside it",
            ),
            "dropout.map": Array(
                "u1", "50 50", coding="standard deviation × 255, of outputs in −1…1", shades=True,
                only="neurons are dropped",
            ),
        },
    ),
    "landscape": View(
        _landscape,
        {
            "plane": Array("f8", "4", coding="its key, low, high, the share of the spread in it"),
            "heights": Array("f4", "S S", coding="row 0 = top", only="the plane is not the one known"),
            "way": Array("f4", "T 2", coding="the weights since somebody looks, on the plane; last: now"),
            "sharpness": Array("f4", "3", coding="largest eigenvalue, its limit, the epoch of the heights"),
        },
        {"kind": "random or way", "known": "key of the plane whose heights are known"},
        rolling=True,
    ),
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


def describe(of: Seen) -> dict[str, Any]:
    """What a viewer must know once per build."""
    c = of.config
    asked = sets.kind(c)
    layers = zip(c.hidden, c.functions(), strict=True)
    return {
        "task": asked.task,
        "classes": list(asked.classes),
        "domain": [-EDGE, EDGE],
        "inputs": [
            {"id": name, "label": label, "on": name in c.inputs}
            for name, (label, _) in INPUTS.items()
        ],
        "layers": [{"size": n, "activation": f.name, "formula": f.formula} for n, f in layers],
        "limits": {"layers": LAYERS, "neurons": NEURONS},
        "output": {
            "size": c.outputs,
            "activation": of.loss.OUTPUT,
            "formula": of.loss.FORMULA,
            "labels": list(asked.classes) if c.outputs > 1 else ["output"],
        },
        "range": [-1, 1],
        "params": of.net.theta.numel(),
        "metrics": list(c.metrics),
    }
