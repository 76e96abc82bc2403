"""Signs of over-estimation: a critic that promises more than even the best of the last episodes kept.

The actor looks for the places where the critic errs upwards, and finds them (Fujimoto et al. 2018,
arXiv:1802.09477, section 4). The first episodes do not count: a critic that has learnt nothing yet
promises about nothing, which is too much wherever rewards are negative.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import Scalars

EPISODES, FIRST = 10, 30  # how many are looked at; how many must have been
TOO_MUCH = 3.0  # times the largest value that the rewards allow
LONGEST = 10_000  # steps that a reward may count on at most
MARGIN = 0.25  # of the best realised return, by which the promise must exceed it


class Alarms:
    """What the last episodes promised and what came true."""

    def __init__(self) -> None:
        self._episodes = 0
        self._promised: deque[float] = deque(maxlen=EPISODES)
        self._realised: deque[float] = deque(maxlen=EPISODES)

    def add(self, said: Scalars) -> None:
        """An episode is over: its `promised_return` and `realised_return`."""
        self._episodes += 1
        self._promised.append(float(said["promised_return"]))
        self._realised.append(float(said["realised_return"]))

    def notes(self) -> list[Message]:
        if self._episodes < FIRST or len(self._promised) < EPISODES:
            return []
        promised, best = sum(self._promised) / EPISODES, max(self._realised)
        if not promised - best > MARGIN * abs(best):
            return []
        text = N_("Over-estimation: Q promised {promised} lately, at most {best} came true.")
        values = {"promised": f"{promised:z.0f}", "best": f"{best:z.0f}"}
        return [Message("promised_return", text, values)]


def beyond_rewards(
    news: Iterable[tuple[int, Scalars]], largest: float, gamma: float, least: float
) -> tuple[int, Message] | None:
    """The first step whose mean Q is no number, or more than rewards of at most `largest` can add up to.

    However small rewards were so far, `least` is always allowed.
    """
    most = largest * min(1 / (1 - gamma), LONGEST)
    for step, said in news:
        q = float(said.get("mean_q", 0.0))
        if not abs(q) <= TOO_MUCH * max(most, least):
            text = N_("the mean Q was {value}, and rewards cannot add up to more than ±{most}.")
            values = {"value": f"{q:.3g}", "most": f"{most:.3g}"}
            return step, Message("mean_q", text, values)
    return None
