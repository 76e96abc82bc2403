"""How long a run holds its lane: what was worked out beforehand places it, what was measured moves it."""

from __future__ import annotations

from collections import deque

LIGHT, HEAVY, LONG = range(3)
ABOVE = (0.020, 1.0)  # seconds that a step takes in the lane above
AT_ONCE = 5.0  # times that: no second step is waited for
UP, DOWN = 3, 20  # turns in a row that lead up, and down again
RETURN = 0.5  # of a lane's bound, below which a run goes down
WAITING = 0.1  # of the time that passes in a step
SPEED = 4e10  # operations a second of one processor in large matrix products


class Weight:
    """The lane that a run belongs in: LIGHT, HEAVY or LONG.

    A step must be slow three times in a row, or very slow once, for a run to go up, and fast twenty
    times in a row to come down: a lane is not changed because a thread had to wait once.
    """

    def __init__(self, flops: float = 0.0, before: int = LIGHT) -> None:
        """`flops`: what a step needs, as far as it is known beforehand; `before`: the run's level before
        it was rebuilt, which is a guess as good: what is slow in Python's hands has few operations."""
        estimate = sum(flops / SPEED > bound for bound in ABOVE)
        self.level = max(estimate, min(before, HEAVY))
        self._floor = min(estimate, HEAVY)  # first steps may do less than those to come
        self._seen: deque[float] = deque(maxlen=DOWN)

    def stepped(self, seconds: float, passed: float = 0.0) -> None:
        """A step has taken so long, on average over a turn, as its thread's processor counts it.

        Of the time that `passed` only a small part is taken for the run's: on a busy machine, and where
        others have Python's lock, most of it is waiting. It counts where a device is waited for.
        """
        seconds = max(seconds, WAITING * passed)
        self._seen.append(seconds)
        lately = list(self._seen)[-UP:]
        slow = min(lately) if len(lately) == UP else 0.0
        self._rise(max(slow, seconds / AT_ONCE))
        fast = len(self._seen) == DOWN and self.level > self._floor
        if fast and max(self._seen) < RETURN * ABOVE[self.level - 1]:
            self._change(self.level - 1)

    def shown(self, seconds: float) -> None:
        """A frame has taken so long: others wait for it as they do for a step."""
        if seconds > AT_ONCE * ABOVE[LIGHT]:
            self._seen.append(seconds)
            self._rise(seconds / AT_ONCE)

    def _rise(self, seconds: float) -> None:
        level = sum(seconds > bound for bound in ABOVE)
        if level > self.level:
            self._change(level)

    def _change(self, level: int) -> None:
        self.level = level
        self._seen.clear()
