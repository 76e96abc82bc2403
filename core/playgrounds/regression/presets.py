"""Settings of the regression worth seeing."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

PRESETS = (
    Preset(
        "line",
        N_("A line"),
        N_("The lecture's first example: downhill in the bowl until the squares are smallest."),
        {},
    ),
    Preset(
        "ravine",
        N_("A ravine"),
        N_("Far from zero, x acts like a second constant: the bowl is a ravine. Standardise!"),
        {"dataset": "far", "lr": 0.06},
    ),
    Preset(
        "outliers",
        N_("Outliers"),
        N_("Squares make far points shout: the squared error follows them, the other two hardly."),
        {"dataset": "outliers", "points": 30, "noise": 0.4, "loss": "all"},
    ),
    Preset(
        "wiggles",
        N_("Degree nine"),
        N_("Many bends for few points: every resampled fit is another, and the test error tells."),
        {"dataset": "sine", "points": 40, "degree": 9, "standardise": "on", "lr": 0.08},
    ),
    Preset(
        "too-far",
        N_("Steps too long"),
        N_("A learning rate above 2/λmax: every step lands higher on the other side of the bowl."),
        {"lr": 0.34},
        failure=True,
    ),
)
