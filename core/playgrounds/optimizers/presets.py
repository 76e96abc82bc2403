"""Races worth seeing, and one that ends badly for those who step too far."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

PRESETS = (
    Preset(
        "four-valleys",
        N_("Four valleys"),
        N_(
            "From one hilltop into different valleys: the optimiser decides which minimum is found."
        ),
        {},
    ),
    Preset(
        "narrow-bowl",
        N_("Narrow bowl"),
        N_(
            "Twenty times steeper across than along: GD has to be careful across, and so it crawls along."
        ),
        {
            "surface": "quadratic",
            "conditioning": 20.0,
            "lr": 0.03,
            "noise": 4.0,
            "factor_adagrad": 20.0,
        },
    ),
    Preset(
        "bent-valley",
        N_("Bent valley"),
        N_(
            "Down into Rosenbrock's valley is easy, along its flat floor takes long: memory of the way helps."
        ),
        {
            "surface": "rosenbrock",
            "lr": 0.001,
            "noise": 20.0,
            "optimizers": ("gd", "sgd", "momentum", "nesterov", "rmsprop", "adam"),
            "factor_rmsprop": 10.0,
            "factor_adam": 20.0,
        },
    ),
    Preset(
        "saddle",
        N_("Saddle"),
        N_(
            "Started on the ridge, where hardly any slope leads aside: noise helps, and so does Adam."
        ),
        {
            "surface": "saddle",
            "lr": 0.02,
            "noise": 0.5,
            "factor_adagrad": 10.0,
            "factor_adam": 1.0,
            "factor_rmsprop": 1.0,
        },
    ),
    Preset(
        "too-far",
        N_("Steps too long"),
        N_(
            "The learning rate is above 2/κ: whoever follows the plain gradient is thrown out of the bowl."
        ),
        {
            "surface": "quadratic",
            "conditioning": 20.0,
            "lr": 0.11,
            "noise": 1.0,
            "factor_adagrad": 10.0,
            "factor_rmsprop": 1.0,
            "factor_adam": 2.0,
        },
        failure=True,
    ),
)
