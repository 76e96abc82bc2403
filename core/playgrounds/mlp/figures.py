"""The curves of an MLP: loss, accuracy, R². See core/figures/curves.py."""

from __future__ import annotations

from typing import Any, Literal

from core.figures import palette
from core.figures.curves import Translate, figure


def loss_figure(_: Translate) -> dict[str, Any]:
    """Loss for the minibatch of each step (raw), the training set and the test set."""
    traces = [
        ("batch_loss", _("minibatch"), palette.RAW, 1.0),
        ("train_loss", _("train"), palette.TRAIN, 2.0),
        ("test_loss", _("test"), palette.TEST, 3.5),
    ]
    return figure(_, _("loss"), traces, ".4g", {"rangemode": "tozero"}, log=True)


def score_figure(_: Translate, kind: Literal["accuracy", "r2"]) -> dict[str, Any]:
    """Accuracy (the share of points classified right, 0…1) or R² (1 is perfect, 0 is the mean)."""
    traces = [
        (f"train_{kind}", _("train"), palette.TRAIN, 2.0),
        (f"test_{kind}", _("test"), palette.TEST, 3.5),
    ]
    if kind == "accuracy":
        title, value = _("share of points right"), ".1%"
        axis: dict[str, Any] = {"range": [0, 1.02], "tickformat": ".0%"}
    else:
        title, value = _("R²: variance explained"), ".4f"
        axis = {"range": [-1, 1.02]}  # it falls without bound; below −1 it says nothing more
    return figure(_, title, traces, value, axis, log=False)
