"""Settings of the regression worth seeing."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

NETWORK = {"model": "network", "noise": 0.1, "points": 60}

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
        "two-classes",
        N_("Two classes"),
        N_("Logistic regression: a line between two clouds, and how sure it is on either side."),
        {"dataset": "two-classes", "points": 60, "noise": 0.9, "lr": 0.5},
    ),
    Preset(
        "three-classes",
        N_("Three classes"),
        N_("Softmax: a score for each class, and probabilities that add up to one."),
        {"dataset": "three-classes", "points": 60, "noise": 0.9, "lr": 0.5},
    ),
    Preset(
        "sine-network",
        N_("Sine by neurons"),
        N_(
            "Eight neurons bend the curve, each by its own piece: the pale lines add up to the thick."
        ),
        NETWORK | {"dataset": "sine", "lr": 0.02},
    ),
    Preset(
        "step-network",
        N_("Step by hinges"),
        N_("ReLU neurons are hinges: one up and one down, side by side, make a step."),
        NETWORK | {"dataset": "step", "activation": "relu", "lr": 0.02},
    ),
    Preset(
        "too-far",
        N_("Steps too long"),
        N_("A learning rate above 2/λmax: every step lands higher on the other side of the bowl."),
        {"lr": 0.34},
        failure=True,
    ),
    Preset(
        "plateau",
        N_("Sure and wrong"),
        N_(
            "All answers are sure and wrong: squares lie on a plateau, cross-entropy leaves at once."
        ),
        {"dataset": "two-classes", "points": 60, "noise": 0.3, "lr": 0.5, "start": "wrong"},
        failure=True,
    ),
)
