"""The browser component's own files, and the version under which they are served.

What is shared lies in core/live/web, what only one playground has in its own web folder. Addresses have
the folders that the files have below core/, so that one file finds another the same way on disk.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath

import plotly

CORE = Path(__file__).resolve().parents[1]
SERVED = {".js": "text/javascript", ".css": "text/css"}
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
SHEETS = ("tokens", "controls", "transport", "layout", "panels", "pictures")
IMPORT = re.compile(r'^import\b[^;"]*"(\.[^"]+)"', re.MULTILINE)  # not of types, in comments
LATER = re.compile(r'\bimport\("(\.[^"]+\.js)"\)')  # what may come after the first picture
VIEW = "live/web/mount.js"


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
def content(file: Path) -> bytes:
    """Read once: a page asks for many small files, and a class for all of them at once."""
    return file.read_bytes()


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
    folder = f"playgrounds/{page}/web/"
    own = (path for path in files() if path.startswith(folder) and path.endswith(".css"))
    return *(f"live/web/{name}.css" for name in SHEETS), *sorted(own)


@cache
def sheet(page: str) -> str:
    """All style of a playground's page as one sheet: a browser would ask for each by itself."""
    return "".join((CORE / path).read_text(encoding="utf-8") for path in styles(page))


@cache
def modules(page: str) -> tuple[str, ...]:
    """The JavaScript modules that a playground's page needs for its first picture, as paths below core/, in
    the order in which a browser comes to need them: the entries, what they import, and so on."""
    return tuple(reached(entries(page), (IMPORT,)))


@cache
def later(page: str) -> tuple[str, ...]:
    """The modules that the page may ask for by itself once its view is there."""
    needed = modules(page)
    return tuple(path for path in reached(needed, (IMPORT, LATER)) if path not in needed)


def reached(start: tuple[str, ...], ways: tuple[re.Pattern[str], ...]) -> list[str]:
    found = list(start)
    for path in found:  # grows meanwhile
        text = (CORE / path).read_text(encoding="utf-8")
        for imported in [one for way in ways for one in way.findall(text)]:
            needed = normpath(PurePosixPath(path).parent / imported)
            if needed not in found:
                found.append(needed)
    return found
