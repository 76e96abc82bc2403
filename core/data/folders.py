"""Classes out of the folders that pictures lie in.

The folders in which all the pictures lie are passed by, and so are those that part training from test
data: the first level at which there are several folders has the classes, whatever lies deeper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

SPLITS = {"train", "training", "test", "testing", "val", "valid", "validation", "dev", "eval"}
LETTERS = 255  # of a folder's name, more than any system allows


def parts(path: str) -> tuple[tuple[str, ...], str]:
    """The folders and the file of a path that may come from any system, or be meant to harm."""
    names = ["".join(filter(str.isprintable, part)).strip() for part in re.split(r"[/\\]", path)]
    kept = [name[:LETTERS] for name in names if name.strip(". ")]
    return tuple(kept[:-1]), kept[-1] if kept else ""


def classes(folders: Sequence[tuple[str, ...]]) -> tuple[list[str], list[int | None]]:
    """The classes' names in order, and each picture's; None for one that lies beside the folders.

    No classes where there are fewer than two, or where most pictures lie in none of them.
    """
    for level in range(max(map(len, folders), default=0)):
        found = {path[level] for path in folders if len(path) > level}
        if len(found) == 1 or {name.casefold() for name in found} <= SPLITS:
            continue
        names = sorted(found)
        where = {name: k for k, name in enumerate(names)}
        labels = [where[path[level]] if len(path) > level else None for path in folders]
        if 2 * labels.count(None) < len(labels):
            return names, list(labels)
        break
    return [], [None] * len(folders)
