"""Settings of the GAN for pictures and signals worth seeing."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

PICTURES = {
    "noise_kind": "gaussian",
    "latent_dim": 32,
    "width": 16,
    "batch_size": 64,
    "g_optimizer": "adam",
    "d_optimizer": "adam",
    "d_activation": "leaky_relu",
    "g_lr": 0.001,
    "d_lr": 0.002,
    "beta1": 0.0,
    "beta2": 0.99,
    "loss": "hinge",
    "spectral_norm": "on",
    "average": 0.99,
}
WAVES = {
    "noise_kind": "gaussian",
    "latent_dim": 16,
    "width": 32,
    "batch_size": 64,
    "g_optimizer": "adam",
    "d_optimizer": "adam",
    "g_lr": 0.001,
    "d_lr": 0.002,
    "beta1": 0.0,
    "beta2": 0.99,
    "r1": 0.01,
    "average": 0.995,
}

IMAGE_AND_SIGNAL_PRESETS = (
    Preset(
        "digits",
        N_("Digits"),
        N_("Both networks are told the class: within seconds each column becomes its digit."),
        PICTURES | {"dataset": "digits", "conditional": "on"},
    ),
    Preset(
        "digits-unconditional",
        N_("Digits, class unknown"),
        N_("Nobody says what a 7 is: the generator must find ten kinds of digits by itself."),
        PICTURES | {"dataset": "digits"},
    ),
    Preset(
        "mnist",
        N_("MNIST"),
        N_("Twelve times as many pixels as the small digits: the same networks need minutes."),
        PICTURES | {"dataset": "mnist", "conditional": "on"},
    ),
    Preset(
        "fashion-mnist",
        N_("Fashion-MNIST"),
        N_(
            "Outlines come first, patterns late: a strip from shirt to shirt shows ways, not copies."
        ),
        PICTURES | {"dataset": "fashion-mnist", "conditional": "on"},
    ),
    Preset(
        "sines",
        N_("Sine waves"),
        N_("A recurrent generator finds out that waves have a frequency, a phase and a height."),
        WAVES | {"dataset": "sine"},
    ),
    Preset(
        "sawtooth",
        N_("Sawtooth waves"),
        N_("A slow rise is easy, the sudden fall is not: watch the high end of the spectrum."),
        WAVES | {"dataset": "sawtooth"},
    ),
    Preset(
        "two-sines",
        N_("Two sines"),
        N_("The slow wave comes first; the small fast one on top of it takes patience."),
        WAVES | {"dataset": "sum"},
    ),
)
