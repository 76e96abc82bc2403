"""Files of one's own on the command line: read, told of, and lent to a run for as long as it trains."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from core.arguments import Refusal
from core.console import say
from core.params import Message, ParamError

FOLDER = "LEARNSCOPE_UPLOADS"


def told(paths: Sequence[str], column: str = "") -> tuple[dict[str, Any], list[str]]:
    """What is made of the files, as JSON and in sentences. ParamError where nothing is."""
    from core.data import files

    found = files.read(files.opened(paths))
    return files.told(found, column), [one.say() for one in files.report(found, column)]


@contextmanager
def files(algorithm_class: Any, flags: dict[str, str]) -> Iterator[None]:
    """Makes `--upload FILE` the data: the flag becomes an id, and the file lies in a folder of its own.

    An id, as an address carries it, stays what it is.
    """
    from core.data import uploads
    from core.playgrounds import page

    word, kind = flags.get("upload", ""), page(algorithm_class.NAME).upload
    if not kind or not word:
        yield
        return
    if uploads.ID.fullmatch(word) and not Path(word).exists():
        flags.setdefault("dataset", _dataset(kind))
        yield
        return
    before = os.environ.get(FOLDER)
    with TemporaryDirectory(prefix="learnscope-") as folder:
        os.environ[FOLDER] = folder
        try:
            flags["upload"] = _stored(word, kind, flags)
            flags.setdefault("dataset", _dataset(kind))
            yield
        finally:
            os.environ.pop(FOLDER)
            if before is not None:
                os.environ[FOLDER] = before


def _dataset(kind: str) -> str:
    from core.data import files

    return files.DATASETS[kind]


def _report(found: Any, kind: str, flags: dict[str, str]) -> list[Message]:
    from core.data import files
    from core.data.pairs import pairs

    if kind == "columns":
        from core.data import columns

        names = ("target", "left_out", "target_kind", "gaps")
        how = {name: flags[name] for name in names if name in flags}
        return [found.how(), *columns.plan(found, **how).notes]
    if kind == "pairs":
        return pairs(found, flags.get("x_column", ""), flags.get("column", "")).report(found)
    return files.report(found, flags.get("column", ""))


def _stored(path: str, kind: str, flags: dict[str, str]) -> str:
    from core.data import files, uploads

    try:
        if kind == "picture":
            return _picture(path)
        if kind == "text":
            return _text(path)
        opened = files.opened([path])
        found = files.read(opened)
        if not files.serves(found, kind):
            wanted = "images" if kind in ("images", "classes") else "a table of numbers"
            raise Refusal(f"upload = {path[-60:]}: {wanted} can be learned here, not this file.")
        for one in _report(found, kind, flags):
            say(f"learnscope: {one.say()}", sys.stderr)
        return uploads.store(files.packed(opened, found))
    except ParamError as error:
        raise Refusal(f"upload = {path[-60:]}: {error.message.say()}") from None


def _picture(path: str) -> str:
    """The one picture of a file, stored. ParamError where there is none, Refusal where there are more."""
    from core.data import coloured, files

    opened = files.opened([path])
    if len(opened) != 1:
        raise Refusal(f"upload = {path[-60:]}: one picture can be learned here, not {len(opened)}.")
    upload, found = coloured.taken(*opened[0])
    for one in found.report():
        say(f"learnscope: {one.say()}", sys.stderr)
    return upload


def _text(path: str) -> str:
    """The one text of a file, stored. ParamError where there is none, Refusal where there are more."""
    from core.data import files, own_text

    opened = files.opened([path])
    if len(opened) != 1:
        raise Refusal(f"upload = {path[-60:]}: one text can be learned here, not {len(opened)}.")
    upload, found = own_text.taken(*opened[0])
    for one in found.report():
        say(f"learnscope: {one.say()}", sys.stderr)
    return upload
