"""What was drawn, as the text that a link carries: about three letters a point.

Deflated (RFC 1951) and base64url: version 1 · what set it is drawn on, 4 bytes · how much of that is still
there (0 all of it, 1 nothing, 2 a bit for each point follows) · A, 2 bytes · of the A points added, column by
column, the upper eight bits of each place as differences to the one before, the lower two, the class or the
hundredths of the value + 100, and a bit for those that only test.
"""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

import numpy as np

from core.i18n import N_
from core.params.messages import Message
from core.playgrounds.mlp.drawing import HUNDREDTHS, ID, MOST, TEST, X1, X2, Edits, Y
from core.playgrounds.mlp.sets import Asked, Kind, identity

LONGEST = 4000  # letters: what browsers, proxies and chats let through
VERSION = 1
ALL, NOTHING, SOME = 0, 1, 2
HEAD = 8  # bytes
UNPACKED = 64 * 1024  # bytes at most: a few letters could inflate to gigabytes


def fingerprint(c: Asked) -> bytes:
    """Four bytes for the set that is drawn on."""
    return zlib.crc32(repr(identity(c)).encode()).to_bytes(4, "little")


def encoded(edits: Edits, c: Asked, kind: Kind) -> str:
    """As above; "" where nothing has been edited. May be longer than LONGEST."""
    if edits.none:
        return ""
    kept, added = edits.kept, edits.added
    there = ALL if kept.all() else SOME if kept.any() else NOTHING
    shift = HUNDREDTHS if kind.task == "regression" else 0
    x, y = added[:, X1], added[:, X2]
    parts = [
        bytes([VERSION]),
        fingerprint(c),
        bytes([there]),
        len(added).to_bytes(2, "little"),
        np.packbits(kept).tobytes() if there == SOME else b"",
        *(np.diff(column >> 2, prepend=0).astype(np.uint8).tobytes() for column in (x, y)),
        ((x & 3) | (y & 3) << 2).astype(np.uint8).tobytes(),
        (added[:, Y] + shift).astype(np.uint8).tobytes(),
        np.packbits(added[:, TEST] > 0).tobytes(),
    ]
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(b"".join(parts)) + packer.flush()
    return urlsafe_b64encode(packed).decode().rstrip("=")


def decoded(code: str, c: Asked, kind: Kind, points: int) -> Edits | None:
    """The edits of a set of so many points; None where the code is of another set, or of none."""
    if not code:
        return None
    data = _unpacked(code)
    if data[1:5] != fingerprint(c):
        return None
    there, count = data[5], int.from_bytes(data[6:8], "little")
    rest = np.frombuffer(data, np.uint8, offset=HEAD)
    bits = -(-points // 8) if there == SOME else 0
    if len(rest) != bits + _size(count):
        return None
    kept = np.full(points, there == ALL)
    if there == SOME:
        kept = np.unpackbits(rest[:bits], count=points).astype(bool)
    x, y, low, value = rest[bits : bits + 4 * count].reshape(4, count).astype(np.int32)
    added = np.zeros((count, 5), np.int32)
    added[:, X1] = (np.cumsum(x) & 255) << 2 | low & 3
    added[:, X2] = (np.cumsum(y) & 255) << 2 | low >> 2 & 3
    most = 2 * HUNDREDTHS if kind.task == "regression" else len(kind.classes) - 1
    if (value > most).any():
        return None
    added[:, Y] = value - (HUNDREDTHS if kind.task == "regression" else 0)
    added[:, TEST] = np.unpackbits(rest[bits + 4 * count :], count=count)
    added[:, ID] = np.arange(count)
    return Edits(kept, added)


def why_not(code: str) -> Message | None:
    """Why this is no drawing at all."""
    try:
        sound = not code or _sound(_unpacked(code))
    except ValueError:
        sound = False
    if sound:
        return None
    return Message(
        "drawn", N_("{name}: this part of the link is damaged: what was drawn can't be read.")
    )


def _sound(data: bytes) -> bool:
    """Whether head and length fit together, whatever set it is of."""
    if len(data) < HEAD or data[0] != VERSION or data[5] > SOME:
        return False
    count = int.from_bytes(data[6:8], "little")
    bits = len(data) - HEAD - _size(count)
    return count <= MOST and (bits >= 0 if data[5] == SOME else bits == 0)


def _size(count: int) -> int:
    """Bytes of so many points."""
    return 4 * count + -(-count // 8)


@lru_cache(maxsize=64)
def _unpacked(code: str) -> bytes:
    """Raises ValueError for what is no deflated text."""
    unpacker = zlib.decompressobj(wbits=-15)
    try:
        data = unpacker.decompress(urlsafe_b64decode(code + "=" * (-len(code) % 4)), UNPACKED)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("not all of it")
    return data
