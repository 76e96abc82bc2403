"""Settings worth seeing: what features do, which are too coarse or too fine, and other ways to sharpness."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

SIREN = {"features": "none", "activation": "sine", "hidden": (96, 96, 96), "lr": 0.002}

PRESETS = (
    Preset(
        "fourier",
        N_("With and without waves"),
        N_(
            "The same network twice: told of 128 random waves it paints sharply, told x and y it blurs."
        ),
        {},
    ),
    Preset(
        "positional",
        N_("Waves along the axes"),
        N_(
            "A positional encoding, as NeRF has it: 32 waves along x and 32 along y, and none across."
        ),
        {"features": "positional", "frequencies": 64, "scale": 32.0},
    ),
    Preset(
        "siren",
        N_("Sines in place of ReLUs"),
        N_(
            "SIREN needs no features: its neurons are waves themselves, and learn their own frequencies."
        ),
        SIREN,
    ),
    Preset(
        "between",
        N_("Between the pixels"),
        N_("Every second pixel is never shown: waves of a middling scale paint those best."),
        {"held_out": "checkerboard", "scale": 2.0},
    ),
    Preset(
        "rings",
        N_("Which frequencies come first"),
        N_(
            "Rings that grow finer outwards: the plain network learns a few in the middle, and no more."
        ),
        {"dataset": "rings"},
    ),
    Preset(
        "no-features",
        N_("No features"),
        N_(
            "A ReLU network that is told x and y learns slow changes of colour first, and stays there."
        ),
        {"features": "none"},
        failure=True,
    ),
    Preset(
        "scale-too-small",
        N_("σ too small"),
        N_(
            "Waves of about one cycle across the whole picture say no more than x and y: it stays blurred."
        ),
        {"scale": 0.5},
        failure=True,
    ),
    Preset(
        "scale-too-large",
        N_("σ too large"),
        N_(
            "Waves finer than the pixels learn each by heart: the held-out pixels between them are noise."
        ),
        {"scale": 60.0, "held_out": "checkerboard"},
        failure=True,
    ),
)
