"""The curves of models on sequences. See core/figures/curves.py.

Blue is what is learned from, orange what is kept apart; in a contest everybody has a colour, and what is
learned from is dashed.
"""

from __future__ import annotations

from typing import Any

from core.figures import palette
from core.figures.curves import Translate, figure
from core.playgrounds.transformer.config import KINDS

COLOURS = dict(zip(KINDS, palette.CLASSES, strict=False))
PERCENT = {"range": [0, 1.02], "tickformat": ".0%"}
ZERO = {"rangemode": "tozero"}
THIRD = palette.CLASSES[2]


def curves(_: Translate) -> list[dict[str, Any]]:
    """Every figure with the number that it `requires`: those that a run has are offered."""
    return [*_alone(_), *_contest(_)]


def _alone(_: Translate) -> list[dict[str, Any]]:
    losses = [
        ("train_loss", _("minibatch"), palette.TRAIN, 1.2),
        ("val_loss", _("kept apart"), palette.TEST, 3.0),
        ("blind_loss", _("without looking ahead"), THIRD, 2.0),
    ]
    shares = [
        ("train_accuracy", _("minibatch, symbols"), palette.TRAIN, 1.2),
        ("val_accuracy", _("kept apart, symbols"), THIRD, 2.0),
        ("exact_accuracy", _("kept apart, whole answers"), palette.TEST, 3.0),
    ]
    heads = [
        ("previous_score", _("previous token"), palette.TRAIN, 2.0),
        ("prefix_score", _("prefix matching"), palette.TEST, 3.0),
        ("same_score", _("same token"), THIRD, 2.0),
    ]
    rate = [("lr_now", _("learning rate"), palette.TRAIN, 2.0)]
    norm = [("gradient_norm", _("gradient"), palette.RAW, 1.0)]
    made = [
        ("val_loss", _("Loss"), figure(_, _("nats per symbol"), losses, ".4g", ZERO, log=True)),
        ("val_accuracy", _("Right answers"), figure(_, _("share right"), shares, ".1%", PERCENT, log=False)),
        ("prefix_score", _("What the best head does"),
         figure(_, _("share of its weight"), heads, ".2f", {"range": [0, 1.02]}, log=False)),
        ("lr_now", _("Learning rate"), figure(_, _("learning rate"), rate, ".3g", ZERO, log=True)),
        ("gradient_norm", _("Gradient"), figure(_, _("norm"), norm, ".3g", ZERO, log=True)),
    ]  # fmt: skip
    return [{"requires": requires, "title": title, **one} for requires, title, one in made]


def _contest(_: Translate) -> list[dict[str, Any]]:
    made: list[tuple[str, str, str, str, dict[str, Any], bool]] = [
        ("val_loss", _("Loss of everybody"), _("nats per symbol, kept apart"), ".4g", ZERO, True),
        (
            "exact_accuracy",
            _("Right answers of everybody"),
            _("share right"),
            ".1%",
            PERCENT,
            False,
        ),
        ("val_accuracy", _("Right symbols of everybody"), _("share right"), ".1%", PERCENT, False),
    ]
    return [
        {
            "requires": f"{name}.{first}",
            "title": title,
            **figure(
                _, axis, [(f"{name}.{kind}", _(KINDS[kind]), COLOURS[kind], 2.5) for kind in KINDS],
                value, y, log=log,
            ),
        }
        for name, title, axis, value, y, log in made
        for first in KINDS
    ]  # fmt: skip
