"""A visitor's own images: out of a zip, or many files at once, as one small set with classes.

Where the files lie in folders, as in `cats/1.png` and `dogs/1.png`, the folders are the classes. A file
that can't be used is left out and named with its reason, and so is a whole lot, an archive say, that
threatens the server: it never keeps another one out. What is kept of it: core/data/album_file.py.

N images of C channels: three where any of them has colours, else one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import partial

import numpy as np

from core.data import archive, folders
from core.data.album import developed
from core.data.named import short
from core.data.picture import ENDINGS, Square, square
from core.data.uploads import refusal
from core.i18n import N_
from core.params.messages import Message, ParamError

FEWEST, MOST = 30, 8000  # images
CLASSES, TOLD = 100, 20  # at most; named in a report
PIXELS = 500_000_000  # unpacked for all images together
DAMAGED = 100  # images that can't be used: more are not even tried
NAMED = 20  # files left out that are named
JUNK = re.compile(r"(^|[/\\])(__MACOSX[/\\]|\.[^./\\]|(thumbs\.db|desktop\.ini)$)", re.IGNORECASE)


@dataclass(frozen=True)
class Left:
    """A file that was left out, and why."""

    file: str
    reason: Message


@dataclass(frozen=True, eq=False)
class ImageUpload:
    """The images as a data set, and what became of the files."""

    x: np.ndarray  # uint8 [N, C, SIDE, SIDE]
    y: np.ndarray  # uint8 [N], the class; all 0 where there are no classes
    classes: tuple[str, ...]
    left_out: tuple[Left, ...] = ()
    name: str = ""
    notes: tuple[Message, ...] = ()  # what else should be known
    folders: int = 0  # that would be classes, where they are too many

    def report(self) -> list[Message]:
        """What was taken, and what was not: every file with its reason, but only so many."""
        text = N_("Images: {images}. Classes: {classes}.")
        if len(self.classes) > TOLD:
            text = N_("Images: {images}. Classes: {n}, the first of them {classes}.")
        values = {
            "images": len(self.x), "n": len(self.classes),
            "classes": ", ".join(self.classes[:TOLD]) or "–",
        }  # fmt: skip
        said = [Message("upload", text, values), *self.notes]
        if self.left_out:
            said.append(Message("upload", N_("Files left out: {n}."), {"n": len(self.left_out)}))
        missed = [one for one in self.left_out if not JUNK.search(one.file)]
        said += [one.reason for one in missed[:NAMED]]
        system = [one for one in self.left_out if JUNK.search(one.file)]
        if system:
            text = N_("{n} of them belong to the system, such as {file}.")
            said.append(Message("upload", text, {"n": len(system), "file": system[0].file}))
        return said


@dataclass
class _Taken:
    """What has been taken so far, of one lot or of all of them."""

    pictures: list[Square] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    left_out: list[Left] = field(default_factory=list)
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
            file = _called(lot[0][0])
            values = {"file": file, "problem": error.message}
            wrapped = Message("upload", N_("{file}: {problem}"), values)
            taken.left_out.append(Left(file, error.message if named else wrapped))
    return _upload(taken, files[0][0] if len(files) == 1 else "")


def _upload(taken: _Taken, name: str) -> ImageUpload:
    """The album of all that was taken, its classes, and what lies beside them left out."""
    paths = [folders.parts(path)[0] for path in taken.paths]
    names, labels = folders.classes(paths)
    notes: list[Message] = []
    many = len(names) if len(names) > CLASSES else 0
    if many:
        text = N_("There are {n} folders: at most {most} can be classes, so there are no classes.")
        notes.append(Message("upload", text, {"n": many, "most": CLASSES}))
        names = []
    kept = [k for k, label in enumerate(labels) if label is not None or not names]
    left_out = list(taken.left_out)
    for k in sorted(set(range(len(paths))) - set(kept)):
        text = N_("{file} lies beside the class folders.")
        file = _called(taken.paths[k])
        left_out.append(Left(file, Message("upload", text, {"file": file})))
    left_out.sort(key=lambda one: bool(JUNK.search(one.file)))  # what nobody misses comes last
    pictures = [taken.pictures[k] for k in kept]
    _check(len(pictures), left_out)
    x = developed(pictures)
    if (x == x[0]).all():
        raise refusal(N_("All images are the same: there is nothing to learn."))
    y = np.array([(labels[k] or 0) if names else 0 for k in kept], np.uint8)
    common = {path[0] for path in paths if path}
    called = name or (common.pop() if len(common) == 1 else "")
    return ImageUpload(x, y, tuple(names), tuple(left_out), short(called), tuple(notes), many)


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
    taken, damaged = _Taken(size=size), 0
    for name, data in _every(files):
        try:
            found = _picture(name, data)
        except ParamError as error:
            taken.left_out.append(Left(_called(name), error.message))
            damaged += error.unread
            if damaged > DAMAGED:
                text = N_("More than {most} images can't be used. The first: {problem}")
                raise refusal(text, most=DAMAGED, problem=taken.left_out[0].reason) from None
            continue
        taken.pixels += found.pixels
        taken.pictures.append(found)
        taken.paths.append(name)
        if (
            len(before.pictures) + len(taken.pictures) > MOST
            or before.pixels + taken.pixels > PIXELS
        ):
            text = N_("At most {most} images are allowed, and {pixels:.0f} million pixels in all of them "
                      "together.")  # fmt: skip
            raise refusal(text, most=MOST, pixels=PIXELS / 1e6)
    return taken


def _picture(name: str, data: Callable[[], bytes]) -> Square:
    """The picture in a file. ParamError where it is none; `unread` where it ought to be one."""
    file = _called(name)
    if JUNK.search(name):
        raise refusal(N_("{file} belongs to the system."), file=file)
    pretends = file.lower().endswith(ENDINGS)
    try:
        content = data()
        if archive.is_zip(content):
            text = N_("{file} is an archive inside an archive: unpack it first.")
            raise ParamError(Message("upload", text, {"file": file}), "")
        return square(content, file)
    except ParamError as error:
        other = "formats" in error.message.values and not pretends
        text = N_("{file} is no image.")
        message = Message("upload", text, {"file": file}) if other else error.message
        raise ParamError(message, "", unread=not other) from None


def _called(name: str) -> str:
    """A file's name with its folders, as it is told."""
    above, file = folders.parts(name)
    told = "/".join([*above, file])
    return told if len(told) <= 120 else "…" + told[-119:]


def _is_archive(name: str, data: bytes) -> bool:
    return archive.is_zip(data) or name.lower().endswith(".zip")


def _every(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name and contents of every file; those in an archive are unpacked when they are asked for."""
    for name, data in files:
        if _is_archive(name, data):
            yield from archive.unpacked(data, name[-60:])
        else:
            yield name, partial(bytes, data)


def _check(images: int, left_out: Sequence[Left]) -> None:
    if images >= FEWEST:
        return
    problem = left_out[0].reason if left_out else None
    if problem is not None and not images:
        raise ParamError(problem, "")
    text = N_("Images found: {images}. At least {least} are needed.")
    if problem is not None:
        text = N_("Images found: {images}. At least {least} are needed. {problem}")
    raise refusal(text, images=images, least=FEWEST, problem=problem)
