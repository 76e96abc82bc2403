"""What can be seen of a network: its views, a run's numbers, and what a viewer is told once per build."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from core.i18n import N_
from core.playgrounds.cnn.apart import APART
from core.playgrounds.cnn.attribution import ATTRIBUTION
from core.playgrounds.cnn.embedding import EMBEDDING
from core.playgrounds.cnn.image_views import CHANNELS, IMAGE_VIEWS, columns
from core.playgrounds.cnn.look import Looked, shades
from core.playgrounds.cnn.maximised_view import MAXIMISED
from core.playgrounds.cnn.measured_views import MEASURED_VIEWS
from core.playgrounds.cnn.network import Convolution
from core.playgrounds.cnn.options import IMAGES
from core.playgrounds.cnn.tsne_view import TSNE
from core.playgrounds.contract import Array, Arrays, Metric

GALLERY = 24  # images that can be chosen by a click
VIEWS = IMAGE_VIEWS | APART | ATTRIBUTION | EMBEDDING | TSNE | MAXIMISED | MEASURED_VIEWS
STATIC = {
    "gallery": Array("u1", "G C h w", coding="the first test images"),
    "labels": Array("i4", "G", coding="their classes"),
}
METRICS = {  # headlines in this order
    "ensemble_accuracy": Metric(
        N_("ensemble"),
        N_("Share of test images told right by the mean of all networks' probabilities"),
        "percent", better="higher", evaluated_on="test", headline=True,
    ),
    "members_accuracy": Metric(
        N_("members' mean"), N_("Mean of the test accuracies of the ensemble's networks, each alone"),
        "percent", better="higher", evaluated_on="test", headline=True,
    ),
    "test_accuracy": Metric(
        N_("test accuracy"),
        N_("Share of test images told right: of the first 2,000 while it trains, of all at the end"),
        "percent", better="higher", evaluated_on="test", headline=True,
    ),
    "test_loss": Metric(
        N_("test loss"), N_("Cross-entropy of the same test images, in nats"), "loss", better="lower",
        evaluated_on="test",
    ),
    "test_accuracy_all": Metric(
        N_("test accuracy, all"),
        N_("Share of all test images told right, with the weights that an epoch ended with: where there are "
           "more than 2,000"),
        "percent", better="higher", evaluated_on="test",
    ),
    "test_loss_all": Metric(
        N_("test loss, all"), N_("Cross-entropy of all test images, with the same weights"), "loss",
        better="lower", evaluated_on="test",
    ),
    "test_all_step": Metric(
        N_("all tested at step"), N_("The end of the epoch after which all test images were measured last"),
        "count", evaluated_on="test",
    ),
    "validation_accuracy": Metric(
        N_("validation accuracy"),
        N_("Share told right of training images that were held back, the first 1,000 while it trains"),
        "percent", better="higher", evaluated_on="validation",
    ),
    "validation_loss": Metric(
        N_("validation loss"), N_("Cross-entropy of the same images: early stopping listens to it"), "loss",
        better="lower", evaluated_on="validation",
    ),
    "train_accuracy": Metric(
        N_("train accuracy"),
        N_("Share told right of 1,000 training images, as they are, without augmentation or dropout"),
        "percent", better="higher", evaluated_on="train",
    ),
    "train_loss": Metric(
        N_("train loss"), N_("Cross-entropy of the same training images"), "loss", better="lower",
        evaluated_on="train",
    ),
    "scratch_test_accuracy": Metric(
        N_("from scratch"),
        N_("Test accuracy of the same network that has learned no source, on the same minibatches"),
        "percent", better="higher", evaluated_on="test", headline=True,
    ),
    "scratch_test_loss": Metric(
        N_("loss from scratch"), N_("Its cross-entropy of the test images"), "loss", better="lower",
        evaluated_on="test",
    ),
    "source_accuracy": Metric(
        N_("source accuracy"), N_("Share of the source's own test images told right, while it is learned"),
        "percent", better="higher", evaluated_on="test",
    ),
    "source_loss": Metric(
        N_("source loss"), N_("Cross-entropy of the same images"), "loss", better="lower",
        evaluated_on="test",
    ),
    "ensemble_loss": Metric(
        N_("ensemble loss"), N_("Cross-entropy of the mean of all networks' probabilities"), "loss",
        better="lower", evaluated_on="test",
    ),
    "loss": Metric(
        N_("minibatch loss"),
        N_("What the update makes smaller: of the augmented minibatch, with label smoothing and dropout"),
        "loss", better="lower", evaluated_on="minibatch",
    ),
    "batch_accuracy": Metric(
        N_("minibatch accuracy"), N_("Share of the minibatch told right, just before it is learned from"),
        "percent", better="higher", evaluated_on="minibatch",
    ),
    "gradient_norm": Metric(
        N_("gradient"), N_("Length of the minibatch's gradient"), "weight", evaluated_on="minibatch"
    ),
    "lr_now": Metric(N_("learning rate now"), N_("What the schedule makes of the learning rate"), "weight"),
    "best_step": Metric(
        N_("best step"), N_("Where the validation loss at the end of an epoch was lowest: these weights are "
        "kept"), "count", evaluated_on="validation",
    ),
    "images_per_s": Metric(
        N_("images/s"), N_("Training images learned from per second of training"), "count", better="higher",
        evaluated_on="train",
    ),
}  # fmt: skip


def static(of: Looked) -> Arrays:
    """The arrays of STATIC."""
    rows = of.pictures.test[:GALLERY]
    labels = of.pictures.labels(rows, test=True).cpu().numpy().astype(np.int32)
    return {"gallery": shades(of.pictures.pixels(rows, test=True)), "labels": labels}


def describe(of: Looked) -> dict[str, Any]:
    """What a viewer must know once per build."""
    p, shown = of.pictures, ["test_accuracy", "test_loss"]
    if of.evaluation.whole is not None:
        shown += ["test_accuracy_all", "test_loss_all", "test_all_step"]
    if of.config.transfer != "off":
        shown += ["scratch_test_accuracy", "scratch_test_loss", "source_accuracy", "source_loss"]
    if of.config.ensemble > 1:
        shown += ["ensemble_accuracy", "members_accuracy", "ensemble_loss"]
    if len(p.validation):
        shown += ["validation_accuracy", "validation_loss", "best_step"]
    shown += ["train_accuracy", "train_loss"]
    return {
        "classes": list(p.classes),
        "image": list(p.image),
        "transfers": of.config.transfer != "off",
        "note": p.note,
        "layers": [_layer(of, index) for index in range(len(of.layers))],
        "columns": columns(of.layers),
        "channels_shown": CHANNELS,
        "parameters": of.net.theta.numel(),
        "products": sum(layer.products for layer in of.layers),
        "sets": {
            "train": len(p.train), "validation": len(p.validation), "test": len(p.test),
            "measured": {name: len(rows) for name, rows in of.evaluation.rows.items()},
        },
        "choose": min(IMAGES, len(p.test)),
        "gallery": min(GALLERY, len(p.test)),
        "filters": any(isinstance(stage, Convolution) for stage in of.module.stages),
        "metrics": shown,
        "scalars": ["loss", "batch_accuracy", "gradient_norm", "lr_now"],
    }  # fmt: skip


def _layer(of: Looked, index: int) -> dict[str, Any]:
    layer = of.layers[index]
    params: list[torch.nn.Parameter] = list(of.module.stages[index].parameters())
    return {
        "name": layer.name,
        "kind": "output" if layer.block is None else layer.block.kind,
        "shape": list(layer.shape),
        "parameters": layer.parameters,
        "products": layer.products,
        "field": layer.field,
        "learns": bool(params),
        "frozen": bool(params) and index < of.copies.frozen,
    }
