"""The library of runs: those that somebody has kept under a name. core/store has it on disk."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from core.i18n import N_
from core.params import Message, ParamError

LONGEST = 80  # letters of a name
# Signs that have no shape, and are needed: joiners of Persian, of Indian scripts, of composed pictures.
JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Shelved:
    """What the library says of a run without its file; times are time.time()."""

    id: str
    name: str
    algorithm: str
    config: Mapping[str, Any]  # as JSON has it
    latest: Mapping[str, float | None]  # metrics; None for what is no number
    step: int
    kept: float
    size: int  # bytes of its file
    picture: bytes  # WebP, checked; b"" where there is none
    deleted: float  # 0.0 where it isn't


class Library(Protocol):
    """Who keeps named runs. All methods raise ParamError with a sentence: where there is no room, where the
    database can't be had, for what the owner has not."""

    def keep(self, owner: str, run: Shelved, file: bytes) -> None:
        """`run` with its file, as a saved run has it."""

    def of(self, owner: str) -> list[Shelved]:
        """The owner's, newest first, also those deleted a moment ago."""

    def file(self, owner: str, run_id: str) -> bytes:
        """The run's file; it counts as used."""

    def rename(self, owner: str, run_id: str, name: str) -> None: ...

    def delete(self, owner: str, run_id: str) -> None:
        """Until it is cleaned away it can be brought back."""

    def restore(self, owner: str, run_id: str) -> None:
        """Brings back what was deleted."""


def named(text: str) -> str:
    """The name of a run as it was typed, in any language: one line, without signs that nobody sees.

    Raises ParamError where nothing is left, or more than LONGEST letters.
    """
    shown = (
        letter
        if letter in JOINERS or unicodedata.category(letter)[0] not in "CZ"
        else _space(letter)
        for letter in unicodedata.normalize("NFC", text[: 100 * LONGEST])
    )
    name = " ".join("".join(shown).split())
    if not name.strip(JOINERS):
        raise ParamError(Message("name", N_("A run is kept under a name: type one.")), "")
    if len(name) > LONGEST:
        sentence = N_("The name has {count} letters; at most {longest} are kept. Shorten it.")
        values = {"count": len(name), "longest": LONGEST}
        raise ParamError(Message("name", sentence, values), name[:LONGEST])
    return name


def _space(letter: str) -> str:
    """A blank for what parts words; nothing for marks that turn the direction, half letters and the like."""
    return " " if letter.isspace() or unicodedata.category(letter)[0] == "Z" else ""
