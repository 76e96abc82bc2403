"""Where runs are trained, as LEARNSCOPE_ENGINE says: on threads of the server, or in processes beside it.

`thread` is core/training/engine.py. `processes` starts workers (worker.py), each an ordinary engine with
the live view's conversations; here in the server stand `DistantRun`s, and what a socket says is passed on.
`ray` has such workers in actors of a Ray cluster (cluster.py, which alone knows Ray).
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.training.places import Place

SETTING = "LEARNSCOPE_ENGINE"
KINDS = ("thread", "processes", "ray")
ADDRESS = "LEARNSCOPE_RAY"  # of the cluster; Ray's own RAY_ADDRESS where it is not set


class NotBegunError(RuntimeError):
    """Where runs are to be trained can't be had; the text is for whoever starts the server."""


def chosen() -> str:
    """Raises ValueError with a sentence where what is set can't be had."""
    kind = os.environ.get(SETTING, "").strip().lower() or KINDS[0]
    if kind not in KINDS:
        raise ValueError(f"{SETTING} = {kind} is not understood: give thread, processes or ray.")
    if kind != "thread" and sys.platform == "win32":
        raise ValueError(f"{SETTING} = {kind} needs Unix: on Windows give thread.")
    if kind == "ray" and find_spec("ray") is None:
        raise ValueError(
            f"{SETTING} = ray needs Ray: pip install -r requirements-cluster.txt, or give thread, processes."
        )
    address = os.environ.get(ADDRESS, "") or os.environ.get("RAY_ADDRESS", "")
    if kind == "ray" and "://" in address:
        raise ValueError(
            f"{ADDRESS} = {address} is not understood: give HOST:PORT of the cluster's head (ray start "
            "--address=HOST:PORT makes this machine a node of it), or nothing for one of this machine alone."
        )
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
    first, so that workers find a store that is there. Raises ValueError as `chosen`, NotBegunError
    where there are no workers."""
    from core.training.engine import engine, use

    kind = chosen()
    if kind != "thread":
        from core.places.processes import Processes
        from core.places.settings import Settings

        if kind == "ray":
            from core.places.cluster import Cluster

            cluster = Cluster()
            made = Processes(cluster.settings, cluster)
        else:
            made = Processes(Settings.set())
        use(made)
        store(made)
        made.begin()
    else:
        store(engine())
    return engine()
