"""Tiny CIFAR-10s in the author's formats, so that no test depends on the real one."""

from __future__ import annotations

import io
import pickle
import struct
import tarfile
from pathlib import Path

import numpy as np

TRAIN = tuple(f"data_batch_{k}" for k in range(1, 6))
EVERY = (*TRAIN, "test_batch")


def batch(seed: int, n: int = 20) -> tuple[np.ndarray, np.ndarray]:
    """Images [n, 3072] and labels [n], every class as often as it goes."""
    x = np.random.default_rng(seed).integers(0, 256, (n, 3072)).astype(np.uint8)
    return x, (np.arange(n) % 10).astype(np.uint8)


def binary(x: np.ndarray, y: np.ndarray) -> bytes:
    return np.concatenate([y[:, None].astype(np.uint8), x], 1).tobytes()


def python(x: np.ndarray, y: np.ndarray, protocol: int = 2) -> bytes:
    """As this NumPy writes it."""
    found = {
        b"batch_label": b"x",
        b"labels": y.tolist(),
        b"data": x,
        b"filenames": [b"a.png"] * len(y),
    }
    return pickle.dumps(found, protocol)


def python2(x: np.ndarray, y: np.ndarray) -> bytes:
    """As the author's own files are: protocol 2 of Python 2, written out by hand."""

    def text(data: bytes) -> bytes:
        return b"U" + bytes([len(data)]) + data  # SHORT_BINSTRING, which Python 3 writes no longer

    kind = b"cnumpy\ndtype\n" + text(b"u1") + b"K\x00K\x01\x87R"
    kind += b"(K\x03" + text(b"|") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
    array = (
        b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85" + text(b"b") + b"\x87R"
    )
    shape = b"M" + struct.pack("<H", x.shape[0]) + b"M" + struct.pack("<H", x.shape[1]) + b"\x86"
    raw = b"T" + struct.pack("<i", x.size) + x.tobytes()
    array += b"(K\x01" + shape + kind + b"\x89" + raw + b"tb"
    labels = b"](" + b"".join(b"K" + bytes([k]) for k in y.tolist()) + b"e"
    return b"\x80\x02}(" + text(b"data") + array + text(b"labels") + labels + b"u."


def put(folder: Path, form: str, names: tuple[str, ...] = EVERY, n: int = 20) -> None:
    """The set in one of its forms: `bin`, `py`, `py2`, loose in the folder, or `tar of` one of them."""
    folder.mkdir(parents=True, exist_ok=True)
    if form.startswith("tar of "):
        inner = form.removeprefix("tar of ")
        ending = "binary" if inner == "bin" else "python"
        with tarfile.open(folder / f"cifar-10-{ending}.tar.gz", "w:gz") as archive:
            for name, data in contents(inner, names, n).items():
                member = tarfile.TarInfo(f"cifar-10-batches-{inner[:3]}/{name}")
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
        return
    for name, data in contents(form, names, n).items():
        (folder / name).write_bytes(data)


def contents(form: str, names: tuple[str, ...] = EVERY, n: int = 20) -> dict[str, bytes]:
    ending, written = {"bin": (".bin", binary), "py": ("", python), "py2": ("", python2)}[form]
    found = {f"{name}{ending}": written(*batch(EVERY.index(name), n)) for name in names}
    return found | {"readme.html": b"<p>", f"batches.meta{'.txt' if ending else ''}": b"airplane\n"}
