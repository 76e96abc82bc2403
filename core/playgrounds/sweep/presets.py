"""Sweeps worth seeing: what one number decides, what two do together, and what is luck."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

NO_ROWS = {"y": "none"}

PRESETS = (
    Preset(
        "rate-and-decay",
        N_("Rate and L2"),
        N_("Eight learning rates by eight strengths of L2: too little of one, too much of the other."),
        {},
    ),
    Preset(
        "learning-rate",
        N_("Learning rate"),
        N_("One network with eight learning rates: steps that are too short, right, and too long."),
        {"x_from": 0.001, "x_to": 10.0, "optimizer": "sgd", **NO_ROWS},
    ),
    Preset(
        "rate-and-scale",
        N_("Rate and initial scale"),
        N_("Where weights start decides how long a step may be: neither can be chosen alone."),
        {
            "dataset": "spiral", "hidden": (8, 8), "optimizer": "adam",
            "x_from": 0.0003, "x_to": 0.3,
            "y": "initial_scale", "y_from": 0.1, "y_to": 10.0,
        },
    ),
    Preset(
        "width-and-noise",
        N_("Width and noise"),
        N_("Sixty points: wide networks learn clean ones best and noisy ones by heart."),
        {
            "dataset": "moons", "points": 400, "train_share": 0.15, "hidden": (8, 8),
            "optimizer": "adam", "lr": 0.02,
            "x": "width", "x_from": 1.0, "x_to": 16.0, "x_count": 8, "x_spacing": "linear",
            "y": "noise", "y_from": 0.0, "y_to": 50.0, "y_count": 6, "y_spacing": "linear",
        },
    ),
    Preset(
        "seeds",
        N_("Sixteen seeds"),
        N_("One setting of a spiral with sixteen seeds: see how much of a result is luck."),
        {
            "dataset": "spiral", "hidden": (8, 8), "activation": "silu", "initialisation": "he",
            "optimizer": "adam", "lr": 0.01,
            "x": "seed", "x_from": 0.0, "x_count": 16, **NO_ROWS,
        },
    ),
    Preset(
        "momentum-and-rate",
        N_("Momentum and rate"),
        N_("Much momentum with a small rate does what a large rate does alone: look along the diagonals."),
        {
            "dataset": "xor", "hidden": (8,), "optimizer": "momentum",
            "x_from": 0.0003, "x_to": 1.0,
            "y": "momentum", "y_from": 0.0, "y_to": 0.99, "y_spacing": "linear",
        },
    ),
    Preset(
        "rate-and-batch",
        N_("Rate and batch size"),
        N_("Half as many points per step are twice as many, noisier steps: follow the best rate down."),
        {
            "dataset": "moons", "noise": 10.0, "hidden": (8,),
            "x_from": 0.01, "x_to": 3.0,
            "y": "batch_size", "y_from": 2.0, "y_to": 128.0, "y_count": 7,
        },
    ),
    Preset(
        "too-fast",
        N_("Half of it diverges"),
        N_(
            "Where rate times L2 is above 2, each step flings every weight past zero and farther out."
        ),
        {
            "x_from": 1.0, "x_to": 10.0,
            "y_from": 0.3, "y_to": 1.0,
        },
        failure=True,
    ),
)  # fmt: skip
