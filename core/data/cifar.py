"""CIFAR-10 in every form that its author hands out: binary, Python's, unpacked or as a .tar.gz.

A batch is 10,000 images of 3 × 32 × 32 bytes: the planes red, green and blue, row by row. Binary: one byte
for the class before each image. Python's: a pickle with `data` and `labels`, which executes nothing here
(core/data/pickled.py). Krizhevsky 2009, cs.toronto.edu/~kriz/cifar.html. N images.
"""

from __future__ import annotations

import gzip
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock

import numpy as np

from core.data import pickled, places
from core.data.idx import damage
from core.data.official import AbsentError
from core.i18n import N_
from core.params.messages import ParamError

CLASSES = (
    N_("Airplane"), N_("Car"), N_("Bird"), N_("Cat"), N_("Deer"),
    N_("Dog"), N_("Frog"), N_("Horse"), N_("Ship"), N_("Truck"),
)  # fmt: skip
SHAPE = (3, 32, 32)
PIXELS = 3 * 32 * 32
LARGEST = 64 * 2**20  # bytes of one batch: the authors' have 31 MB
BATCHES = 5  # of training images
HELD_OUT = 5  # where the test images are missing, one part in so many of the others stands for them
BATCH = re.compile(r"(data_batch_[1-5]|test_batch)(\.bin)?(?:\.gz)?")
ARCHIVE = re.compile(r"cifar-?10.*\.(tar\.gz|tgz|tar)")
Data = Callable[[], bytes]
Part = tuple[np.ndarray, np.ndarray]  # images uint8 [N, 3, 32, 32], classes uint8 [N]


@dataclass(frozen=True, eq=False)
class Cifar:
    """What there is of it. Without the test images, the last fifth of the others is held out."""

    x: np.ndarray  # uint8 [N, 3, 32, 32]
    y: np.ndarray  # uint8 [N]
    x_test: np.ndarray
    y_test: np.ndarray
    batches: int  # of training images
    official: bool  # whether the test images are the author's


def load() -> Cifar:
    """The set, read once per process and again where its files have changed. ParamError where it can't be."""
    chosen = _chosen()
    if not any(name.startswith("data") for name, _ in chosen):
        raise AbsentError("cifar-10")
    with LOCK:
        return _read(tuple((name, path, path.stat().st_mtime_ns) for name, path in chosen))


LOCK = Lock()  # one at a time: the set has 184 MB


def present() -> bool:
    return any(name.startswith("data") for name, _ in _chosen())


def in_part() -> bool:
    """Whether some training images are here, but not all, or not the test images."""
    form = _chosen()
    return any(name.startswith("data") for name, _ in form) and _worth(form) < _worth(
        [("data", Path())]
    )


def _chosen() -> list[tuple[str, Path]]:
    """The batches of the form of which there is most, each by its name, or one archive called `data`."""
    forms: list[list[tuple[str, Path]]] = []
    for ending in (".bin", ""):
        found = places.files("cifar-10", partial(_key, ending))
        forms.append(sorted(found.items()))
    archives = places.files(
        "cifar-10", lambda file: file if ARCHIVE.fullmatch(file.lower()) else ""
    )
    forms += [[("data", path)] for _, path in sorted(archives.items())]
    return max(forms, key=_worth)


def _worth(form: list[tuple[str, Path]]) -> tuple[bool, float]:
    if form and form[0][0] == "data":
        return True, BATCHES + 0.5  # an archive has all, but takes longer to read than all files
    return any(name == "test_batch" for name, _ in form), len(form)


def _key(ending: str, file: str) -> str:
    found = BATCH.fullmatch(file.lower())
    return found[1] if found and (found[2] or "") == ending else ""


@lru_cache(maxsize=1)
def _read(files: tuple[tuple[str, Path, int], ...]) -> Cifar:
    parts: dict[str, Part] = {}
    for name, path, _ in files:
        if name == "data":
            for each, batch in _archived(path):
                parts.setdefault(each, batch)
        else:
            parts[name] = _part(_told(path), path.name, partial(_bytes, path))
    train = [parts[name] for name in sorted(parts) if name.startswith("data")]
    if not train:
        raise damage(N_("{file} holds no training images of CIFAR-10."), file=files[0][1].name)
    x, y = (np.concatenate(arrays) for arrays in zip(*train, strict=True))
    held = parts.get("test_batch")
    cut = len(x) - len(x) // HELD_OUT
    x_test, y_test = held or (x[cut:], y[cut:])
    if held is None:
        x, y = x[:cut], y[:cut]
    for array in (x, y, x_test, y_test):
        array.setflags(write=False)
    return Cifar(x, y, x_test, y_test, len(train), held is not None)


def _told(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _bytes(path: Path) -> bytes:
    """What a file holds, unpacked where it is gzipped; one byte more than allowed at most."""
    with path.open("rb") as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
    with gzip.open(path) if zipped else path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def _archived(path: Path) -> Iterator[tuple[str, Part]]:
    """The batches in an archive, read as they pass by: nothing is unpacked onto the disk."""
    file = _told(path)
    try:
        with tarfile.open(path, "r|*") as archive:
            for member in archive:
                inside = member.name.rpartition("/")[2]
                found = BATCH.fullmatch(inside.lower())
                if found is None or not member.isreg():
                    continue
                stream = archive.extractfile(member)
                if stream is not None:
                    told = f"{file}: {inside}"
                    yield found[1], _part(told, inside, partial(stream.read, LARGEST + 1))
    except ParamError:
        raise
    except (EOFError, tarfile.ReadError) as error:
        text = N_("{file} is damaged: it can't be unpacked.")
        if isinstance(error, EOFError) or "end of data" in str(error):
            text = N_("{file} is cut short: it ends too early.")
        raise damage(text, file=file) from None
    except (tarfile.TarError, zlib.error, gzip.BadGzipFile):
        raise damage(N_("{file} is damaged: it can't be unpacked."), file=file) from None
    except OSError as error:
        raise _unreadable(file, error) from None


def _part(file: str, name: str, data: Data) -> Part:
    """One batch, by the ending of its name binary or Python's."""
    try:
        content = data()
    except EOFError:
        raise damage(N_("{file} is cut short: it ends too early."), file=file) from None
    except (gzip.BadGzipFile, zlib.error):
        raise damage(N_("{file} is damaged: it can't be unpacked."), file=file) from None
    except tarfile.TarError:
        raise damage(N_("{file} is cut short: it ends too early."), file=file) from None
    except OSError as error:
        raise _unreadable(file, error) from None
    if not content:
        raise damage(N_("{file} is empty."), file=file)
    if len(content) > LARGEST:
        text = N_("{file} has more than {most:.0f} MB: no batch of CIFAR-10 has.")
        raise damage(text, file=file, most=LARGEST / 2**20)
    binary = name.lower().removesuffix(".gz").endswith(".bin")
    x, y = (_binary if binary else _pickled)(file, content)
    wrong = (y < 0) | (y >= len(CLASSES))
    if wrong.any():
        row = int(np.argmax(wrong))
        text = N_("{file}: label {row} is {label}, but the classes are 0–{last}.")
        raise damage(text, file=file, row=row + 1, label=int(y[row]), last=len(CLASSES) - 1)
    return x, y.astype(np.uint8)


def _binary(file: str, content: bytes) -> Part:
    if len(content) % (1 + PIXELS):
        text = N_("{file} has {size} bytes, which is no multiple of {record}: it is cut short, or no binary"
                  " batch of CIFAR-10.")  # fmt: skip
        raise damage(text, file=file, size=len(content), record=1 + PIXELS)
    records = np.frombuffer(content, np.uint8).reshape(-1, 1 + PIXELS)
    return records[:, 1:].reshape(-1, *SHAPE), records[:, 0]


def _pickled(file: str, content: bytes) -> Part:
    try:
        found = pickled.read(content)
        x, labels = found.get("data"), np.asarray(found.get("labels"))
    except pickled.RefusedError:
        text = N_(
            "{file} was refused: it holds something else than numbers, which is not executed here."
        )
        raise damage(text, file=file) from None
    except ValueError:
        raise damage(N_("{file} is cut short or damaged."), file=file) from None
    if not isinstance(x, np.ndarray) or x.ndim != 2 or x.shape[1] != PIXELS or not len(x):
        text = N_("{file} holds no images of {pixels} bytes each under `data`.")
        raise damage(text, file=file, pixels=PIXELS)
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise damage(N_("{file} holds no list of numbers under `labels`."), file=file)
    if len(labels) != len(x):
        text = N_("{file} holds {labels} labels, but {images} images.")
        raise damage(text, file=file, labels=len(labels), images=len(x))
    return x.reshape(-1, *SHAPE), labels


def _unreadable(file: str, error: OSError) -> ParamError:
    text = N_("{file} can't be read ({error}).")
    return damage(text, file=file, error=error.strerror or type(error).__name__)
