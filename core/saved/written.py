"""A saved run written out for other programs: a script with its weights and data, events, tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.i18n import N_
from core.saved import archive, tables
from core.saved.archive import refusal
from core.saved.file import Saved


def into(folder: Path, saved: Saved, kind: str) -> dict[str, Any]:
    """Writes into `folder`, which is made where it isn't there; nothing in it is written over but what was
    written there before. ParamError where that can't be done."""
    told: dict[str, Any] = {"name": saved.packed.algorithm, "step": saved.packed.step}
    files = {
        archive.HISTORY: tables.history(saved.packed).encode(),
        archive.EVENTS: tables.events(saved.packed).encode(),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = N_("{file} can't be written ({error}).")
        raise refusal(text, file=str(folder)[-120:], error=error.strerror) from None
    for name, content in files.items():
        archive.write(folder / name, content)
    return told | {"files": [str(folder / name) for name in files]}
