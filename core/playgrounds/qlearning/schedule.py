"""When a run is looked at, and what it says: both decided by steps alone, never by the clock."""

from __future__ import annotations

from typing import Any

FEWEST, MOST = 100, 200_000  # steps between two evaluations, at the beginning and at last
NEWS_FEWEST, NEWS_MOST = 10, 10_000  # steps between two points of the error's curve


class EvaluationSchedule:
    """Counts steps and episodes and knows which step is due for an evaluation or a piece of news.

    Evaluations come after 100 steps and then whenever a twentieth of the steps since the last change
    of the viewer's has been added, at most 200,000 apart. A point of `episode_return` is the mean
    over the episodes that ended since the point before it; points are at least a five-hundredth of
    all steps apart. A point of `td_error` is the mean of |δ| since the point before it.
    """

    def __init__(self, planned: bool) -> None:
        self.steps = 0
        self.episodes = 0
        self.evaluated = 0  # the last step after which an evaluation was due
        self.error = 0.0  # sum of |δ| since the last point of `td_error`
        self.rows: list[tuple[int, dict[str, float]]] = []
        self._told = self._row = 0  # steps of the last points of `td_error` and `episode_return`
        self._returns = self._lengths = 0.0
        self._ended = 0
        self.change(planned)

    def change(self, planned: bool) -> None:
        """The viewer has changed something: evaluations come often again."""
        self._since, self._planned = self.steps, planned
        self._plan_evaluation()
        self._plan_news()

    def _plan_evaluation(self) -> None:
        fewest = 1 if self._planned else FEWEST
        self._due = self.steps + min(max((self.steps - self._since) // 20, fewest), MOST)

    def _plan_news(self) -> None:
        gap = (self.steps - self._since) // 100
        self._news = self.steps + min(max(gap, NEWS_FEWEST), NEWS_MOST)

    def ahead(self, stop: int) -> int:
        """Steps to the next one at which something is due; `stop` is the step to end at, or 0."""
        due = min(self._due, self._news)
        if self.steps < stop:
            due = min(due, stop)
        return due - self.steps

    def strike(self, steps: int, stop: int) -> None:
        """`steps` more were taken, at most as many as `ahead` said."""
        self.steps += steps
        if self.steps == self._news:
            mean = self.error / (self.steps - self._told)
            self.rows.append((self.steps, {"td_error": mean}))
            self.error, self._told = 0.0, self.steps
            self._plan_news()
        if self.steps in (self._due, stop):
            self.evaluated = self.steps
            self._plan_evaluation()

    def episode(self, step: int, total: float, length: int) -> None:
        """At `step` an episode of `length` steps ended with the return `total`."""
        self.episodes += 1
        self._returns += total
        self._lengths += length
        self._ended += 1
        if step - self._row >= step // 500:
            means = (self._returns / self._ended, self._lengths / self._ended)
            names = ("episode_return", "episode_length")
            self.rows.append((step, dict(zip(names, means, strict=True))))
            self._row, self._returns, self._lengths, self._ended = step, 0.0, 0.0, 0

    def news(self) -> list[tuple[int, dict[str, float]]]:
        """The rows since the last call, in step order."""
        rows, self.rows = sorted(self.rows, key=lambda row: row[0]), []
        return rows

    COUNTS = ("steps", "episodes", "evaluated", "error", "_told", "_row", "_returns", "_lengths", "_ended",
              "_since", "_planned", "_due", "_news")  # fmt: skip

    def state(self) -> dict[str, Any]:
        return {name.lstrip("_"): getattr(self, name) for name in self.COUNTS}

    def load_state(self, state: dict[str, Any]) -> None:
        for name in self.COUNTS:
            setattr(self, name, state[name.lstrip("_")])
        self.rows = []
