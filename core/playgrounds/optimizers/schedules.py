"""Learning-rate schedules: by which factor the learning rate is multiplied at a step.

Steps, cosine and one cycle as in core/nn/optimisers.py. Warm-up: Goyal et al. 2017 (arXiv:1706.02677),
section 2.2.
Range test: Smith 2017 (arXiv:1506.01186), section 3.3, here with equal factors instead of equal steps.
"""

from __future__ import annotations

from core.i18n import N_
from core.nn.optimisers import one_cycle, scheduled

SCHEDULES = {
    "constant": N_("Constant"),
    "step": N_("Steps"),
    "cosine": N_("Cosine"),
    "warmup": N_("Warm-up"),
    "one_cycle": N_("One cycle"),
    "range_test": N_("Range test"),
}
DECADES = 4  # from a ten-thousandth of the learning rate up to it


def factor(name: str, step: int, horizon: int) -> float:
    """Of step 0, 1, … in a schedule of `horizon` steps; what is past its end stays as it ended."""
    done = min(step / horizon, 1.0)
    if name == "range_test":
        return float(10 ** -(DECADES * (1 - min(step / max(horizon - 1, 1), 1.0))))
    if name == "warmup":
        return min((step + 1) / max(0.1 * horizon, 1.0), 1.0)
    if name == "one_cycle":
        return one_cycle(done)
    return scheduled(name, 1.0, step, horizon)
