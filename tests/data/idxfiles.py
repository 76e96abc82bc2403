"""Tiny sets in the idx format, so that no test depends on the real ones."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np


def encoded(array: np.ndarray) -> bytes:
    """`array` as an idx file of unsigned bytes."""
    header = struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return header + array.astype(np.uint8).tobytes()


def write(folder: Path, n: int = 60, side: int = 28) -> tuple[np.ndarray, np.ndarray]:
    """A set of n training and n test images whose class shows as a bright row; returns x and y."""
    folder.mkdir(parents=True, exist_ok=True)
    y = np.arange(n) % 10
    x = np.random.default_rng(0).integers(0, 50, (n, side, side))
    x[np.arange(n), 2 * y + 4] = 255
    for part in ("train", "t10k"):
        (folder / f"{part}-images-idx3-ubyte").write_bytes(encoded(x))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(encoded(y))
    return x, y
