"""Where runs are trained, as LEARNSCOPE_ENGINE says: on threads of the server, or in processes beside it.

`thread` is core/training/engine.py. `processes` starts workers (worker.py), each an ordinary engine with
the live view's conversations; here in the server stand `DistantRun`s, and what a socket says is passed on.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.training.places import Place

SETTING = "LEARNSCOPE_ENGINE"
KINDS = ("thread", "processes")


def chosen() -> str:
    """Raises ValueError with a sentence where what is set can't be had."""
    kind = os.environ.get(SETTING, "").strip().lower() or KINDS[0]
    if kind == "ray":
        raise ValueError(
            f"{SETTING} = ray is not there in this version: give thread, or processes (docs/scaling.md)."
        )
    if kind not in KINDS:
        raise ValueError(f"{SETTING} = {kind} is not understood: give thread or processes.")
    if kind == "processes" and sys.platform == "win32":
        raise ValueError(f"{SETTING} = processes needs Unix sockets: on Windows give thread.")
    return kind


def problem() -> str:
    """Why the server can't start as it is set; "" where it can."""
    try:
        chosen()
    except ValueError as error:
        return str(error)
    return ""


def begin(store: Callable[[Place], object]) -> Place:
    """The place of this server's runs, from now on what `engine()` gives. `store` has them kept; it comes
    first, so that workers find a store that is there. Raises ValueError as `chosen`."""
    from core.training.engine import engine, use

    if chosen() == "processes":
        from core.places.processes import Processes
        from core.places.settings import Settings

        made = Processes(Settings.set())
        use(made)
        store(made)
        made.begin()
    else:
        store(engine())
    return engine()
