"""What whoever runs the server has set: numbers in environment variables, each with its default."""

from __future__ import annotations

import logging
import math
import os

log = logging.getLogger(__name__)


def number(name: str, default: float, least: float = 0.0) -> float:
    """The number in the variable `name`; what is none, or is below `least`, is logged and left aside."""
    chosen = os.environ.get(name, "")
    try:
        found = float(chosen or "nan")
    except ValueError:
        found = math.nan
    if found >= least:
        return found
    if chosen:
        log.warning("%s = %s: give a number from %g on. Used is %g.", name, chosen, least, default)
    return default
