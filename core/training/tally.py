"""What a lane has done since the server began: sums that one thread writes and anybody may read.

Nothing here is computed until somebody asks (core/operation/metrics.py).
"""

from __future__ import annotations

from bisect import bisect_left

BOUNDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)  # seconds


class Histogram:
    """How many of something took how long: at most BOUNDS[i] seconds, and in the last place longer."""

    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0  # all together

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds


class Tally:
    """Of one lane: its slices with what was trained in them, and the controls that were carried out."""

    def __init__(self) -> None:
        self.slices = Histogram()
        self.steps = 0
        self.controls = Histogram()  # from when one arrives to when it has been carried out
        self.frames = 0  # made, for whoever watches
        self.frame_seconds = 0.0  # that the thread's processor spent on them
