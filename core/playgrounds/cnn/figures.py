"""The curves of a network: loss, accuracy, learning rate and gradient. See core/figures/curves.py."""

from __future__ import annotations

from typing import Any

from core.figures import palette
from core.figures.curves import Translate, figure

VALIDATION = palette.CLASSES[2]


def curves(_: Translate) -> list[dict[str, Any]]:
    """Every figure with the number that it `requires`: those that a run has are offered."""
    return [
        {"requires": "source_accuracy", "title": _("Transfer: accuracy"), **transfer(_)},
        {"requires": "source_loss", "title": _("Transfer: loss"), **transfer_loss(_)},
        {"requires": "ensemble_accuracy", "title": _("Ensemble"), **ensemble(_)},
        {"requires": "test_loss", "title": _("Loss"), **loss(_)},
        {"requires": "test_accuracy", "title": _("Accuracy"), **accuracy(_)},
        {"requires": "lr_now", "title": _("Learning rate"), **rate(_)},
        {"requires": "gradient_norm", "title": _("Gradient"), **gradient(_)},
    ]


def loss(_: Translate) -> dict[str, Any]:
    """Cross-entropy of each minibatch as it is learned from (raw), and of the three sets as they are."""
    traces = [
        ("loss", _("minibatch"), palette.RAW, 1.0),
        ("train_loss", _("train"), palette.TRAIN, 2.0),
        ("validation_loss", _("validation"), VALIDATION, 2.0),
        ("test_loss", _("test"), palette.TEST, 3.0),
    ]
    return figure(_, _("cross-entropy, nats"), traces, ".4g", {"rangemode": "tozero"}, log=True)


def transfer(_: Translate) -> dict[str, Any]:
    """The source as it is learned, then the target: with what was carried over, and from scratch."""
    traces = [
        ("source_accuracy", _("source"), palette.RAW, 2.0),
        ("scratch_test_accuracy", _("from scratch"), palette.TRAIN, 3.0),
        ("test_accuracy", _("transferred"), palette.TEST, 3.0),
    ]
    axis = {"range": [0, 1.02], "tickformat": ".0%"}
    return figure(_, _("share of test images right"), traces, ".1%", axis, log=False)


def transfer_loss(_: Translate) -> dict[str, Any]:
    """The same as cross-entropy."""
    traces = [
        ("source_loss", _("source"), palette.RAW, 2.0),
        ("scratch_test_loss", _("from scratch"), palette.TRAIN, 3.0),
        ("test_loss", _("transferred"), palette.TEST, 3.0),
    ]
    return figure(_, _("cross-entropy, nats"), traces, ".4g", {"rangemode": "tozero"}, log=True)


def ensemble(_: Translate) -> dict[str, Any]:
    """All networks together, each alone on average, and the one that is shown."""
    traces = [
        ("test_accuracy", _("the one shown"), palette.RAW, 2.0),
        ("members_accuracy", _("mean of each alone"), palette.TRAIN, 2.5),
        ("ensemble_accuracy", _("together"), palette.TEST, 3.0),
    ]
    axis = {"tickformat": ".1%"}
    return figure(_, _("share of test images right"), traces, ".2%", axis, log=False)


def accuracy(_: Translate) -> dict[str, Any]:
    """The share of images told right."""
    traces = [
        ("train_accuracy", _("train"), palette.TRAIN, 2.0),
        ("validation_accuracy", _("validation"), VALIDATION, 2.0),
        ("test_accuracy", _("test"), palette.TEST, 3.0),
        ("test_accuracy_all", _("all test images"), palette.TEST, 2.0),
    ]
    axis = {"range": [0, 1.02], "tickformat": ".0%"}
    dashed = {"test_accuracy_all"}
    return figure(_, _("share of images right"), traces, ".1%", axis, log=False, dashed=dashed)


def rate(_: Translate) -> dict[str, Any]:
    """What the schedule makes of the learning rate."""
    traces = [("lr_now", _("learning rate"), palette.TRAIN, 2.5)]
    return figure(_, _("learning rate"), traces, ".3g", {"rangemode": "tozero"}, log=True)


def gradient(_: Translate) -> dict[str, Any]:
    """How long the gradient of each minibatch is."""
    traces = [("gradient_norm", _("length"), palette.TRAIN, 1.5)]
    return figure(_, _("length of the gradient"), traces, ".3g", {"rangemode": "tozero"}, log=True)
