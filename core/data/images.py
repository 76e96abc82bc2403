"""Small grey pictures, as bytes: scikit-learn's digits, drawn shapes, MNIST, Fashion-MNIST.

The digits (8×8) come with scikit-learn, the shapes (32×32) are drawn here. The 28×28 sets are read from
their original idx files, wherever core/data/places.py finds them; what is missing is fetched only where
somebody asks for it (core/data/download.py). A visitor's own images (32×32) come out of core/data/uploads.py.
N training images, M held out; h, w pixels; F factors.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from core.data import album, idx, image_upload, official, picture, places, shapes, stored
from core.i18n import N_

DIGITS = tuple("0123456789")
CLOTHES = (
    N_("T-shirt"), N_("Trousers"), N_("Pullover"), N_("Dress"), N_("Coat"),
    N_("Sandal"), N_("Shirt"), N_("Sneaker"), N_("Bag"), N_("Ankle boot"),
)  # fmt: skip
FIRST = {  # labels that the sets begin with: their files bear the same names
    "mnist": (5, 0, 4, 1, 9, 2, 1, 3, 1, 4),
    "fashion-mnist": (9, 0, 0, 3, 0, 2, 7, 2, 5, 5),
}
PARTS = tuple(f"{half}-{what}" for half in ("train", "t10k") for what in ("images", "labels"))
HELD_OUT = 360  # of the 1797 digits: a fifth
SHAPES_HELD_OUT = 1000  # of the 6144 shapes
FEWEST_HELD_OUT = 10  # of a visitor's own: a fifth, but no fewer


@dataclass(frozen=True)
class ImageSet:
    """One set: its name in links, label and help for people, size, and what its classes are called.

    `factors` are the causes that decide its pictures, where they are known; `size` says how many images
    are for training and how many held out, of a visitor's own at most.
    """

    name: str
    label: str
    help: str
    side: int
    classes: tuple[str, ...]
    factors: tuple[shapes.Factor, ...] = ()
    size: tuple[int, int] = (60_000, 10_000)


@dataclass(frozen=True, eq=False)
class Images:
    """A set that has been read. The arrays are shared by everybody in the process, and read-only."""

    about: ImageSet
    x: np.ndarray  # uint8 [N, h, w], 0 black … 255 white
    y: np.ndarray  # uint8 [N], the class
    x_test: np.ndarray  # uint8 [M, h, w], never to be trained on
    y_test: np.ndarray  # uint8 [M]
    levels: np.ndarray | None = None  # uint8 [N, F]: level k of factor f stands for its values[k]
    levels_test: np.ndarray | None = None  # uint8 [M, F]
    factors: np.ndarray | None = None  # float32 [N, F], in the factors' units
    factors_test: np.ndarray | None = None  # float32 [M, F]


IMAGE_SETS: dict[str, ImageSet] = {
    one.name: one
    for one in (
        ImageSet(
            "digits",
            N_("Digits 8×8"),
            N_("1,797 handwritten digits that come with scikit-learn."),
            8,
            DIGITS,
            size=(1797 - HELD_OUT, HELD_OUT),
        ),
        ImageSet(
            "shapes",
            N_("Shapes 32×32"),
            N_("6,144 drawn pictures, decided by shape, size, rotation and position alone."),
            shapes.SIDE,
            shapes.NAMES,
            shapes.FACTORS,
            (6144 - SHAPES_HELD_OUT, SHAPES_HELD_OUT),
        ),
        ImageSet(
            "mnist",
            N_("MNIST 28×28"),
            N_("70,000 handwritten digits."),
            28,
            DIGITS,
        ),
        ImageSet(
            "fashion-mnist",
            N_("Fashion-MNIST 28×28"),
            N_("70,000 pieces of clothing."),
            28,
            CLOTHES,
        ),
        ImageSet(
            "upload",
            N_("Your own images"),
            N_("A zip or a folder of images; folders in it are the classes."),
            picture.SIDE,
            (),
            size=(image_upload.MOST - image_upload.MOST // 5, image_upload.MOST // 5),
        ),
    )
}


def load(name: str, upload: str = "") -> Images:
    """The set `name`, read once per process; `upload` is the id of a visitor's own images.

    Raises ParamError about `dataset`, with a sentence that names the file and what is wrong with it.
    """
    if name == "digits":
        return _digits()
    if name == "shapes":
        return _shapes()
    if name == "upload":
        return _own(stored.images(upload))
    found = places.files(name, idx.key)
    if not found:
        raise official.AbsentError(name)
    for part in PARTS:
        if part not in found:
            near = found[next(iter(found))].parent
            text = N_("{file} is missing: neither it nor {file}.gz is there.")
            raise idx.damage(text, file=f"{near.name}/{part}-idx{_dimensions(part)}-ubyte")
    return _from_idx(name, tuple((found[part], found[part].stat().st_mtime_ns) for part in PARTS))


def present(name: str) -> bool:
    """Whether all files of an idx set are here, be they good or damaged."""
    return set(PARTS) <= places.files(name, idx.key).keys()


def _dimensions(part: str) -> int:
    return 3 if part.endswith("images") else 1


@lru_cache(maxsize=1)
def _digits() -> Images:
    """Scikit-learn's; itself it is not imported, which takes two seconds."""
    found = find_spec("sklearn")
    assert found is not None, "requirements.txt names scikit-learn"
    assert found.origin is not None, "it is installed as files"
    rows = np.loadtxt(Path(found.origin).parent / "datasets/data/digits.csv.gz", delimiter=",")
    rows = rows[np.random.default_rng(0).permutation(len(rows))]
    x = np.rint(rows[:, :-1] * (255 / 16)).astype(np.uint8)  # they come as 0…16
    x, y = x.reshape(-1, 8, 8), rows[:, -1].astype(np.uint8)
    return _frozen("digits", x[HELD_OUT:], y[HELD_OUT:], x[:HELD_OUT], y[:HELD_OUT])


@lru_cache(maxsize=1)
def _shapes() -> Images:
    x, levels = shapes.every()
    order = np.random.default_rng(0).permutation(len(x))
    held, rest = order[:SHAPES_HELD_OUT], order[SHAPES_HELD_OUT:]
    parts = [x[rest], levels[rest, 0], x[held], levels[held, 0], levels[rest], levels[held]]
    return _frozen("shapes", *parts, shapes.values(levels[rest]), shapes.values(levels[held]))


def _own(found: image_upload.ImageUpload) -> Images:
    order = np.random.default_rng(0).permutation(len(found.x))
    held = max(FEWEST_HELD_OUT, len(order) // 5)
    arrays = album.grey(found.x), found.y
    parts = [part[rows] for rows in (order[held:], order[:held]) for part in arrays]
    images = _frozen("upload", *parts)
    return replace(images, about=replace(images.about, classes=found.classes))


@lru_cache(maxsize=4)
def _from_idx(name: str, files: tuple[tuple[Path, int], ...]) -> Images:
    """Of the four files, each with the time of its last change."""
    paths = [path for path, _ in files]
    train, test = (_part(paths[k], paths[k + 1], IMAGE_SETS[name]) for k in (0, 2))
    for other, first in FIRST.items():
        if other != name and tuple(train[1][: len(first)].tolist()) == first:
            if places.named(paths[1].parent.name) != name:  # they lie loose, and aren't meant
                raise official.AbsentError(name)
            text = N_("{file} holds the labels of {other}.")
            raise idx.damage(text, file=f"{paths[1].parent.name}/{paths[1].name}", other=other)
    return _frozen(name, *train, *test)


def _part(pictures: Path, names: Path, about: ImageSet) -> tuple[np.ndarray, np.ndarray]:
    """Images [N, h, w] and labels [N] of one half of the set, held against each other."""
    x = idx.read(pictures, (None, about.side, about.side))
    y = idx.read(names, (None,))
    file = f"{names.parent.name}/{names.name}"
    if len(x) != len(y):
        text = N_("{file} holds {labels} labels, but {pictures} holds {images} images.")
        raise idx.damage(text, file=file, labels=len(y), pictures=pictures.name, images=len(x))
    if y.max() >= len(about.classes):
        row = int(np.argmax(y >= len(about.classes)))
        text = N_("{file}: label {row} is {label}, but the classes are 0–{last}.")
        raise idx.damage(
            text, file=file, row=row + 1, label=int(y[row]), last=len(about.classes) - 1
        )
    return x, y


def _frozen(name: str, *arrays: np.ndarray) -> Images:
    for array in arrays:
        array.setflags(write=False)
    return Images(IMAGE_SETS[name], *arrays)
