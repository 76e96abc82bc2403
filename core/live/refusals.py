"""How often a viewer has been turned away lately, and for how long nobody listens to them any more."""

from __future__ import annotations

import time
from collections import OrderedDict

FREE = (
    20  # refusals that cost nothing: a class that comes back after a restart is refused once each
)
HALVED = 60.0  # seconds in which half of them is forgotten
LONGEST = 300.0  # seconds to wait at most
REMEMBERED = 10_000  # viewers


class Refusals:
    """Counts by viewer, and forgets by the clock. A viewer waits twice as long for each one over FREE."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, tuple[float, float]] = (
            OrderedDict()
        )  # viewer → count, since when

    def add(self, viewer: str, now: float | None = None) -> None:
        now = time.monotonic() if now is None else now
        self._counts[viewer] = self._count(viewer, now) + 1.0, now
        self._counts.move_to_end(viewer)
        while len(self._counts) > REMEMBERED:
            self._counts.popitem(last=False)

    def wait(self, viewer: str, now: float | None = None) -> float:
        """Seconds for which this viewer is not listened to."""
        now = time.monotonic() if now is None else now
        count, since = self._counts.get(viewer, (0.0, now))
        over = count - FREE
        return max(since + min(2.0**over, LONGEST) - now, 0.0) if over > 0 else 0.0

    def _count(self, viewer: str, now: float) -> float:
        count, since = self._counts.get(viewer, (0.0, now))
        return float(count * 0.5 ** ((now - since) / HALVED))
