"""A pickle of bytes, numbers, names and NumPy arrays, read without executing anything that it names.

A pickle names functions and has them called. Here every name but those with which NumPy writes its arrays
ends the reading, and these stand for objects of ours, which take note of what they are called with: not
even NumPy sees anything of the file before its sizes have been compared. Format: Python's pickletools;
NumPy's part: ndarray.__reduce__, in which Python 2, NumPy 1 and NumPy 2 differ by names alone.
"""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np

CORES = ("numpy.core", "numpy._core")
BYTES = ("u1", "|u1", "B", "uint8")  # a type of one byte per number, as it may be written
LATIN = ("latin1", "latin-1")


class RefusedError(ValueError):
    """The pickle would have something executed, or holds what can't be here."""


class _Name:
    """Stands for a function or class that a pickle may name. Only to be called."""

    __slots__ = ("_call",)

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def __call__(self, *args: Any) -> Any:
        return self._call(*args)

    def __setstate__(self, state: Any) -> None:
        raise RefusedError("a function has no state")


class _Kind:
    """Stands for a NumPy dtype."""

    __slots__ = ("code",)

    def __init__(self, code: Any, *_: Any) -> None:
        self.code = code.decode("ascii") if isinstance(code, bytes) else code

    def __setstate__(self, state: Any) -> None:
        """Byte order and the like: of bytes there is none."""


class _Array:
    """Stands for a NumPy array, and keeps what it is to be made of."""

    __slots__ = ("made",)

    def __init__(self, *_: Any) -> None:
        self.made: np.ndarray | None = None

    def __setstate__(self, state: Any) -> None:
        _version, shape, kind, columns_first, data = state
        self.made = _array(data, kind, shape, "F" if columns_first else "C")


def _array(data: Any, kind: Any, shape: Any, order: Any = "C") -> np.ndarray:
    """The array of bytes; RefusedError for any other, and where its sizes don't fit."""
    if not isinstance(kind, _Kind) or kind.code not in BYTES or order not in ("C", "F"):
        raise RefusedError("an array of something else")
    if not isinstance(data, bytes | bytearray) or not all(type(n) is int and n >= 0 for n in shape):
        raise RefusedError("no array")
    if math.prod(shape) != len(data):
        raise RefusedError("sizes that do not fit")
    return np.frombuffer(bytes(data), np.uint8).reshape(shape, order=order)


def _number(kind: Any, data: Any) -> int:
    if not isinstance(kind, _Kind) or not isinstance(data, bytes):
        raise RefusedError("no number")
    return int.from_bytes(data, "big" if str(kind.code).startswith(">") else "little", signed=True)


def _from_buffer(data: Any, kind: Any, shape: Any, order: Any) -> _Array:
    made = _Array()
    made.made = _array(data, kind, shape, order)
    return made


def _encoded(text: Any, encoding: Any) -> bytes:
    """How Python 3 writes bytes in the protocols of Python 2."""
    if not isinstance(text, str) or encoding not in LATIN:
        raise RefusedError("another encoding")
    return text.encode("latin-1")


def _names() -> dict[tuple[str, str], _Name]:
    """Made anew for each file, so that nothing of it can stay."""
    found = {
        ("numpy", "ndarray"): _Name(_Array),
        ("numpy", "dtype"): _Name(_Kind),
        ("_codecs", "encode"): _Name(_encoded),
    }
    for core in CORES:
        found[f"{core}.multiarray", "_reconstruct"] = _Name(_Array)
        found[f"{core}.multiarray", "scalar"] = _Name(_number)
        found[f"{core}.numeric", "_frombuffer"] = _Name(_from_buffer)
    return found


class _Reader(pickle.Unpickler):
    def __init__(self, data: bytes) -> None:
        super().__init__(BytesIO(data), encoding="bytes")
        self._names = _names()

    def find_class(self, module: str, name: str) -> Any:
        try:
            return self._names[module, name]
        except KeyError:
            raise RefusedError("it names something to be executed") from None


def read(data: bytes) -> dict[str, Any]:
    """The dictionary in a pickle, its keys as str. RefusedError for anything else, ValueError for damage."""
    try:
        found = _Reader(data).load()
    except RefusedError:
        raise
    except Exception:  # a damaged pickle raises whatever it stumbles over
        raise ValueError("damaged") from None
    if type(found) is not dict:
        raise RefusedError("no dictionary")
    return {
        _text(key): value.made if isinstance(value, _Array) else value
        for key, value in found.items()
    }


def _text(key: Any) -> str:
    if isinstance(key, bytes):
        return key.decode("latin-1")
    if isinstance(key, str):
        return key
    raise RefusedError("a key that is no word")
