"""A text of a visitor's own: a file in any common encoding, or pasted; kept as UTF-8 with its name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache

from core.data import uploads
from core.data.named import short
from core.data.text import OTHERS, decoded
from core.data.uploads import refusal
from core.i18n import N_
from core.params.messages import Message, ParamError

MAGIC = b"learnscope text "  # what files that are stored already begin with
MOST = 2**21  # characters that are learned from


@dataclass(frozen=True)
class OwnText:
    """`text` as it is learned from, lines ended by \\n; `length`: characters of the file."""

    text: str
    name: str
    length: int

    @cached_property
    def different(self) -> int:
        """Different characters."""
        return len(set(self.text))

    def report(self) -> list[Message]:
        """What was made of the file, in a sentence."""
        values = {"file": self.name, "length": self.length, "different": self.different}
        said = N_("{file} has {length} characters, {different} different ones.")
        if self.length > len(self.text):
            said = N_("{file} has {length} characters: the first {most} are learned from.")
        return [Message("upload", said, values | {"most": len(self.text)})]


def read(name: str, data: bytes) -> OwnText:
    """The text in a file. Raises ParamError about `upload`, with a sentence about the file."""
    file = short(name)
    for start, formats in OTHERS.items():
        if data.startswith(start):
            said = N_(
                "{file} is no text but a file of another kind ({formats}): save it as plain text."
            )
            raise refusal(said, file=file, formats=formats)
    text, _encoding = decoded(data)
    if not text.strip():
        raise refusal(N_("{file} has no text in it."), file=file)
    if len(set(text)) == 1:
        said = N_("{file} consists of one character alone: there is nothing to predict.")
        raise refusal(said, file=file)
    return OwnText(text[:MOST], file, len(text))


def packed(found: OwnText) -> bytes:
    """One line that says what follows, then the text."""
    header = {"name": found.name, "length": found.length}
    return MAGIC + json.dumps(header).encode() + b"\n" + found.text.encode()


def unpacked(data: bytes) -> OwnText:
    """The text that `packed` made these bytes of, or a file as it is. Raises ParamError where it is none."""
    header, _, body = data.partition(b"\n")
    if not header.startswith(b"learnscope "):
        return read("", data)
    try:
        if not header.startswith(MAGIC):
            raise ValueError("another kind of file")
        told = json.loads(header.removeprefix(MAGIC))
        text, name, length = body.decode(), told["name"], told["length"]
        if not (isinstance(length, int) and isinstance(name, str)):
            raise ValueError("a header of another kind")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise refusal(N_("This upload holds no text: upload one on this page.")) from None
    return OwnText(text, short(name), length)


def stored(upload: str) -> OwnText:
    """The text of an upload. ParamError where there is none."""
    uploads.find(upload)
    return _stored(upload)


@lru_cache(maxsize=4)  # what an id stands for never changes
def _stored(upload: str) -> OwnText:
    return unpacked(uploads.read(upload))


def long_enough(upload: str, context: int, characters: int = 0) -> None:
    """ParamError where the first `characters` (0: all) of the text leave no row to test with."""
    length, least = len(stored(upload).text[: characters or None]), 2 * (context + 1)
    if length < least:
        said = N_("The text has {length} characters; with a context of {context} it takes {least}.")
        raise refusal(said, length=length, context=context, least=least)


def taken(name: str, data: bytes) -> tuple[str, OwnText]:
    """Stores the text of a file: its id, and what was made of it. ParamError with the file's name."""
    try:
        found = read(name, data)
        return uploads.store(packed(found)), found
    except ParamError as error:
        if "file" in error.message.values:
            raise
        values = {"file": short(name), "problem": error.message}
        raise ParamError(Message("upload", N_("{file}: {problem}"), values), "") from None
