"""Settings of DDPG worth seeing: what works, and what goes wrong and why."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

CAR = {
    "env": "MountainCarContinuous-v0", "gamma": 0.99, "noise_kind": "ou", "noise": 0.8,
    "noise_memory": 100.0,
}  # fmt: skip

PRESETS = (
    Preset(
        "pendulum",
        N_("Swing up"),
        N_("Too weak to lift the rod at once, the motor learns to swing it up: within a minute."),
        {},
    ),
    Preset(
        "mountain-car",
        N_("Mountain car"),
        N_("Noise that keeps pushing one way for a while finds the flag that single jolts never find."),
        CAR,
    ),
    Preset(
        "lunar-lander",
        N_("Lunar lander"),
        N_("Two engines, legs, a pad: softly down within some hundred thousand steps."),
        {
            "env": "LunarLanderContinuous-v3", "hidden": (256, 256), "gamma": 0.99, "batch_size": 128,
            "noise_kind": "ou", "noise": 0.2, "capacity": 200_000,
        },
    ),
    Preset(
        "bipedal-walker",
        N_("Bipedal walker"),
        N_("Four joints learn to walk; it takes hundreds of thousands of steps, and TD3's changes."),
        {
            "env": "BipedalWalker-v3", "hidden": (256, 256), "gamma": 0.98, "batch_size": 128,
            "capacity": 300_000, "twin": "on", "policy_delay": 2, "smoothing": 0.2,
        },
    ),
    Preset(
        "no-target",
        N_("No target networks"),
        N_("The critic chases its own answers, and its values run away."),
        {"target": "off"},
        failure=True,
    ),
    Preset(
        "no-exploration",
        N_("No exploration"),
        N_("Without noise the car never meets the flag, and standing still costs nothing."),
        CAR | {"noise_kind": "none", "warm_up": 0},
        failure=True,
    ),
    Preset(
        "tau-too-large",
        N_("τ too large"),
        N_("Targets that follow at once are hardly targets: values swing."),
        {"tau": 0.5},
        failure=True,
    ),
    Preset(
        "over-estimation",
        N_("Over-estimation"),
        N_("The actor climbs the critic's errors, so the promise exceeds what comes of it."),
        {},
        failure=True,
    ),
    Preset(
        "td3",
        N_("TD3"),
        N_("The smaller of two critics, a slower actor, smoothed targets: promise and return meet."),
        {"twin": "on", "policy_delay": 2, "smoothing": 0.2},
    ),
)  # fmt: skip
