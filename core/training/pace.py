"""Speed gears: how many steps a run may take, and when; and what share of the time frames may take."""

from __future__ import annotations

from dataclasses import dataclass

SECONDS = {
    "crawl": 1.0,
    "slow": 0.1,
    "smooth": 1 / 30,
    "flat": 0.0,
}  # between two helpings of steps
GEARS = tuple(SECONDS)


@dataclass
class Pace:
    """Hands out steps: one a second (`crawl`), ten a second (`slow`), a picture's worth thirty times a
    second (`smooth`), or as many as the processor manages (`flat`, budget −1)."""

    gear: str = "smooth"
    budget: int = 0
    due: float = 0.0

    def shift(self, gear: str) -> None:
        self.gear, self.budget, self.due = gear, 0, 0.0

    def refill(self, now: float, smooth_steps: int) -> int:
        """Steps allowed at `now`: 0 while none is due, −1 without limit."""
        if self.gear == "flat":
            self.budget = -1
        elif self.budget <= 0 and now >= self.due:
            self.budget = smooth_steps if self.gear == "smooth" else 1
            self.due = next_beat(self.due, SECONDS[self.gear], now)
        return self.budget

    def spend(self, steps: int) -> None:
        if self.budget > 0:
            self.budget -= steps


def next_beat(due: float, period: float, now: float) -> float:
    """When the beat after `due` falls: a little lateness is made up for, a long pause is not."""
    return due + period if now - due < period else now + period


class Speedometer:
    """Steps and epochs per second over about the last second of wall time."""

    WINDOW = 1.0

    def __init__(self) -> None:
        self._marks: list[tuple[float, int, float]] = []

    def start(self, now: float, steps: int, epochs: float) -> None:
        self._marks = [(now, steps, epochs)]

    def mark(self, now: float, steps: int, epochs: float) -> None:
        if not self._marks or now - self._marks[-1][0] >= self.WINDOW / 10:
            self._marks.append((now, steps, epochs))
            while len(self._marks) > 2 and now - self._marks[1][0] > self.WINDOW:
                del self._marks[0]

    def rate(self) -> tuple[float, float]:
        """(steps per second, epochs per second); zero before there is anything to measure."""
        if len(self._marks) < 2:
            return 0.0, 0.0
        (t0, s0, e0), (t1, s1, e1) = self._marks[0], self._marks[-1]
        return (s1 - s0) / (t1 - t0), (e1 - e0) / (t1 - t0)


class Budget:
    """Seconds of work that grow by a share of the time that passes, and are spent.

    A little is saved up for when it is wanted all at once. What one piece of work costs over and above
    is owed, but never more than `debt`: however long a piece took, others wait `debt / share` at most.
    """

    def __init__(self, share: float, saved: float, debt: float) -> None:
        self.share, self.saved, self.debt = share, saved, debt
        self._left = saved
        self._since: float | None = None

    def allows(self, now: float) -> bool:
        """Whether something is left at `now`."""
        if self._since is not None:
            self._left = min(self.saved, self._left + self.share * (now - self._since))
        self._since = now
        return self._left > 0

    def spend(self, seconds: float) -> None:
        self._left = max(self._left - seconds, -self.debt)
