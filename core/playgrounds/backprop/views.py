"""What can be seen of backpropagation: every number of the step to come.

B rows of the minibatch, N examples, n neurons of all layers 1…L together, layer by layer, n_0 features,
K outputs, P weights, S vectors that the optimiser remembers.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from core.i18n import N_
from core.nn.dense import DenseNet
from core.nn.optimisers import SGD
from core.playgrounds.backprop.config import LAYERS, BackpropConfig
from core.playgrounds.backprop.examples import FEATURES
from core.playgrounds.backprop.passes import Pass
from core.playgrounds.backprop.past import Past
from core.playgrounds.contract import Array, Arrays, Metric, Options, View, as_array


class Seen(Protocol):
    """What is looked at: the algorithm, as far as views know it."""

    config: BackpropConfig
    net: DenseNet
    optimizer: SGD
    past: Past
    x: Tensor
    t: Tensor
    mean: Tensor
    deviation: Tensor
    taken: int

    @property
    def rows(self) -> list[int]: ...

    def coming(self) -> Pass: ...

    def updated(self) -> tuple[Tensor, SGD]: ...


def _numbers(of: Seen, options: Options) -> Arrays:
    told = of.coming()
    flat = {"z": told.z, "a": told.a, "slope": told.slope, "delta": told.delta}
    arrays = {name: as_array(torch.cat(parts, 1)) for name, parts in flat.items()}
    losses = {"each": as_array(told.each), "loss": as_array(told.loss)}
    at = np.array([of.taken, len(of.past)], np.int32)
    return arrays | losses | {"features": as_array(told.x), "at": at}


def _weights(of: Seen, options: Options) -> Arrays:
    after, optimizer = of.updated()
    slots = [getattr(optimizer, slot) for slot in optimizer.SLOTS]
    remembered = torch.stack(slots) if slots else after.new_empty(0, len(after))
    return {
        "weights": as_array(of.net.theta),
        "gradient": as_array(of.coming().grad),
        "after": as_array(after),
        "remembered": as_array(remembered),
        "updates": np.array(getattr(optimizer, "t", of.taken + 1), np.int32),
    }


def _examples(of: Seen, options: Options) -> Arrays:
    return {
        "x": as_array(of.x),
        "standardised": as_array((of.x - of.mean) / of.deviation),
        "t": as_array(of.t),
        "rows": np.array(of.rows, np.int32),
        "moments": as_array(torch.stack([of.mean, of.deviation])),
    }


NEURONS = "neurons of layers 1…L one after the other"
VIEWS = {
    "numbers": View(
        _numbers,
        {
            "features": Array("f4", "B m"),
            "z": Array("f4", "B n", coding=NEURONS),
            "a": Array("f4", "B n", coding="as z"),
            "slope": Array("f4", "B n", coding="da/dz, as z"),
            "delta": Array("f4", "B n", coding="dL/dz, as z"),
            "each": Array("f4", "B", coding="the loss of every row"),
            "loss": Array("f4", ""),
            "at": Array("i4", "2", coding="steps taken, states that can be gone back to"),
        },
    ),
    "weights": View(
        _weights,
        {
            "weights": Array("f4", "P", coding="per layer, row by row [inputs + 1, outputs], biases last"),
            "gradient": Array("f4", "P", coding="as the weights"),
            "after": Array("f4", "P", coding="the weights after the step"),
            "remembered": Array("f4", "S P", coding="the optimiser's vectors after the step"),
            "updates": Array("i4", "", coding="the step's number for the optimiser"),
        },
    ),
    "examples": View(
        _examples,
        {
            "x": Array("f4", "N 2"),
            "standardised": Array("f4", "N 2"),
            "t": Array("f4", "N K"),
            "rows": Array("i4", "B", coding="the examples of the minibatch"),
            "moments": Array("f4", "2 2", coding="means; standard deviations"),
        },
    ),
}  # fmt: skip

METRICS = {
    "batch_loss": Metric(
        N_("minibatch loss"), N_("The loss of the minibatch that was just learned from"),
        better="lower", evaluated_on="minibatch", headline=True,
    ),
    "train_loss": Metric(
        N_("train loss"), N_("The mean loss over all examples"),
        better="lower", evaluated_on="train", headline=True,
    ),
    "train_accuracy": Metric(
        N_("train accuracy"), N_("The share of examples whose output is on the right side of ½"),
        "percent", better="higher", evaluated_on="train", headline=True,
    ),
    "gradient_1": Metric(N_("‖gradient‖, layer 1"), N_("The length of the gradient of a layer's weights")),
    "gradient_2": Metric(N_("‖gradient‖, layer 2"), N_("The length of the gradient of a layer's weights")),
    "gradient_3": Metric(N_("‖gradient‖, layer 3"), N_("The length of the gradient of a layer's weights")),
    "gradient_4": Metric(N_("‖gradient‖, layer 4"), N_("The length of the gradient of a layer's weights")),
}  # fmt: skip
assert f"gradient_{LAYERS + 1}" in METRICS


def describe(of: Seen) -> dict[str, Any]:
    """What a viewer must know once per build."""
    c = of.config
    layers = len(of.net.weights)
    return {
        "sizes": list(of.net.sizes),
        "inputs": [FEATURES[name] for name in c.inputs],
        "chosen": list(c.inputs),
        "standardise": c.standardise == "on",
        "examples": len(of.x),
        "metrics": ["train_loss", "train_accuracy"],
        "scalars": ["batch_loss", *[f"gradient_{k + 1}" for k in range(layers)]],
    }
