"""The idx format, in which MNIST and its successors come: a short header, then bytes.

    00 00 08 d   two zeros, the type (08: unsigned bytes) and d, the number of dimensions
    n₁ … n_d     their sizes, four bytes each, the most significant first
    …            n₁ · … · n_d bytes, the last dimension runs fastest

The format's description: yann.lecun.com/exdb/mnist. Files may be gzipped.
"""

from __future__ import annotations

import gzip
import math
import re
import struct
import zlib
from io import BufferedIOBase
from pathlib import Path

import numpy as np

from core.i18n import N_
from core.params.messages import Message, ParamError

UNSIGNED_BYTES = 0x08
MOST = 2**28  # bytes after the header: what a damaged header may make us read at most
NAME = re.compile(r"(train|t10k)[-_.](images|labels)[-_.]idx[13][-_.]ubyte(?:\.gz)?")
OTHER = {  # dimensions → what to say of a file that starts with something else, and not with what
    1: N_("{file} does not start with {magic}, as labels in idx format do."),
    3: N_("{file} does not start with {magic}, as images in idx format do."),
}


def key(file: str) -> str:
    """What a file of MNIST's is, by its name: `train-images` and so on, "" for any other.

    The names that the authors give end in `-idx3-ubyte`, Kaggle's in `.idx3-ubyte`; with or without .gz.
    """
    found = NAME.fullmatch(file.lower())
    return f"{found[1]}-{found[2]}" if found else ""


def read(path: Path, sizes: tuple[int | None, ...]) -> np.ndarray:
    """The array in an idx file of unsigned bytes, read-only.

    `sizes` says what it must look like, None where any size will do: (None, 28, 28) for MNIST's
    images, (None,) for labels. Raises ParamError, with a sentence about the file, for any damage.
    """
    file = f"{path.parent.name}/{path.name}"
    try:
        with path.open("rb") as raw:
            zipped = raw.read(2) == b"\x1f\x8b"
        with gzip.open(path) if zipped else path.open("rb") as stream:
            return _array(stream, file, sizes)
    except EOFError:
        raise damage(
            N_("{file} is cut short: its gzip stream ends too early."), file=file
        ) from None
    except (gzip.BadGzipFile, zlib.error):
        raise damage(N_("{file} is damaged: gzip can't unpack it."), file=file) from None
    except OSError as error:
        text = N_("{file} can't be read ({error}).")
        raise damage(text, file=file, error=error.strerror or type(error).__name__) from None


def _array(stream: BufferedIOBase, file: str, sizes: tuple[int | None, ...]) -> np.ndarray:
    start = stream.read(4)
    magic = bytes((0, 0, UNSIGNED_BYTES, len(sizes)))
    if start != magic:
        if not start:
            raise damage(N_("{file} is empty."), file=file)
        raise damage(OTHER[len(sizes)], file=file, magic=magic.hex(" "))
    header = stream.read(4 * len(sizes))
    if len(header) < 4 * len(sizes):
        raise damage(N_("{file} is cut short: it ends within its header."), file=file)
    shape = struct.unpack(f">{len(sizes)}I", header)
    wanted = math.prod(shape)
    if not 0 < wanted <= MOST:  # no numbers: of another kind of file they would be its contents
        raise damage(N_("{file} announces sizes in its header that can't be right."), file=file)
    if any(size not in (None, found) for size, found in zip(sizes, shape, strict=True)):
        text = N_("{file} holds images of {found} pixels, but {expected} were expected.")
        raise damage(text, file=file, found=_times(shape[1:]), expected=_times(sizes[1:]))
    data = stream.read(wanted + 1)  # one more, to see whether the file ends where it should
    if len(data) < wanted:
        text = N_("{file} is cut short: {found} of {wanted} bytes are there.")
        raise damage(text, file=file, found=len(data), wanted=wanted)
    if len(data) > wanted:
        text = N_("{file} goes on after the {count} entries that its header announces.")
        raise damage(text, file=file, count=shape[0])
    return np.frombuffer(data, np.uint8).reshape(shape)


def damage(text: str, **values: object) -> ParamError:
    """The error for a data set that can't be used: scikit-learn's digits always can."""
    return ParamError(Message("dataset", text, values), "digits")


def _times(sizes: tuple[int | None, ...]) -> str:
    return "×".join(map(str, sizes))
