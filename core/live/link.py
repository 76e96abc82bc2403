"""What one browser's connection can take: how many frames may be under way, how fine and how often they are.

Frames wait nowhere: one is made when it may leave. So what counts is to have as many under way as the
distance asks for, and no more: the rest would stand in a queue somewhere, and be old when it is drawn.
"""

from __future__ import annotations

from core.live.packing import GRAINS, Grain

BUDGET = 140_000  # bytes a second
PERIOD = 0.5  # seconds over which the bytes are counted
SPARE = 0.6  # of the budget, below which frames become finer again
SLOWEST = 1.4  # times the usual interval between two frames: 20 a second instead of 28
FEWEST, MOST = 2, 8  # frames under way


class Link:
    """The training thread calls `full` and `sent`, the event loop `acknowledged` and `spent`."""

    def __init__(self) -> None:
        self.stretch = 1.0  # of the interval between two frames
        self._fineness = 0  # index of GRAINS
        self._newest = self._acknowledged = 0
        self._left: dict[int, float] = {}  # frame under way → when it was made
        self._window = float(FEWEST)
        self._shortest = (
            0.0  # seconds from a frame to its acknowledgement, when nothing is in the way
        )
        self._wanted_more = False
        self._began = self._bytes = 0.0

    @property
    def grain(self) -> Grain:
        return GRAINS[self._fineness]

    # ---- frames under way -------------------------------------------------------------------
    @property
    def full(self) -> bool:
        """Whether the next frame has to wait for an acknowledgement."""
        if self._newest - self._acknowledged < int(self._window):
            return False
        self._wanted_more = True
        return True

    def sent(self, now: float) -> int:
        """A frame leaves: its number."""
        self._newest += 1
        self._left[self._newest] = now
        return self._newest

    @property
    def newest(self) -> int:
        return self._newest

    def acknowledged(self, number: int, now: float) -> None:
        """Frame `number` and all before it have been drawn or dropped."""
        if number <= self._acknowledged:
            return
        took = now - self._left[number]
        for old in range(self._acknowledged + 1, number + 1):
            del self._left[old]
        self._acknowledged = number
        # The shortest is forgotten slowly: the way may have become longer.
        self._shortest = min(took, 1.002 * self._shortest) if self._shortest else took
        if took > 1.6 * self._shortest + 0.06:
            self._window = max(FEWEST, 0.8 * self._window)
        elif took < 1.3 * self._shortest + 0.02 and self._wanted_more:
            self._window = min(MOST, self._window + 0.5)
        self._wanted_more = False

    # ---- bytes ------------------------------------------------------------------------------
    def spent(self, size: int, now: float) -> None:
        """So many bytes have gone out: pictures become coarser first, and rarer only then."""
        self._bytes += size
        passed = now - self._began
        if passed < PERIOD:
            return
        rate = self._bytes / passed
        self._began, self._bytes = now, 0.0
        if rate > BUDGET:
            if self.grain != GRAINS[-1]:
                self._fineness += 1
            else:
                self.stretch = min(SLOWEST, 1.1 * self.stretch)
        elif rate < SPARE * BUDGET:
            if self.stretch > 1:
                self.stretch = max(1.0, self.stretch / 1.1)
            elif self._fineness:
                self._fineness -= 1
