"""Settings of the GAN worth seeing: what works, and what goes wrong and why."""

from __future__ import annotations

from core.i18n import N_
from core.params import Preset

GOOD = (
    Preset(
        "gan-lab",
        N_("GAN Lab's default"),
        N_(
            "Two clouds, two tiny networks, plain gradient descent: small enough to watch each move."
        ),
        {},
    ),
)
PRESETS = (*GOOD,)
