"""The binary envelope of the live protocol: a JSON header and raw little-endian arrays.

See PROTOCOL.md; packing.py has the frames. `decode` is for tests and for clients written in Python.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

VERSION = 1
ALIGN = 8
CODES = {"uint8": "u1", "int32": "i4", "float32": "f4", "float64": "f8"}


class CodecError(ValueError):
    """Bytes that are no envelope of this version."""


def encode(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """One message. Arrays must be uint8, int32, float32 or float64; raises CodecError otherwise."""
    entries, parts, offset = [], [], 0
    for name, array in arrays.items():
        code = CODES.get(array.dtype.name)
        if code is None:
            raise CodecError(f"array {name} has dtype {array.dtype}; allowed: {', '.join(CODES)}")
        raw = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).tobytes()
        entries.append({"name": name, "dtype": code, "shape": list(array.shape), "offset": offset})
        padding = -len(raw) % ALIGN
        parts += [raw, b"\0" * padding]
        offset += len(raw) + padding
    return enclosed({"v": VERSION, **header, "arrays": entries}, *parts)


def enclosed(header: Mapping[str, Any], *parts: bytes) -> bytes:
    """The envelope of both versions: the header's length, the header, and what follows it."""
    text = json.dumps(plain(header), separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-(4 + len(text)) % ALIGN)
    return b"".join((struct.pack("<I", len(text)), text, *parts))


def head(message: bytes) -> dict[str, Any]:
    """The header of a message, as far as it can be read without unpacking; raises CodecError."""
    try:
        (length,) = struct.unpack_from("<I", message)
        return json.loads(message[4 : 4 + length])
    except (struct.error, ValueError) as error:
        raise CodecError(f"damaged message: {error}") from error


def decode(message: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Header and arrays of a message; raises CodecError where it is damaged."""
    try:
        (length,) = struct.unpack_from("<I", message)
        header = json.loads(message[4 : 4 + length])
        if header["v"] != VERSION:
            raise CodecError(f"version {header['v']} is not {VERSION}")
        arrays = {}
        for entry in header.pop("arrays"):
            shape = tuple(entry["shape"])
            start = 4 + length + entry["offset"]
            flat = np.frombuffer(message, "<" + entry["dtype"], math.prod(shape), start)
            arrays[entry["name"]] = flat.reshape(shape)
    except (struct.error, KeyError, TypeError, ValueError) as error:
        raise CodecError(f"damaged message: {error}") from error
    return header, arrays


def plain(value: Any) -> Any:
    """`value` with numbers that JSON cannot say replaced by null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    return value
