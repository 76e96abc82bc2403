"""A visitor's own images: out of a zip, or many files at once, as one small set with classes.

Where the files lie in folders, as in `cats/1.png` and `dogs/1.png`, the folders are the classes. A file
that can't be used is left out and named, and so is a whole lot, an archive say, that threatens the server:
it never keeps another one out. What is kept of an upload (core/data/uploads.py) is only its small
squares, their classes, and what these are called.

N images.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import partial

import numpy as np

from core.data import archive
from core.data.picture import ENDINGS, SIDE, square
from core.data.uploads import refusal
from core.i18n import N_
from core.params.messages import Message, ParamError

FEWEST, MOST = 30, 8000  # images
CLASSES, LETTERS = 10, 20  # as many as there are colours; of a class's name
PIXELS = 500_000_000  # unpacked for all images together
MAGIC = b"learnscope album "  # what files that are stored already begin with
DAMAGED = 100  # images that can't be used: more are not even tried
JUNK = re.compile(r"(^|[/\\])(__MACOSX[/\\]|\.[^./\\])")  # what systems put beside images


@dataclass(frozen=True, eq=False)
class ImageUpload:
    """The images as a data set, and what became of the files."""

    x: np.ndarray  # uint8 [N, SIDE, SIDE]
    y: np.ndarray  # uint8 [N], the class; all 0 where there are no classes
    classes: tuple[str, ...]
    others: int = 0  # files that call themselves no image
    problems: tuple[Message, ...] = ()  # one for each file that can't be used

    @property
    def damaged(self) -> int:
        return len(self.problems)

    def report(self) -> Message:
        """What was taken and what was not; of what can't be used, the first is named."""
        values: dict[str, object] = {
            "images": len(self.x),
            "classes": ", ".join(self.classes) or "–",
            "others": self.others,
            "damaged": self.damaged,
            "problem": self.problems[0] if self.problems else "",
        }
        text = N_("Images: {images}. Classes: {classes}.")
        if self.problems:
            text = N_("Images: {images}. Classes: {classes}. Left out: other files {others}, unusable files "
                      "{damaged}. The first: {problem}")  # fmt: skip
        elif self.others:
            text = N_("Images: {images}. Classes: {classes}. Left out: other files {others}.")
        return Message("upload", text, values)


@dataclass
class _Taken:
    """What has been taken so far, of one lot or of all of them."""

    pictures: list[np.ndarray] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    problems: list[Message] = field(default_factory=list)
    others: int = 0
    pixels: int = 0
    size: int = 0  # bytes as they were handed in

    def __add__(self, more: _Taken) -> _Taken:
        pairs = ((getattr(self, one.name), getattr(more, one.name)) for one in fields(self))
        return _Taken(*(one + other for one, other in pairs))


def collected(files: Sequence[tuple[str, bytes]]) -> ImageUpload:
    """The images in files (name, bytes): images, and zips of images. Raises ParamError.

    A zip is a lot, and so are all single images together: one that is too much, or that no image can
    be taken of, is left out as a whole, whatever the others are.
    """
    taken = _Taken()
    lots = list(_lots(files))
    for lot in lots:
        try:
            taken += _lot(lot, taken)
        except ParamError as error:
            named = "file" in error.message.values or len(lots) == 1 or len(lot) > 1
            values = {"file": lot[0][0][-60:], "problem": error.message}
            wrapped = Message("upload", N_("{file}: {problem}"), values)
            taken.problems.append(error.message if named else wrapped)
    pictures, folders = taken.pictures, taken.folders
    _check(pictures, taken.problems[0] if taken.problems else None)
    classes = sorted(set(folders))
    if not 2 <= len(classes) <= CLASSES:
        classes = []
    y = [classes.index(folder) if classes else 0 for folder in folders]
    problems = tuple(taken.problems)
    x, labels = np.stack(pictures), np.array(y, np.uint8)
    return ImageUpload(x, labels, tuple(classes), taken.others, problems)


def _lots(files: Sequence[tuple[str, bytes]]) -> Iterator[Sequence[tuple[str, bytes]]]:
    """The single files together, then every archive."""
    archives = [one for one in files if _is_archive(*one)]
    single = [one for one in files if not _is_archive(*one)]
    yield from [single] * bool(single)
    yield from ([one] for one in archives)


def _lot(files: Sequence[tuple[str, bytes]], before: _Taken) -> _Taken:
    """The images of one lot. Raises ParamError where it is too much, alone or on top of the others."""
    size = sum(len(data) for _, data in files)
    archive.check(before.size + size, len(files))
    taken = _Taken(size=size)
    for name, data in _every(files):
        folder, file = _named(name)
        if not file.lower().endswith(ENDINGS) or JUNK.search(name):
            taken.others += 1
            continue
        try:
            picture, pixels = square(data(), file)
        except ParamError as error:
            taken.problems.append(error.message)
            if len(taken.problems) > DAMAGED:
                text = N_("More than {most} images can't be used. The first: {problem}")
                raise refusal(text, most=DAMAGED, problem=taken.problems[0]) from None
            continue
        taken.pixels += pixels
        taken.pictures.append(picture)
        taken.folders.append(folder)
        if (
            len(before.pictures) + len(taken.pictures) > MOST
            or before.pixels + taken.pixels > PIXELS
        ):
            text = N_("At most {most} images are allowed, and {pixels:.0f} million pixels in all of them "
                      "together.")  # fmt: skip
            raise refusal(text, most=MOST, pixels=PIXELS / 1e6)
    return taken


def _named(name: str) -> tuple[str, str]:
    """The last folder and the file of a path that may come from any system, or be meant to harm."""
    parts = [part for part in re.split(r"[/\\]", name) if part.strip(". ")]
    folder, file = ["", "", *parts][-2:]
    return "".join(filter(str.isprintable, folder))[:LETTERS], file[-60:]


def _is_archive(name: str, data: bytes) -> bool:
    return archive.is_zip(data) or name.lower().endswith(".zip")


def _every(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name and contents of every file; those in an archive are unpacked when they are asked for."""
    for name, data in files:
        if _is_archive(name, data):
            yield from archive.unpacked(data, name[-60:])
        else:
            yield name, partial(bytes, data)


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
def packed(upload: ImageUpload) -> bytes:
    """One line that says what follows, then the images' bytes, then the labels'."""
    header = json.dumps({"images": len(upload.x), "classes": upload.classes})
    return MAGIC + header.encode() + b"\n" + upload.x.tobytes() + upload.y.tobytes()


def unpacked(data: bytes) -> ImageUpload:
    """The upload that `packed` made these bytes of. Raises ParamError where it did not."""
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
    return ImageUpload(x, y, classes)
