"""File handles: every open connection is one, and a process has a limited number of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PER_VIEWER = 5  # handles that one page in a browser takes: two WebSockets, and what it fetches by
KEPT = 64  # handles for files, data sets and what else is opened now and then
OPEN = Path("/proc/self/fd") if sys.platform == "linux" else Path("/dev/fd")


def limit() -> float:
    """How many this process may have; infinity where there is no such limit."""
    try:
        import resource
    except ImportError:  # Windows
        return float("inf")
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return float("inf") if soft == resource.RLIM_INFINITY else float(soft)


def raise_limit() -> float:
    """Ask for as many as this process may have: the usual 1,024 are two hundred viewers."""
    try:
        import resource
    except ImportError:
        return limit()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (ValueError, OSError):  # macOS says "infinite" and allows fewer
            return limit()
    return limit()


def used() -> int:
    """How many are open now; 0 where that can't be seen."""
    try:
        return len(os.listdir(OPEN))
    except OSError:
        return 0


def left() -> float:
    """For how many more viewers there are handles."""
    return (limit() - KEPT - used()) / PER_VIEWER
