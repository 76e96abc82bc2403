"""What the engine asks of whoever keeps its runs (core/store)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from core.params import Config
from core.training.keeping import Kept
from core.training.run import Run


class Keeper(Protocol):
    """Who keeps runs, so that they outlive the process."""

    def look(self, run: Run) -> None:
        """At each of its turns, on the thread that trains it: keep it, if it is time."""

    def forget(self, run: Run) -> None:
        """The run has been freed; what is kept of it stays."""

    def find(self, run_id: str) -> Kept | None:
        """What is kept of a run of no server that is running."""

    def newest(
        self, owner: str, algorithm: str, config: Config, alive: Collection[str]
    ) -> Kept | None:
        """The owner's newest of this configuration that is not `alive`."""

    def shown(self, tab: str, algorithm: str) -> Kept | None:
        """The newest of this algorithm that this browser tab was shown."""

    def facts(self) -> dict[str, int | str]:
        """`state`: reachable, full, closed (to writing) or away; how many runs have been `written`, and how
        many times that `failed`."""

    def close(self, runs: Iterable[Run]) -> None:
        """The server ends, and nobody trains any more: keep them as they are."""
