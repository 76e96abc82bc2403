"""The browser component's own files, and the version under which they are served."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

ASSETS = Path(__file__).resolve().parent / "component"
SERVED = {".js", ".css"}


@cache
def version() -> str:
    """A hash of all files' names and contents: a changed file gets a new address, so the browser
    may keep every file for good."""
    digest = hashlib.sha256()
    for path in sorted(ASSETS.rglob("*")):
        if path.suffix in SERVED:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(ASSETS).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()[:12]


@cache
def modules() -> tuple[str, ...]:
    """The JavaScript modules' paths below ASSETS, main.js first."""
    found = sorted(path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*.js"))
    return ("main.js", *(path for path in found if path != "main.js"))
