"""The console: characters that it lacks are spelled, and Ctrl-C is first of all a request."""

from __future__ import annotations

import codecs
import json
import signal
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

PLAIN = {
    "–": "-",
    "−": "-",
    "—": "-",
    "≤": "<=",
    "≥": ">=",
    "×": "x",
    "·": ".",
    "’": "'",
    "→": "->",
}


def say(text: str, file: TextIO | None = None) -> None:
    """A line on standard output, or on `file`."""
    print(text, file=file or sys.stdout, flush=True)


def say_json(value: Any) -> None:
    """One line of JSON; letters that standard output lacks are written as escapes."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        text = json.dumps(value)
    say(text)


# ---- characters ---------------------------------------------------------------------------------
def spell_what_is_missing() -> None:
    """From now on standard output and errors take every text, whatever the console's encoding is."""
    codecs.register_error("learnscope", _spelled)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # another's stream may have none
        if reconfigure:
            reconfigure(errors="learnscope")


def _spelled(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(letter: str) -> str:
    """ASCII for `letter`: its sign, its base letter, a Greek letter's name, or a question mark."""
    bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    name = unicodedata.name(letter, "")
    greek = name.split()[-1].lower() if name.startswith("GREEK") else ""
    return PLAIN.get(letter) or bare or greek.replace("lamda", "lambda") or "?"


# ---- Ctrl-C -------------------------------------------------------------------------------------
@contextmanager
def interrupts() -> Iterator[list[bool]]:
    """A list that is empty until Ctrl-C is pressed; pressed again, it does what it did before."""
    pressed: list[bool] = []
    before = signal.getsignal(signal.SIGINT)

    def note(*_: Any) -> None:
        pressed.append(True)
        signal.signal(signal.SIGINT, before)

    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, note)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)
