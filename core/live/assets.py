"""The browser component's own files, and the version under which they are served."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath

import plotly

ASSETS = Path(__file__).resolve().parent / "component"
SERVED = {".js": "text/javascript", ".css": "text/css"}
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
IMPORT = re.compile(r'\b(?:from|import) "(\.[^"]+)"')


@cache
def files() -> dict[str, Path]:
    """Every file that may be asked for, by its path below ASSETS; nothing else is looked for on disk."""
    found = {
        path.relative_to(ASSETS).as_posix(): path
        for path in sorted(ASSETS.rglob("*"))
        if path.suffix in SERVED
    }
    return found | {"plotly.min.js": PLOTLY}


@cache
def version() -> str:
    """A hash of all files' names and contents: a changed file gets a new address, so the browser
    may keep every file for good."""
    digest = hashlib.sha256()
    for path, file in files().items():
        content = file.read_bytes()
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


@cache
def modules() -> tuple[str, ...]:
    """The JavaScript modules' paths below ASSETS in the order in which a browser comes to need them:
    main.js, what it imports, what those import, and so on."""
    found = {"main.js": None}  # a dict keeps the order
    waiting = list(found)
    while waiting:
        path = waiting.pop(0)
        for imported in IMPORT.findall((ASSETS / path).read_text(encoding="utf-8")):
            needed = normpath(PurePosixPath(path).parent / imported)
            if needed not in found:
                found[needed] = None
                waiting.append(needed)
    return tuple(found)
