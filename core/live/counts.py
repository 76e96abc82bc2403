"""What the live view has sent and heard since the server began: sums, written on the event loop alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache


@dataclass(slots=True)
class Counts:
    frames: int = 0  # packed and sent
    messages: int = 0  # of any kind sent
    bytes: int = 0
    heard: int = 0  # messages of browsers
    malformed: int = 0  # of those
    joined: int = 0  # connections
    refused: Counter[str] = field(default_factory=Counter)  # why → connections


@cache
def counts() -> Counts:
    """The process's."""
    return Counts()
