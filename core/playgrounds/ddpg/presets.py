"""Settings of DDPG worth seeing: what works, and what goes wrong and why."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

CAR = {
    "env": "MountainCarContinuous-v0", "gamma": 0.99, "noise_kind": "ou", "noise": 0.8,
    "noise_memory": 100.0, "actor_lr": 0.001, "reward_scale": 0.1,
}  # fmt: skip

LANDER = {
    "env": "LunarLanderContinuous-v3", "gamma": 0.99, "reward_scale": 0.1, "noise_kind": "ou",
    "noise": 0.2, "warm_up": 1000, "actor_lr": 0.0005, "capacity": 200_000,
}  # fmt: skip
CHANGES = {"twin": "on", "policy_delay": 2, "smoothing": 0.2}

PRESETS = (
    Preset(
        "pendulum",
        N_("Swing up"),
        N_("Too weak to lift the rod at once, the motor learns to swing it up in a few thousand steps."),
        {},
    ),
    Preset(
        "mountain-car",
        N_("Mountain car"),
        N_("Noise that keeps pushing one way for a while finds the flag that single jolts never find."),
        CAR,
    ),
    Preset(
        "n-step",
        N_("n-step returns"),
        N_("The car again: what the flag pays teaches five steps at once, and the way is known sooner."),
        CAR | {"n_step": 5},
    ),
    Preset(
        "lunar-lander",
        N_("Lunar lander"),
        N_("Two engines, two legs, one pad: it crashes, then hovers; from 130,000 steps on it lands."),
        {
            **LANDER, **CHANGES, "hidden": (128, 128), "batch_size": 128, "tau": 0.005, "noise": 0.3,
            "noise_schedule": "linear", "noise_steps": 100_000, "noise_final": 0.3, "warm_up": 5000,
        },
    ),
    Preset(
        "bipedal-walker",
        N_("Bipedal walker"),
        N_("Four joints: at 100,000 steps it has learned to stand; near 280,000 come its first strides."),
        {
            "env": "BipedalWalker-v3", "hidden": (128, 128), "reward_scale": 1.0, "noise": 0.1,
            "warm_up": 5000, "tau": 0.005, "actor_lr": 0.001, "capacity": 300_000, **CHANGES,
        },
    ),
    Preset(
        "no-target",
        N_("No target networks"),
        N_("The critic chases its own answers until its values exceed all that rewards could add up to."),
        {"target": "off", "gamma": 0.99, "lr": 0.003, "actor_lr": 0.003},
        failure=True,
    ),
    Preset(
        "no-exploration",
        N_("No exploration"),
        N_("Without noise the car never meets the flag, and standing still costs nothing: return 0."),
        CAR | {"noise_kind": "none", "warm_up": 0},
        failure=True,
    ),
    Preset(
        "tau-too-large",
        N_("τ too large"),
        N_("Targets that follow at once are hardly targets: the rod is never swung up."),
        {"tau": 0.3, "gamma": 0.99, "lr": 0.003, "actor_lr": 0.003},
        failure=True,
    ),
    Preset(
        "over-estimation",
        N_("Over-estimation"),
        N_("The actor climbs the critic's errors: it promises 100 and more where about 0 comes of it."),
        LANDER,
        failure=True,
    ),
    Preset(
        "td3",
        N_("TD3"),
        N_("The same lander, two critics, a slower actor, smoothed targets: promise and return meet."),
        LANDER | CHANGES,
    ),
)  # fmt: skip
