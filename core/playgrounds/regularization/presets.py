"""Settings worth seeing: what helps, what is too much, and what throws a copy out."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

WIDE = {"experiment": "widths", "dataset": "xor", "noise": 0.0}

PRESETS = (
    Preset(
        "overfitting",
        N_("Nine copies"),
        N_("A network learns forty noisy points by heart. See who of its copies does not."),
        {"stop_epochs": 1500},
    ),
    Preset(
        "wrong-labels",
        N_("Many wrong labels"),
        N_(
            "Every fourth point has the wrong colour: whoever learns them all has learned nonsense."
        ),
        {"label_noise": 25.0, "points": 60, "batch_size": 60, "stop_epochs": 1500},
    ),
    Preset(
        "more-points",
        N_("Enough points"),
        N_("Five times as many points: the best regulariser is more data, and all copies agree."),
        {"points": 200, "batch_size": 50},
    ),
    Preset(
        "too-strong",
        N_("Held back too hard"),
        N_(
            "Each at many times its good strength: now they underfit, some to the point of guessing."
        ),
        {
            "l1": 0.05,
            "l2": 0.5,
            "dropout": 0.85,
            "jitter": 4.0,
            "label_smoothing": 0.9,
            "patience": 1,
            "copies": (
                *("none", "l1", "l2", "dropout", "early_stopping", "jitter", "label_smoothing"),
            ),
        },
        failure=True,
    ),
    Preset(
        "thrown-out",
        N_("L2 explodes"),
        N_(
            "lr · L2 is above 2, so L2 flings every weight past zero and farther out; the others go on."
        ),
        {"lr": 0.25, "l2": 10.0},
        failure=True,
    ),
    Preset(
        "double-descent",
        N_("Double descent"),
        N_(
            "Wider is better, then much worse, then better still: the peak is where weights equal points."
        ),
        WIDE,
    ),
    Preset(
        "no-peak",
        N_("A ridge, no peak"),
        N_("The same networks with a small L2: no weights have to be huge, and the peak is gone."),
        WIDE | {"ridge": 0.03},
    ),
)
