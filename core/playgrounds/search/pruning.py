"""Which trials are given up before their time, by what was seen of them and of the others at the same age.

The rules are Optuna's (MedianPruner, SuccessiveHalvingPruner) and the tests hold them to those. Values are
objectives, the lower the better; not-a-number is worse than anything.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

LOOKS = 20  # at a trial, about, while it trains
ENOUGH = 5  # finished trials before the median counts


def rungs(grace: int, reduction: int, epochs: int) -> list[int]:
    """Where successive halving decides: `grace` epochs, then `reduction` times as many, before the end."""
    found, at = [], grace
    while at < epochs:
        found.append(at)
        at *= reduction
    return found


def marks(epochs: int, more: Sequence[int] = ()) -> list[int]:
    """After how many epochs a trial is looked at: about LOOKS times, at `more`, and at its end."""
    even = {max(1, round(epochs * i / LOOKS)) for i in range(1, LOOKS + 1)}
    return sorted(even | {one for one in more if one <= epochs})


def below_median(own: Sequence[float], others: Sequence[float]) -> bool:
    """Whether a trial's best objective so far is worse than the median of the `others`, at its age.

    Only of trials that are done, and only where there are ENOUGH of them (Golovin et al. 2017, Google
    Vizier, section 3.2.2).
    """
    known = [value for value in others if not np.isnan(value)]
    if len(others) < ENOUGH or not known:
        return False
    best = np.nanmin(own) if not np.isnan(own).all() else np.inf
    return bool(best > np.median(known))


def beaten(own: float, others: Sequence[float], reduction: int) -> bool:
    """Whether a trial is not among the best one in `reduction` of all that have reached this rung so far.

    Asynchronous successive halving (Li et al. 2020, arXiv:1810.05934): nobody waits for the others, so the
    first to come are let through.
    """
    if np.isnan(own):
        return True
    reached = sorted([own, *(np.inf if np.isnan(value) else value for value in others)])
    allowed = max(1, len(reached) // reduction)
    return bool(own > reached[allowed - 1])
