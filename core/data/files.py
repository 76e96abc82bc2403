"""Files that somebody has, whatever they are: a table or images, told apart by their content."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from core.data import album_file, archive, image_upload, named, table
from core.data.image_upload import ImageUpload
from core.data.picture import foreign
from core.data.table import Table
from core.data.uploads import refusal
from core.i18n import N_
from core.params.messages import Message

DATASETS = {
    "table": "csv",
    "pairs": "csv",
    "columns": "csv",
    "images": "upload",
    "classes": "upload",  # images of which the classes are learned
    "picture": "upload",
    "text": "own",
}  # kind → the data set that learns from it
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\0", b"MM\0*", b"P1", b"P2", b"P3",
          b"P4", b"P5", b"P6")  # fmt: skip
Files = Sequence[tuple[str, bytes]]  # name and content of each


def read(files: Files) -> Table | ImageUpload:
    """What an importer makes of the files. Raises ParamError with a sentence."""
    if len(files) == 1 and not _is_image(files[0][1]):
        return table.read(files[0][1])
    return image_upload.collected(files)


def packed(files: Files, found: Table | ImageUpload) -> bytes:
    """What is stored of the files, and read again by core/data/stored.py."""
    if isinstance(found, ImageUpload):
        return album_file.packed(found)
    ((name, data),) = files
    return named.packed(name, data)


def serves(found: Table | ImageUpload, kind: str) -> bool:
    """Whether what has been found is what a page of that kind, one of DATASETS, learns from."""
    return isinstance(found, ImageUpload) == (DATASETS[kind] == "upload")


def report(found: Table | ImageUpload, column: str = "") -> list[Message]:
    """What was made of the files, in sentences."""
    if isinstance(found, ImageUpload):
        return found.report()
    return found.report(found.column(column))


def told(found: Table | ImageUpload, column: str = "") -> dict[str, Any]:
    """What was made of the files, as JSON."""
    if isinstance(found, ImageUpload):
        left = [{"file": one.file, "reason": one.reason.say()} for one in found.left_out]
        return {
            "kind": "images", "images": len(found.x), "classes": list(found.classes), "left_out": left,
            "brightest": int(found.x.max()), "notes": [one.say() for one in found.notes],
        }  # fmt: skip
    one = found.column(column)
    return {
        "kind": "table", "column": one.name, "values": len(one.values), "first": float(one.values[0]),
        "columns": [each.name for each in found.columns], "header": found.header,
        "separator": found.separator or None, "decimal": found.decimal, "thousands": found.thousands or None,
        "encoding": found.encoding,
        "left_out": [{"row": row, "reason": why.say()} for row, why in found.left_out(one)],
    }  # fmt: skip


def opened(paths: Sequence[str]) -> Files:
    """Names and contents of files, and of all files in folders; symbolic links are not followed."""
    found: list[tuple[str, bytes]] = []
    size = 0
    for name, path in (one for given in paths for one in _every(Path(given))):
        archive.check(size, len(found) + 1)
        try:
            with path.open("rb") as file:
                data = file.read(archive.LARGEST - size + 1)
        except OSError as error:
            text = N_("{file} can't be read ({error}).")
            why = error.strerror or type(error).__name__
            raise refusal(text, file=str(path)[-120:], error=why) from None
        size += len(data)
        archive.check(size, len(found) + 1)
        found.append((name, data))
    if not found:
        raise refusal(N_("There are no files."))
    return found


def _every(path: Path) -> Iterator[tuple[str, Path]]:
    if not path.is_dir():
        yield path.name, path
        return
    for folder, _, names in os.walk(path):
        for name in sorted(names):
            one = Path(folder, name)
            if one.is_file() and not one.is_symlink():
                yield str(Path(path.resolve().name, one.relative_to(path))), one


def _is_image(data: bytes) -> bool:
    """Whether the content is an image, or an archive that may hold some: not of a spreadsheet."""
    if archive.is_zip(data):
        return not any(part in data for part in (b"xl/workbook.xml", b"opendocument.spreadsheet"))
    return data.startswith(IMAGES) or bool(foreign(data))
