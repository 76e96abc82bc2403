"""Where the files of well-known data sets may lie: under the names that their authors, torchvision and Kaggle
give them, in the folder that the environment variable LEARNSCOPE_DATA names, or in this user's cache.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

DEEPEST, MOST = 3, 200  # folders within the set's own, and how many of them are looked at
FOLDERS = {"mnist": "mnist", "fashion-mnist": "fashion-mnist", "cifar-10": "cifar-10"}


def root() -> Path:
    """The folder of data sets."""
    chosen = os.environ.get("LEARNSCOPE_DATA", "")
    if chosen:
        return Path(chosen)
    import platformdirs  # seldom needed

    return platformdirs.user_cache_path("learnscope")


def own(name: str) -> Path:
    """The folder in which the files of a set are looked for first, and put."""
    return root() / FOLDERS[name]


def named(folder: str) -> str:
    """The set whose files a folder of that name holds, "" where the name tells nothing."""
    letters = re.sub(r"[^a-z0-9]", "", folder.lower())
    if "mnist" in letters and ("fashion" in letters or letters.startswith("fmnist")):
        return "fashion-mnist"
    if letters.startswith("mnist"):
        return "mnist"
    if letters.startswith("cifar10") and not letters.startswith("cifar100"):
        return "cifar-10"
    return ""


def files(name: str, key: Callable[[str], str]) -> dict[str, Path]:
    """The set's files by what `key` makes of their names, "" for what is none; the likeliest of each.

    In its own folders before loose ones, higher up before deeper, packed ones last.
    """
    found: dict[str, Path] = {}
    for folder in _folders(name):
        for path in sorted(_inside(folder), key=lambda one: (one.suffix == ".gz", one.name)):
            what = key(path.name)
            if what and what not in found and path.is_file():
                found[what] = path
    return found


def _folders(name: str) -> Iterator[Path]:
    """The set's own folders in the folder of data sets, what lies in these, and last that one itself."""
    home = root()
    own = [one for one in sorted(_inside(home)) if named(one.name) == name and one.is_dir()]
    own.sort(key=lambda one: one.name != FOLDERS[name])
    seen = 0
    for depth in range(DEEPEST + 1):
        below: list[Path] = []
        for folder in own[: MOST - seen]:
            yield folder
            if depth < DEEPEST:
                below += [
                    one
                    for one in sorted(_inside(folder))
                    if named(one.name) in ("", name) and one.is_dir()
                ]
        seen += len(own)
        own = below
    if named(home.name) in ("", name):
        yield home


def _inside(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:  # there is none, or it may not be read
        return []
