"""What an engine does once before the first visitor comes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from core.playgrounds.contract import Algorithm


def build_once(engine: Any, algorithms: Iterable[type[Algorithm]]) -> None:
    """Builds a run of each and frees it again: some libraries are imported when an algorithm is first
    built. One after the other: there may be room for no more."""
    for one in algorithms:
        run = engine.create("", one, one.Config())
        while run.session is None and run.reason is None:
            time.sleep(0.005)
        engine.stop(run.id)
