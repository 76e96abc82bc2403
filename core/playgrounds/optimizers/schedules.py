"""Learning-rate schedules: by which factor the learning rate is multiplied at a step.

Steps and cosine as in core/nn/optimisers.py. Warm-up: Goyal et al. 2017 (arXiv:1706.02677), section 2.2.
One cycle: Smith & Topin 2017 (arXiv:1708.07120), up for three tenths and down along half a cosine.
Range test: Smith 2017 (arXiv:1506.01186), section 3.3, here with equal factors instead of equal steps.
"""

from __future__ import annotations

import math

from core.i18n import N_
from core.nn.optimisers import scheduled

SCHEDULES = {
    "constant": N_("Constant"),
    "step": N_("Steps"),
    "cosine": N_("Cosine"),
    "warmup": N_("Warm-up"),
    "one_cycle": N_("One cycle"),
    "range_test": N_("Range test"),
}
DECADES = 4  # from a ten-thousandth of the learning rate up to it
RISE, LOWEST = 0.3, 0.04  # of one cycle: the share that goes up, and where it begins


def factor(name: str, step: int, horizon: int) -> float:
    """Of step 0, 1, … in a schedule of `horizon` steps; what is past its end stays as it ended."""
    done = min(step / horizon, 1.0)
    if name == "range_test":
        return float(10 ** -(DECADES * (1 - min(step / max(horizon - 1, 1), 1.0))))
    if name == "warmup":
        return min((step + 1) / max(0.1 * horizon, 1.0), 1.0)
    if name == "one_cycle":
        if done < RISE:
            return LOWEST + (1 - LOWEST) * (1 - math.cos(math.pi * done / RISE)) / 2
        return (1 + math.cos(math.pi * (done - RISE) / (1 - RISE))) / 2
    return scheduled(name, 1.0, step, horizon)
