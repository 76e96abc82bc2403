"""The browser component's own files, and the version under which they are served.

What is shared lies in core/live/web, what only one playground has in its own web folder. Addresses have
the folders that the files have below core/, so that one file finds another the same way on disk.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath

import plotly

from core.playgrounds import names

CORE = Path(__file__).resolve().parents[1]
SERVED = {".js": "text/javascript", ".css": "text/css"}
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
SHEETS = (
    "tokens",
    "controls",
    "transport",
    "keep",
    "layout",
    "panels",
    "pictures",
    "present",
    "media",
)
IMPORT = re.compile(r'^import\b[^;"]*"(\.[^"]+)"', re.MULTILINE)  # not of types, in comments
LATER = re.compile(r'\bawait import\("(\.[^"]+)"\)')  # what may come after the first picture
VIEW = "live/web/mount.js"
SHARED = "shared"  # the bundle of what no playground owns
ARENA = "arena"  # that of what comes where runs are compared
WATCHING = "watching"  # that of who watches somebody else's run
PICTURES = "pictures"  # that of the menu of pictures and films
LATER_VIEWS = {
    ARENA: "live/web/arena/arena.js",
    WATCHING: "live/web/watching/watching.js",
    PICTURES: "live/web/pictures/menu.js",
}


@cache
def files() -> dict[str, Path]:
    """Every file that may be asked for, by its path below core/; nothing else is looked for on disk."""
    found = {
        path.relative_to(CORE).as_posix(): path
        for folder in [CORE / "live" / "web", *sorted((CORE / "playgrounds").glob("*/web"))]
        for path in sorted(folder.rglob("*"))
        if path.suffix in SERVED
    }
    return found | {"plotly.min.js": PLOTLY}


@cache
def version() -> str:
    """A hash of all files' names and contents: a changed file gets a new address, so the browser
    may keep every file for good."""
    digest = hashlib.sha256()
    for path, file in files().items():
        held = file.read_bytes()
        digest.update(f"{path}\0{len(held)}\0".encode())
        digest.update(held)
    return digest.hexdigest()[:12]


def entries(page: str) -> tuple[str, str]:
    """The two modules that the live view of the playground `page` begins with, as paths below core/."""
    return VIEW, f"playgrounds/{page}/web/index.js"


def styles(page: str) -> tuple[str, ...]:
    """The style sheets of a playground's page as paths below core/: the shared ones, then any of its own."""
    if page in LATER_VIEWS:
        return (LATER_VIEWS[page].replace(".js", ".css"),)
    folder = f"playgrounds/{page}/web/"
    own = (path for path in files() if path.startswith(folder) and path.endswith(".css"))
    return *(f"live/web/{name}.css" for name in SHEETS), *sorted(own)


@cache
def sheet(page: str) -> str:
    """All style of a playground's page as one sheet: a browser would ask for each by itself."""
    return "".join((CORE / path).read_text(encoding="utf-8") for path in styles(page))


@cache
def modules(page: str) -> tuple[str, ...]:
    """The JavaScript modules that a playground's page may come to need, as paths below core/; what one
    imports comes before it."""
    found: dict[str, None] = {}
    for entry in (LATER_VIEWS[page],) if page in LATER_VIEWS else entries(page):
        _visit(entry, found)
    return tuple(found)


def _visit(path: str, found: dict[str, None]) -> None:
    for way in (IMPORT, LATER):
        for imported in way.findall(_text(path)):
            needed = _below(path, imported)
            if needed not in found:
                _visit(needed, found)
    found[path] = None


@cache
def bundle(part: str) -> str:
    """The modules of one playground, or those that are `SHARED`, as one JSON list of [path, text]: a browser
    would ask for each by itself. What a module imports comes before it, and is called `module:PATH`."""
    pages = names() if part == SHARED else (part,)
    paths = dict.fromkeys(path for page in pages for path in modules(page))
    if part in LATER_VIEWS:
        shared = {path for page in names() for path in modules(page)}
        return json.dumps([(path, _named(path)) for path in paths if path not in shared])
    own = [path for path in paths if path.startswith("playgrounds/") == (part != SHARED)]
    return json.dumps([(path, _named(path)) for path in own], ensure_ascii=False)


def _named(path: str) -> str:
    """The text of a module, with what it imports by name."""

    def named(found: re.Match[str]) -> str:
        return found[0].replace(f'"{found[1]}"', f'"module:{_below(path, found[1])}"')

    return LATER.sub(named, IMPORT.sub(named, _text(path)))


def _text(path: str) -> str:
    return (CORE / path).read_text(encoding="utf-8")


def _below(path: str, imported: str) -> str:
    """The path below core/ of what the module at `path` imports by a relative address."""
    return normpath(PurePosixPath(path).parent / imported)
