"""Races worth seeing, and one that ends badly for those who step too far."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

# On the network, whose gradients are small, those that divide by their size need shorter steps.
ON_THE_NETWORK = {
    "surface": "network",
    "lr": 0.2,
    "factor_adagrad": 0.5,
    "factor_rmsprop": 0.05,
    "factor_adam": 0.05,
    "factor_adamw": 0.05,
    "factor_lion": 0.02,
    "factor_muon": 0.1,
}

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
        "network",
        N_("A real network"),
        N_(
            "All 105 weights of a small network move; shown is the plane in which the paths spread most."
        ),
        ON_THE_NETWORK | {"optimizers": ("gd", "sgd", "momentum", "rmsprop", "adam", "muon")},
    ),
    Preset(
        "edge",
        N_("Edge of stability"),
        N_(
            "Sharpness of GD rises until 2 divided by the learning rate, its limit, and then stays there."
        ),
        ON_THE_NETWORK | {"data": "spiral", "optimizers": ("gd", "sgd")},
    ),
    Preset(
        "range-test",
        N_("Range test"),
        N_(
            "The learning rate rises from step to step and shows, under Range test, what each can use."
        ),
        ON_THE_NETWORK
        | {
            "lr": 5.0,
            "schedule": "range_test",
            "schedule_steps": 400,
            "optimizers": ("gd", "sgd", "momentum", "rmsprop", "adam", "muon"),
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
