"""One process at a time in a folder: a lock that goes with its process, however that ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(folder: Path, wait: Callable[[], None]) -> Iterator[bool]:
    """Holds the folder; until it can be had, calls `wait`, which sleeps and may raise.

    Yields whether it is held: a few file systems of networks know no locks.
    """
    handle = _opened(folder)
    try:
        held = _locked(handle, wait)
        yield held
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _opened(folder: Path) -> int:
        return os.open(folder / ".lock", os.O_RDWR | os.O_CREAT)

    def _locked(handle: int, wait: Callable[[], None]) -> bool:
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
                return True
            except OSError:
                wait()

else:
    import fcntl

    def _opened(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY | os.O_CLOEXEC)

    def _locked(handle: int, wait: Callable[[], None]) -> bool:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            except BlockingIOError:
                wait()
            except OSError:
                return False
