"""A visitor's own images: out of a zip, or many files at once, as one small set with classes.

Where the files lie in folders, as in `cats/1.png` and `dogs/1.png`, the folders are the classes. A file
that can't be used is left out and named; whatever threatens the server refuses all of them. What is kept
of an album (core/data/uploads.py) is only its small squares, their classes, and what these are called.

N images.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.data import archive
from core.data.picture import ENDINGS, SIDE, square
from core.data.uploads import refusal
from core.i18n import N_
from core.params.messages import Message, ParamError

FEWEST, MOST = 30, 8000  # images
CLASSES, LETTERS = 10, 20  # as many as there are colours; of a class's name
PIXELS = 500_000_000  # unpacked for all images together
MAGIC = b"learnscope album "
DAMAGED = 100  # images that can't be used: more are not even tried
JUNK = re.compile(r"(^|[/\\])(__MACOSX[/\\]|\.[^./\\])")  # what systems put beside images


@dataclass(frozen=True, eq=False)
class Album:
    """The images as a data set, and what became of the files."""

    x: np.ndarray  # uint8 [N, SIDE, SIDE]
    y: np.ndarray  # uint8 [N], the class; all 0 where there are no classes
    classes: tuple[str, ...]
    others: int = 0  # files that call themselves no image
    damaged: int = 0  # images that can't be used
    problem: Message | None = None  # of the first of them

    def report(self) -> Message:
        """What was taken and what was not."""
        values: dict[str, object] = {
            "images": len(self.x),
            "classes": ", ".join(self.classes) or "–",
            "others": self.others,
            "damaged": self.damaged,
            "problem": self.problem,
        }
        text = N_("Images: {images}. Classes: {classes}.")
        if self.problem is not None:
            text = N_("Images: {images}. Classes: {classes}. Left out: other files {others}, unusable images "
                      "{damaged}. The first: {problem}")  # fmt: skip
        elif self.others:
            text = N_("Images: {images}. Classes: {classes}. Left out: other files {others}.")
        return Message("upload", text, values)


def collected(files: Sequence[tuple[str, bytes]]) -> Album:
    """The album in files (name, bytes): images, and zips of images. Raises ParamError."""
    archive.check(sum(len(data) for _, data in files), len(files))
    pictures: list[np.ndarray] = []
    folders: list[str] = []
    problems: list[Message] = []
    others = unpacked = 0
    for name, data in _every(files):
        folder, file = _named(name)
        if not file.lower().endswith(ENDINGS) or JUNK.search(name):
            others += 1
            continue
        try:
            picture, pixels = square(data, file)
        except ParamError as error:
            problems.append(error.message)
            if len(problems) > DAMAGED:
                text = N_("More than {most} images can't be used. The first: {problem}")
                raise refusal(text, most=DAMAGED, problem=problems[0]) from None
            continue
        unpacked += pixels
        pictures.append(picture)
        folders.append(folder)
        if len(pictures) > MOST or unpacked > PIXELS:
            text = N_("At most {most} images are allowed, and {pixels:.0f} million pixels in all of them "
                      "together.")  # fmt: skip
            raise refusal(text, most=MOST, pixels=PIXELS / 1e6)
    first = problems[0] if problems else None
    _check(pictures, first)
    classes = sorted(set(folders))
    if not 2 <= len(classes) <= CLASSES:
        classes = []
    y = [classes.index(folder) if classes else 0 for folder in folders]
    return Album(
        np.stack(pictures), np.array(y, np.uint8), tuple(classes), others, len(problems), first
    )


def _named(name: str) -> tuple[str, str]:
    """The last folder and the file of a path that may come from any system, or be meant to harm."""
    parts = [part for part in re.split(r"[/\\]", name) if part.strip(". ")]
    folder, file = ["", "", *parts][-2:]
    return "".join(filter(str.isprintable, folder))[:LETTERS], file[-60:]


def _every(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for name, data in files:
        if archive.is_zip(data) or name.lower().endswith(".zip"):
            yield from archive.unpacked(data, name[-60:])
        else:
            yield name, data


def _check(pictures: Sequence[np.ndarray], problem: Message | None) -> None:
    if len(pictures) < FEWEST:
        if problem is not None and not pictures:
            raise ParamError(problem, "")
        text = N_("Images found: {images}. At least {least} are needed.")
        if problem is not None:
            text = N_("Images found: {images}. At least {least} are needed. {problem}")
        raise refusal(text, images=len(pictures), least=FEWEST, problem=problem)
    if all(np.array_equal(picture, pictures[0]) for picture in pictures):
        raise refusal(N_("All images are the same: there is nothing to learn."))


# ---- what is kept -------------------------------------------------------------------------------
def packed(album: Album) -> bytes:
    """One line that says what follows, then the images' bytes, then the labels'."""
    header = json.dumps({"images": len(album.x), "classes": album.classes})
    return MAGIC + header.encode() + b"\n" + album.x.tobytes() + album.y.tobytes()


def unpacked(data: bytes) -> Album:
    """The album that `packed` made these bytes of. Raises ParamError where it did not."""
    header, _, body = data.partition(b"\n")
    try:
        if not header.startswith(MAGIC):
            raise ValueError("another kind of file")
        told = json.loads(header.removeprefix(MAGIC))
        n, classes = told["images"], tuple(told["classes"])
        x = np.frombuffer(body, np.uint8, n * SIDE**2).reshape(n, SIDE, SIDE)
        y = np.frombuffer(body, np.uint8, n, offset=x.size)
        if not (
            FEWEST <= n <= MOST
            and len(body) == x.size + n
            and len(classes) <= CLASSES
            and all(isinstance(one, str) for one in classes)
            and y.max() < max(1, len(classes))
        ):
            raise ValueError("its parts do not fit together")
    except (ValueError, TypeError, KeyError, RecursionError):
        raise refusal(N_("This upload holds no images: upload them on this page.")) from None
    return Album(x, y, classes)
