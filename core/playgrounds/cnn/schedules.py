"""How the learning rate changes over the epochs: as elsewhere, or in one cycle."""

from __future__ import annotations

import math

from core.i18n import N_
from core.nn import optimisers as optim

SCHEDULES = optim.SCHEDULES | {"one_cycle": N_("One cycle")}
RISE, FIRST, LAST = 0.3, 1 / 25, 1e-4  # of the horizon; of the learning rate


def rate(name: str, lr: float, epoch: float, horizon: int) -> float:
    """The learning rate `epoch` passes after the beginning, of a schedule meant for `horizon` of them.

    one_cycle: up from a 25th to lr over the first 30 %, then down to a ten-thousandth, both along half a
    cosine, and there it stays. Smith & Topin 2018 (arXiv:1708.07120).
    """
    if name != "one_cycle":
        return optim.scheduled(name, lr, epoch, horizon)
    done = min(epoch / horizon, 1.0)
    if done < RISE:
        return _between(FIRST * lr, lr, done / RISE)
    return _between(lr, LAST * lr, (done - RISE) / (1 - RISE))


def _between(first: float, last: float, share: float) -> float:
    return last + (first - last) * (1 + math.cos(math.pi * share)) / 2
