"""Which server a run belongs to, and whether that one is still running.

Two servers may share one store: a run that is alive in one must not be begun in the other as well.
"""

from __future__ import annotations

import os
import socket
from functools import cache
from pathlib import Path

_STANDS_FOR: list[str] = []  # the server that this process trains for


def stand_for(server: int | str) -> None:
    """What this process stores is that one's, a process of this machine or by name one of any: a server's
    workers have the runs of all of them."""
    _STANDS_FOR[:] = [server if isinstance(server, str) else _name(server)]


def me() -> str:
    """This server, as no other process of this or another machine is called."""
    return _STANDS_FOR[0] if _STANDS_FOR else _name(os.getpid())


@cache
def _name(pid: int) -> str:
    return f"{socket.gethostname()[:40]} {pid} {_began(pid)}"


def alive(server: str) -> bool:
    """Whether `server` is another process of this machine that is running. Of other machines nobody knows:
    whoever asks for a run there has been sent here."""
    host, _, rest = server.rpartition(" ")[0].rpartition(" ")
    if server == me() or host != socket.gethostname()[:40] or not rest.isdigit():
        return False
    began = _began(int(rest))
    return began != "" and began == server.rpartition(" ")[2]


def _began(pid: int) -> str:
    """When a process began, in ticks of its machine; "" where there is none, "?" where that can't be seen."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        parts = stat.rpartition(")")[2].split()
        return "" if parts[0] in "ZX" else parts[19]  # a zombie has ended
    except (OSError, IndexError):
        if Path("/proc/self/stat").exists():
            return ""
    if os.name == "nt":  # there os.kill would end it
        return ""
    try:
        os.kill(pid, 0)
    except OSError:
        return ""
    return "?"
