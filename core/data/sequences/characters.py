"""A text, character by character: its first nine tenths are learned from, the rest is kept apart."""

from __future__ import annotations

import os
from collections import Counter
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch import Generator, Tensor

from core.data import own_text, places
from core.data.sequences.task import Batch, Task
from core.i18n import N_
from core.params.messages import Message, ParamError

SHIPPED = Path(__file__).parent / "shakespeare.txt"  # the beginning of Coriolanus, public domain
MOST = 2**21  # characters
SYMBOLS = 128  # the most frequent characters that have a symbol of their own
RARE = "□"
VALIDATION, SHARE = 64, 0.9  # rows of validation at most; the share that is learned from


class Text(Task):
    """Rows are windows of `context` characters; every character is expected after those before it.

    Where more than 128 different characters occur, the rarest are read as one symbol, □, and `grouped` lists
    them. ParamError where the text is too short, or always the same.
    """

    answers = False

    def __init__(self, text: str, context: int) -> None:
        text = text[:MOST]
        if not text.strip():
            raise _refusal(
                N_("The text is empty: give at least {least} characters."), least=_least(context)
            )
        counts = Counter(text)
        if len(counts) == 1:
            said = N_(
                "The text consists of the character {character} alone: there is nothing to predict."
            )
            raise _refusal(said, character=repr(text[0]))
        if "\0" in text:
            raise _refusal(N_("This is no text: it contains bytes that no text has."))
        if len(text) < _least(context):
            said = N_(
                "The text has {length} characters; with a context of {context} it takes {least}."
            )
            raise _refusal(said, length=len(text), context=context, least=_least(context))
        own = sorted(counts, key=lambda one: (-counts[one], one))
        self.grouped = own[SYMBOLS - 1 :] if len(own) > SYMBOLS else []
        own = own[: SYMBOLS - 1] if self.grouped else own
        self.symbols = sorted(own) + ([RARE] if self.grouped else [])
        self.context = context
        self.where = torch.ones(context, dtype=torch.bool)
        numbers = {one: i for i, one in enumerate(self.symbols)}
        rare = len(self.symbols) - 1
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        table = np.full(int(points.max()) + 1, rare, np.int16)
        table[[ord(one) for one in numbers if one in counts]] = [
            i for one, i in numbers.items() if one in counts
        ]
        self.ids = torch.from_numpy(table[points])  # [N]
        # A short text keeps at least one row apart.
        self.cut = min(int(SHARE * len(text)), len(text) - context - 1)
        self.windows = self.ids[: self.cut].unfold(0, context + 1, 1)  # [cut − T, T + 1]
        self.held = self.ids[self.cut :].unfold(0, context + 1, context)
        spread = torch.linspace(0, len(self.held) - 1, min(VALIDATION, len(self.held))).long()
        self.validation = self._rows(self.held[spread])
        start = text.find("\n", self.cut) + 1
        first = text[start : start + min(16, context)].strip() or text[: min(16, context)]
        self.prompt = "".join(one if one in numbers else RARE for one in first)

    @property
    def train_ids(self) -> Tensor:
        """[cut]"""
        return self.ids[: self.cut].long()

    def all_held(self) -> Batch:
        """Every window of the part that is kept apart."""
        return self._rows(self.held)

    def batch(self, generator: Generator, n: int) -> Batch:
        return self._rows(self.windows[torch.randint(len(self.windows), (n,), generator=generator)])

    def encode(self, text: str) -> Tensor:
        if self.grouped:
            rare = set(self.grouped)
            text = "".join(RARE if one in rare else one for one in text)
        return super().encode(text)

    def _rows(self, windows: Tensor) -> Batch:
        rows = windows.long()
        return Batch(
            rows[:, :-1].contiguous(), rows[:, 1:].contiguous(), torch.ones(len(rows), self.context)
        )


def _least(context: int) -> int:
    """Characters with which there is a row to learn from and one to test with."""
    return 2 * (context + 1)


def _refusal(text: str, **values: object) -> ParamError:
    return ParamError(Message("text", text, values), "")


def own(upload: str) -> str:
    """The text that was uploaded under the id. ParamError where there is none, or it is no text."""
    return own_text.stored(upload).text


def shakespeare() -> str:
    """input.txt of the folder of data sets, else the part that is shipped."""
    path = places.root() / "shakespeare" / "input.txt"
    try:
        about = path.stat()
    except OSError:
        return _read(SHIPPED, 0, 0)
    return _read(path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int, _size: int) -> str:
    try:
        with open(path, encoding="utf-8", newline=None) as file:
            return file.read(MOST)
    except (OSError, UnicodeDecodeError):
        return SHIPPED.read_text(encoding="utf-8") if os.fspath(path) != os.fspath(SHIPPED) else ""
