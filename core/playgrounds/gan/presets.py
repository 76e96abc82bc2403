"""Settings of the GAN worth seeing: what works, and what goes wrong and why."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset
from core.playgrounds.gan.presets_images import IMAGE_AND_SIGNAL_PRESETS

# What the steady ones share: deep, narrow networks draw sharp borders between modes; R1 keeps the game
# from running in circles (Mescheder et al. 2018), Adam without momentum too, and the average of many
# generators is better than any of them.
STEADY = {
    "noise_kind": "gaussian",
    "g_hidden": (64, 64, 64, 64),
    "g_output": "linear",
    "g_optimizer": "adam",
    "g_lr": 0.0015,
    "d_hidden": (64, 64, 64),
    "d_activation": "leaky_relu",
    "d_optimizer": "adam",
    "d_lr": 0.0015,
    "batch_size": 128,
    "beta1": 0.0,
    "beta2": 0.99,
    "schedule": "cosine",
    "average": 0.999,
    "r1": 0.05,
    "r1_every": 4,
}

# What makes clouds as wide as they are and not half as wide: an R1 so weak that D may be steep within a
# cloud, a D that learns faster than G (Heusel et al. 2017), and a schedule that leaves time for it.
WIDE = {"r1": 0.0005, "g_lr": 0.001, "d_lr": 0.002, "schedule_steps": 30_000}

GOOD = (
    Preset(
        "gan-lab",
        N_("GAN Lab's default"),
        N_(
            "Two clouds, two tiny networks, plain gradient descent: small enough to watch each move."
        ),
        {},
    ),
    Preset(
        "ring-8",
        N_("Ring of 8"),
        N_(
            "The classic test of mode collapse, passed: R1 and an averaged generator find all eight."
        ),
        STEADY | {"dataset": "ring-8"} | WIDE,
    ),
    Preset(
        "grid-25",
        N_("Grid of 25"),
        N_("Twenty-five clouds: the generator first covers the plane, then pulls it apart."),
        STEADY
        | {"dataset": "grid-25"}
        | WIDE
        | {
            "r1": 0.0003,
            "schedule_steps": 24_000,
            "latent_dim": 4,
            "batch_size": 256,
            "g_hidden": (96, 96, 96),
            "d_hidden": (96, 96, 96),
        },
    ),
    Preset(
        "ring-8-literature",
        N_("Ring of 8, as published"),
        N_("The mixture that papers report on: eight clouds so small that the box looks empty."),
        STEADY | {"dataset": "ring-8-literature", "r1": 0.01},
    ),
    Preset(
        "grid-25-literature",
        N_("Grid of 25, as published"),
        N_("The other mixture of the papers: the same grid, its clouds half as wide."),
        STEADY | {"dataset": "grid-25-literature", "r1": 0.01, "g_lr": 0.002, "d_lr": 0.002},
    ),
    Preset(
        "wgan-gp",
        N_("Wasserstein with gradient penalty"),
        N_(
            "A critic with slope 1 gives useful gradients everywhere: five updates of it for one of G."
        ),
        STEADY
        | {
            "dataset": "blobs",
            "loss": "wgan_gp",
            "gp_weight": 0.1,
            "r1": 0.0,
            "d_updates": 5,
            "beta1": 0.5,
            "beta2": 0.9,
        },
    ),
    Preset(
        "spectral",
        N_("Hinge and spectral normalisation"),
        N_(
            "No penalty: the critic's layers are rescaled so that it can't be steep, and learns calmly."
        ),
        STEADY
        | {
            "dataset": "two-gaussians",
            "loss": "hinge",
            "spectral_norm": "on",
            "r1": 0.0,
            "d_updates": 2,
            "schedule": "constant",
        },
    ),
    Preset(
        "spiral",
        N_("Spiral"),
        N_("No modes, but a long thin band: the grid in noise space is wound up into it."),
        STEADY | {"dataset": "spiral", "r1": 0.01},
    ),
    Preset(
        "draw",
        N_("Draw your own"),
        N_("A heart to begin with: draw something else, and see what the generator makes of it."),
        STEADY | {"dataset": "drawing"},
    ),
)

FAILURES = (
    Preset(
        "mode-collapse",
        N_("Mode collapse"),
        N_(
            "Ten updates of G for one of D: G puts everything where D is weakest, D catches up, G jumps on."
        ),
        {
            "dataset": "ring-8",
            "g_hidden": (32, 32),
            "g_optimizer": "adam",
            "g_lr": 0.005,
            "g_updates": 10,
            "d_hidden": (32, 32),
            "d_optimizer": "adam",
            "d_lr": 0.001,
            "beta1": 0.5,
        },
        failure=True,
    ),
    Preset(
        "vanishing",
        N_("Vanishing gradient"),
        N_(
            "Minimax loss: once D is sure, log(1 − D) is flat and G learns nothing. Choose Non-saturating."
        ),
        {
            "dataset": "ring-8",
            "loss": "minimax",
            "g_activation": "sigmoid",
            "d_hidden": (32, 32),
            "d_optimizer": "adam",
            "d_lr": 0.01,
            "d_updates": 5,
        },
        failure=True,
    ),
    Preset(
        "d-too-strong",
        N_("D too strong"),
        N_(
            "Ten updates of a large D for each crawl of a small G: D always knows, G never catches up."
        ),
        {
            "dataset": "ring-8",
            "loss": "least_squares",
            "g_lr": 0.0005,
            "d_hidden": (64, 64),
            "d_optimizer": "adam",
            "d_lr": 0.005,
            "d_updates": 10,
        },
        failure=True,
    ),
    Preset(
        "oscillation",
        N_("Oscillation"),
        N_(
            "A linear D can only say: further that way. G goes there, D turns round, and nobody arrives."
        ),
        {
            "dataset": "blobs",
            "g_optimizer": "momentum",
            "d_hidden": (),
            "d_optimizer": "momentum",
            "beta1": 0.5,
        },
        failure=True,
    ),
    Preset(
        "clipping",
        N_("Clipping too tight"),
        N_(
            "Weights of at most 0.01 through four layers: the critic is flat, G's gradient all but nil."
        ),
        {
            "loss": "wasserstein",
            "clip": 0.01,
            "d_hidden": (32, 32, 32),
            "d_optimizer": "rmsprop",
            "d_lr": 0.001,
            "d_updates": 5,
        },
        failure=True,
    ),
)

PRESETS = (*GOOD, *IMAGE_AND_SIGNAL_PRESETS, *FAILURES)
