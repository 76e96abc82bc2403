"""Whether the server is alive, and whether it can take somebody in: counts and states, no names.

Alive: its event loop answers and no thread of its own has died. Ready: alive, and there is room at least in
the line of those who wait. A store that is away makes neither untrue: everything runs on without it.
"""

from __future__ import annotations

import time
from typing import Any

from core.live.assets import version
from core.training.places import Place

BEGAN = time.monotonic()


def health(place: Place) -> dict[str, Any]:
    found = place.figures()
    dead, full = found["dead"], found["full"]
    return {
        "live": not dead,
        "ready": not dead and not full,
        "why": [f"the thread for {name} has died" for name in dead] + ["full"] * full,
        "version": version(),  # of what browsers are sent
        "seconds": round(time.monotonic() - BEGAN, 1),
        "runs": sum(count for *_, count in found["runs"]),
        "viewers": found["viewers"],
        "waiting": found["waiting"],
        "workers": found.get("workers", 0),
        "store": str(found["store"]["state"]),
    }
