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
IMAGE_AND_SIGNAL_PRESETS = (
    Preset(
        "digits",
        N_("Digits"),
        N_(
            "Both networks are told the class, so each column becomes a digit: within ten seconds or so."
        ),
        PICTURES | {"dataset": "digits", "conditional": "on"},
    ),
)
