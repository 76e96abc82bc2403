"""Where runs are trained: what a page's script, the live view and whoever looks after the server ask of it.

`Engine` (engine.py) trains on threads of this process, and its runs are `Run`s. core/places has worker
processes in its stead; their runs stand here as `Distant` ones, which pass on what they are told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from core.params import Config
from core.playgrounds.contract import Algorithm
from core.training.answers import Reply
from core.training.figures import Figures
from core.training.library import Library
from core.training.packed import Packed
from core.training.reading import Copy


class Told(Protocol):
    """Who is commanded: a run, or all on one clock."""

    def play(self) -> None: ...

    def set_gear(self, gear: str) -> None: ...


class Trained(Protocol):
    """A run, as others than its own thread see it (run.py)."""

    id: str
    owner: str
    tab: str
    device: str
    config: Config
    algorithm_class: type[Algorithm]
    drawn: Any

    @property
    def kept(self) -> bool: ...

    @property
    def built(self) -> bool: ...

    @property
    def step(self) -> int: ...

    @property
    def status(self) -> str: ...

    @property
    def gear(self) -> str: ...

    @property
    def latest(self) -> dict[str, float]: ...

    @property
    def attended(self) -> bool: ...

    @property
    def clock(self) -> Any: ...

    def been(self, step: int) -> bool: ...

    def configure(self, config: Config) -> None: ...

    def set_device(self, device: str) -> None: ...

    def play(self, gear: str | None = None) -> None: ...

    def pause(self, at: int = 0) -> None: ...

    def advance_by(self, steps: int) -> None: ...

    def set_gear(self, gear: str) -> None: ...

    def reach(self, step: int) -> None: ...

    def undo(self) -> Config | None: ...

    def leave_clock(self) -> None: ...

    def probe(self, name: str, args: Mapping[str, Any], reply: Reply) -> None: ...

    def copy(self, patience: float, moments: int = 0) -> Copy: ...

    def wake(self) -> None: ...


@runtime_checkable
class Distant(Protocol):
    """A run in another process: what is said about it travels."""

    views: int  # open live views of the owner's pages

    async def relay(self, socket: Any) -> int | None:
        """What an accepted socket and the run say to each other, until either side ends; the code with which
        the browser had to be left, if so."""

    def room(self, panels: Mapping[str, Any], language: str, over: Any) -> Any:
        """One more set of panels that a broadcast shows (core/live/broadcast/room.py has what it does)."""


class Place(Protocol):
    """Where runs are trained. All methods may be called from any thread."""

    keeper: Any  # core/store sets both
    library: Library | None

    @property
    def full(self) -> bool:
        """Whether there is no room even in the line of those who wait."""

    @property
    def ids(self) -> list[str]:
        """Of all runs."""

    def figures(self) -> Figures:
        """What /metrics and /healthz tell; asks nobody who might be busy."""

    def create(
        self,
        owner: str,
        algorithm_class: type[Algorithm],
        config: Config,
        device: str = "auto",
        saved: Packed | None = None,
        beside: Any = None,
    ) -> Any:
        """A new run, or one that goes on from what was `saved`; one that is to share a clock with `beside`
        is trained where that one is."""

    def get(self, run_id: str) -> Any: ...

    def recall(self, run_id: str, owner: str) -> Any: ...

    def shown(self, tab: str, algorithm: str, owner: str) -> Any: ...

    def adopt(self, owner: str, algorithm: str, config: Config, beside: Any = None) -> Any:
        """The owner's newest run of this algorithm and config that nobody is watching now, the newest in the
        store where there is none; one that could share a clock with `beside`."""

    def near(self, one: Any, other: Any) -> bool:
        """Whether the two could share a clock."""

    def together(self, runs: Sequence[Any], counts: str) -> None:
        """These runs, and no others, share a clock (clock.py) that counts steps or seconds."""

    def stop(self, run_id: str) -> None: ...

    def close(self) -> bool:
        """Whether all that trained has ended."""


__all__ = ["Distant", "Place", "Told", "Trained"]
