"""The browser component's own files, and the version under which they are served.

What is shared lies in core/live/web, what only one playground has in its own web folder. Addresses have
the folders that the files have below core/, so that one file finds another the same way on disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CORE = Path(__file__).resolve().parents[1]
SHARED = CORE / "live" / "web"
SERVED = {".js", ".css"}
SHEETS = ("tokens", "controls", "transport", "layout", "panels", "pictures")


def folders() -> list[Path]:
    """Every folder whose JavaScript and style sheets are served."""
    return [SHARED, *sorted((CORE / "playgrounds").glob("*/web"))]


@cache
def version() -> str:
    """A hash of all files' names and contents: a changed file gets a new address, so the browser
    may keep every file for good."""
    digest = hashlib.sha256()
    for path in _files(*folders()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(CORE).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def sheets(page: str) -> list[str]:
    """Paths of the style sheets that a page needs. Later ones go before earlier ones."""
    own = sorted((CORE / "playgrounds" / page / "web").glob("*.css"))
    return [
        *(f"live/web/{name}.css" for name in SHEETS),
        *(path.relative_to(CORE).as_posix() for path in own),
    ]


def file(path: str) -> Path | None:
    """The served file at `path` below core/, or None where there is no such file."""
    try:
        found = (CORE / path).resolve()
        inside = any(found.is_relative_to(folder) for folder in folders())
        return found if inside and found.suffix in SERVED and found.is_file() else None
    except (OSError, ValueError):  # a name too long for the disk, or with a NUL in it
        return None


def _files(*roots: Path) -> Iterator[Path]:
    for root in roots:
        yield from (path for path in sorted(root.rglob("*")) if path.suffix in SERVED)
