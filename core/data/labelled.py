"""Images with their classes for whoever learns to tell them apart: bytes, one or three channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.data import cifar, images, stored
from core.data.image_upload import CLASSES, ImageUpload
from core.data.uploads import refusal
from core.i18n import N_
from core.params.messages import Message

CIFAR = "cifar-10"
LABELS = {name: one.label for name, one in images.IMAGE_SETS.items() if name != "upload"}
LABELS |= {CIFAR: N_("CIFAR-10 32×32"), "upload": images.IMAGE_SETS["upload"].label}
OWN_SHARE = 0.2  # of each class of a visitor's own images that is held out
FAINTEST = 1 / 255  # of a standard deviation: a channel that never changes is not blown up
HELD_OUT = N_(
    "The official test images aren't here: the last fifth of the training images is held out instead."
)


@dataclass(frozen=True)
class About:
    """What a set's name tells before it is read; a visitor's own may have colours, and other classes."""

    shape: tuple[int, int, int]  # (C, H, W)
    classes: int
    size: tuple[int, int]  # training and test images, at most


def about(name: str) -> About:
    if name == CIFAR:
        return About(cifar.SHAPE, len(cifar.CLASSES), (50_000, 10_000))
    one = images.IMAGE_SETS[name]
    return About((1, one.side, one.side), len(one.classes), one.size)


@dataclass(frozen=True, eq=False)
class LabelledImages:
    """A set that has been read. The arrays are shared by everybody in the process, and read-only."""

    classes: tuple[str, ...]  # their names, K
    x: np.ndarray  # uint8 [N, C, H, W], 0 dark … 255 bright
    y: np.ndarray  # uint8 [N], the class
    x_test: np.ndarray  # uint8 [M, C, H, W], never to be trained on
    y_test: np.ndarray  # uint8 [M]
    note: str = ""  # what people must know of it, a text of ours
    told: Message | None = None  # the same with its numbers


def load(name: str, upload: str = "") -> LabelledImages:
    """The set `name`; `upload` is the id of a visitor's own images. Raises ParamError about `dataset`, or
    about `upload`."""
    if name == CIFAR:
        return _cifar()
    if name == "upload":
        stored.images(upload)  # in use: it makes way later
        return _own(upload)
    grey = images.load(name, upload)
    x, x_test = grey.x[:, None], grey.x_test[:, None]
    return LabelledImages(grey.about.classes, x, grey.y, x_test, grey.y_test)


def only(found: LabelledImages, classes: Sequence[int]) -> LabelledImages:
    """The images of these classes, ascending, which become the classes 0, 1, … The arrays are copies."""
    number = np.full(256, 255, np.uint8)
    number[list(classes)] = np.arange(len(classes))
    arrays = []
    for part, label in ((found.x, found.y), (found.x_test, found.y_test)):
        rows = np.flatnonzero(number[label] < 255)
        arrays += [part[rows], number[label[rows]]]
    for array in arrays:
        array.setflags(write=False)
    x, y, x_test, y_test = arrays
    names = tuple(found.classes[k] for k in classes)
    return LabelledImages(names, x, y, x_test, y_test, found.note, found.told)


@lru_cache(maxsize=4)  # what an id stands for never changes
def _own(upload: str) -> LabelledImages:
    return of(stored.images(upload))


def of(found: ImageUpload) -> LabelledImages:
    """A visitor's own images, a fifth of each class held out. ParamError where they have no classes."""
    if found.folders:
        text = N_("The images lie in {n} folders: at most {most} can be classes.")
        raise refusal(text, n=found.folders, most=CLASSES)
    if len(found.classes) < 2:
        raise refusal(N_("The images have no classes: put those of each class into a folder of its own, at"
                         " least two folders in all."))  # fmt: skip
    counts = np.bincount(found.y, minlength=len(found.classes))
    if counts.min() < 2:
        text = N_("The class {label} has one image: each needs two at least, one to learn from and one to be"
                  " tested on.")  # fmt: skip
        raise refusal(text, label=found.classes[int(counts.argmin())])
    rows, held = stratified(found.y, OWN_SHARE, 0)
    arrays = [part[which] for which in (rows, held) for part in (found.x, found.y)]
    for array in arrays:
        array.setflags(write=False)
    return LabelledImages(found.classes, *arrays)


def _cifar() -> LabelledImages:
    found = cifar.load()
    arrays = found.x, found.y, found.x_test, found.y_test
    if found.official and found.batches == cifar.BATCHES:
        return LabelledImages(cifar.CLASSES, *arrays)
    text = N_("CIFAR-10 is here in part (batches: {batches} of {all}): {train:,} images to train on, the"
              " official {test:,} to test on.")  # fmt: skip
    note = N_("Not all training images of CIFAR-10 are here.")
    if not found.official:
        text = N_("CIFAR-10 is here in part (batches: {batches} of {all}, without the official test images):"
                  " {train:,} images to train on, the last {test:,} held out to test on.")  # fmt: skip
        note = HELD_OUT
    values = {"batches": found.batches, "all": cifar.BATCHES}
    values |= {"train": len(found.x), "test": len(found.x_test)}
    return LabelledImages(cifar.CLASSES, *arrays, note, Message("dataset", text, values))


def split(
    found: LabelledImages, validation_share: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of `x` to train on and to validate on, int64, ascending: of each class the same share.

    One of each class at least is validated on, and trained on, where the share isn't 0 and there are two.
    """
    return stratified(found.y, validation_share, seed)


def stratified(y: np.ndarray, share: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows that stay, and rows of each class that are held out, at least one where the class has two."""
    held = np.zeros(len(y), bool)
    generator = np.random.default_rng(seed)
    if share > 0:
        for k in np.unique(y):
            rows = np.flatnonzero(y == k)
            count = min(max(1, round(share * len(rows))), len(rows) - 1)
            held[generator.permutation(rows)[:count]] = True
    return np.flatnonzero(~held), np.flatnonzero(held)


def normalisation(x: np.ndarray, rows: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each channel, float32 [C], of pixels 0…1: of x [N, C, H, W] bytes,
    of these `rows` of it alone where there are any named."""
    chosen = x if rows is None else x[rows]
    levels = np.arange(256) / 255
    mean, deviation = [], []
    for channel in range(x.shape[1]):  # counted, not averaged: exact, and without a copy as floats
        share = np.bincount(chosen[:, channel].ravel(), minlength=256) / chosen[:, channel].size
        mean.append(share @ levels)
        deviation.append(np.sqrt(share @ (levels - mean[-1]) ** 2))
    return np.array(mean, np.float32), np.array(deviation, np.float32).clip(min=FAINTEST)
