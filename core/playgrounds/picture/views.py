"""What can be seen: the pictures as the networks paint them now, and which frequencies are there already.

S pixels a side, C = the original and M networks, R frequencies.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.i18n import N_
from core.playgrounds.contract import Array, Arrays, Metric, Options, View
from core.playgrounds.picture.config import PictureConfig
from core.playgrounds.picture.look import Look, spectra

# Of every network: PSNR on pixels learned from and on held-out ones, and its loss.
MEASURED = (
    ("train_psnr", "test_psnr", "train_loss"),
    ("plain_psnr", "plain_test_psnr", "plain_loss"),
)
BESIDE = "a second network learns beside it"
CODING = "red, green, blue; row 0 = top"


def _pictures(look: Look, options: Options) -> Arrays:
    return dict(zip(("picture.main", "picture.plain"), look.bytes, strict=False))


def _spectrum(look: Look, options: Options) -> Arrays:
    power, learned = spectra(look.original, look.painted)
    return {"spectrum.power": power, "spectrum.learned": learned}


STATIC = {"original": Array("u1", "S S 3", coding=CODING)}
VIEWS = {
    "pictures": View(
        _pictures,
        {
            "picture.main": Array("u1", "S S 3", shades=True, coding=CODING),
            "picture.plain": Array("u1", "S S 3", shades=True, coding=CODING, only=BESIDE),
        },
    ),
    "spectrum": View(
        _spectrum,
        {
            "spectrum.power": Array(
                "f4", "C R", coding="of the brightness, at 1 … R cycles along the picture; row 0 = original"
            ),
            "spectrum.learned": Array("f4", "M R", coding="1: as in the original, 0: nothing of it"),
        },
        rest=0.25,
    ),
}  # fmt: skip
DECIBEL = N_("dB")
METRICS = {
    "train_psnr": Metric(
        N_("PSNR"), N_("Peak signal-to-noise ratio over the pixels that are learned from: the higher the "
                       "sharper, and 6 dB are half the error"),
        "decibel", DECIBEL, better="higher", evaluated_on="train", headline=True,
    ),
    "test_psnr": Metric(
        N_("held-out PSNR"), N_("The same over the pixels that are never learned from"),
        "decibel", DECIBEL, better="higher", evaluated_on="test", headline=True,
    ),
    "plain_psnr": Metric(
        N_("PSNR without features"), N_("That of the second network, which is told x and y alone"),
        "decibel", DECIBEL, better="higher", evaluated_on="train", headline=True,
    ),
    "plain_test_psnr": Metric(
        N_("held-out PSNR without features"),
        N_("That of the second network over the pixels that are never learned from"),
        "decibel", DECIBEL, better="higher", evaluated_on="test",
    ),
    "train_loss": Metric(
        N_("loss"), N_("Mean squared error over the pixels that are learned from, and their three colours"),
        better="lower", evaluated_on="train",
    ),
    "plain_loss": Metric(
        N_("loss without features"), N_("That of the second network, which is told x and y alone"),
        better="lower", evaluated_on="train",
    ),
    "batch_loss": Metric(
        N_("minibatch loss"), N_("Mean squared error over the minibatch just learned from"),
        better="lower", evaluated_on="minibatch",
    ),
    "plain_batch_loss": Metric(
        N_("minibatch loss without features"),
        N_("That of the second network, over the same minibatch"),
        better="lower", evaluated_on="minibatch",
    ),
}  # fmt: skip


def learned(c: PictureConfig) -> np.ndarray:
    """Which pixels are learned from, bool [S, S]."""
    row, column = np.indices((c.pixels, c.pixels))
    return (row + column) % 2 == 0 if c.held_out == "checkerboard" else row >= 0


def describe(c: PictureConfig) -> dict[str, Any]:
    """What a viewer must know once per build."""
    kinds = 2 if c.held_out == "checkerboard" else 1
    shown = [names[:kinds] + names[2:] for names in MEASURED[: 1 + c.both]]
    return {
        "side": c.pixels,
        "features": c.features,
        "activation": c.activation,
        "both": c.both,
        "held_out": c.held_out == "checkerboard",
        "metrics": [name for names in shown for name in names],
        "scalars": ["batch_loss", "plain_batch_loss"][: 1 + c.both],
    }
