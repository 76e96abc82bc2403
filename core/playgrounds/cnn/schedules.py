"""How the learning rate changes over the epochs: as elsewhere, or in one cycle."""

from __future__ import annotations

from core.i18n import N_
from core.nn import optimisers as optim

SCHEDULES = optim.SCHEDULES | {"one_cycle": N_("One cycle")}
LAST = 1e-4  # of the learning rate, at the end of the cycle and from then on


def rate(name: str, lr: float, epoch: float, horizon: int) -> float:
    """The learning rate `epoch` passes after the beginning, of a schedule meant for `horizon` of them."""
    if name == "one_cycle":
        return lr * optim.one_cycle(min(epoch / horizon, 1.0), LAST)
    return optim.scheduled(name, lr, epoch, horizon)
