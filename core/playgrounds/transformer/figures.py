"""The curves of models on sequences, of one alone and of a contest. See core/figures/curves.py."""

from __future__ import annotations

from typing import Any

from core.figures import palette
from core.figures.curves import Translate, figure
from core.playgrounds.transformer.config import KINDS

COLOURS = dict(zip(KINDS, palette.CLASSES, strict=False))


def curves(_: Translate) -> list[dict[str, Any]]:
    """Every figure; the browser offers those of which a run has the numbers, with the curves that it has.

    With `compare` come the lines of references.py; those in `nats` can be told in bits."""
    return [
        {"title": _("Loss"), "compare": "val_loss", "nats": True, **loss(_)},
        {"title": _("Accuracy"), **accuracy(_)},
        {
            "title": _("Validation loss"), "compare": "val_loss", "nats": True,
            **members(_, "val_loss", _("nats per token")),
        },
        {"title": _("Exact answers"), **members(_, "exact_accuracy", _("share of answers right"))},
        {"title": _("Training loss"), "nats": True, **members(_, "train_loss", _("nats per token"))},
        {"title": _("Heads"), **heads(_)},
        {"title": _("Learning rate"), **single(_, "lr_now", _("learning rate"))},
        {"title": _("Gradient"), **single(_, "gradient_norm", _("length of the gradient"))},
    ]  # fmt: skip


def loss(_: Translate) -> dict[str, Any]:
    """Cross-entropy of each minibatch as it is learned from (raw), and of rows that are kept apart."""
    traces = [
        ("train_loss", _("minibatch"), palette.TRAIN, 1.0),
        ("val_loss", _("validation"), palette.TEST, 3.0),
        ("blind_loss", _("without looking ahead"), palette.CLASSES[2], 2.0),
    ]
    return figure(_, _("nats per token"), traces, ".4g", {"rangemode": "tozero"}, log=True)


def accuracy(_: Translate) -> dict[str, Any]:
    """Tokens that are right, and answers that are right from end to end."""
    traces = [
        ("train_accuracy", _("minibatch"), palette.TRAIN, 1.0),
        ("val_accuracy", _("tokens"), palette.CLASSES[2], 2.0),
        ("exact_accuracy", _("exact answers"), palette.TEST, 3.0),
    ]
    axis = {"range": [0, 1.02], "tickformat": ".0%"}
    return figure(_, _("share right"), traces, ".1%", axis, log=False)


def members(_: Translate, metric: str, title: str) -> dict[str, Any]:
    """One number of everybody in a contest."""
    traces = [(f"{metric}.{kind}", _(name), COLOURS[kind], 2.0) for kind, name in KINDS.items()]
    if metric == "exact_accuracy":
        axis: dict[str, Any] = {"range": [0, 1.02], "tickformat": ".0%"}
        return figure(_, title, traces, ".1%", axis, log=False)
    return figure(_, title, traces, ".4g", {"rangemode": "tozero"}, log=True)


def heads(_: Translate) -> dict[str, Any]:
    """What the head that does it most does."""
    names = [
        ("previous_score", _("previous token")),
        ("prefix_score", _("prefix matching")),
        ("same_score", _("same token")),
    ]
    traces = [(curve, name, palette.CLASSES[i], 2.0) for i, (curve, name) in enumerate(names)]
    traces += [
        (f"{curve}.transformer", name, palette.CLASSES[i], 2.0)
        for i, (curve, name) in enumerate(names)
    ]
    axis = {"range": [0, 1.02]}
    return figure(_, _("score of the best head"), traces, ".2f", axis, log=False)


def single(_: Translate, metric: str, title: str) -> dict[str, Any]:
    """One number of every step, of one model or of everybody."""
    traces = [(metric, title, palette.TRAIN, 2.0)]
    traces += [(f"{metric}.{kind}", _(name), COLOURS[kind], 1.5) for kind, name in KINDS.items()]
    return figure(_, title, traces, ".3g", {"rangemode": "tozero"}, log=True)
