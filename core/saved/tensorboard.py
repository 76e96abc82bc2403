"""Curves as TensorBoard reads them: records of protocol buffers, written here.

TensorBoard's own writer would come with 57 MB of a server's packages; what it writes is this. A record is its
length, the length's checksum, the content and the content's checksum (tensorflow/core/lib/io/record_writer.h,
crc32c as in RFC 3720); the content is an Event (tensorflow/core/util/event.proto), whose fields are numbered
there.
"""

from __future__ import annotations

import struct
import time
from functools import cache

from core.saved import tables
from core.training.packed import Packed

NAME = "events.out.tfevents.{time:010d}.learnscope"
VERSION = b"brain.Event:2"  # of the format: the first record's content
POLYNOMIAL, DELTA = 0x82F63B78, 0xA282EAD8
WORD = 0xFFFFFFFF


def written(packed: Packed) -> dict[str, bytes]:
    """The file by its name: a scalar for every point of every curve."""
    now = int(time.time())
    begun = _double(1, now)
    records = [begun + _bytes(3, VERSION)]
    for name, (steps, values) in tables.curves(packed).items():
        tag = _bytes(1, name.encode())
        for step, value in sorted(zip(steps.tolist(), values.tolist(), strict=True)):
            scalar = _bytes(1, tag + _key(2, 5) + struct.pack("<f", value))
            records.append(begun + _key(2, 0) + _varint(step) + _bytes(5, scalar))
    return {NAME.format(time=now): b"".join(map(_record, records))}


# ---- protocol buffers: a field's number and kind, then its value ------------------------------------
def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


def _key(number: int, kind: int) -> bytes:
    return _varint(number << 3 | kind)


def _double(number: int, value: float) -> bytes:
    return _key(number, 1) + struct.pack("<d", value)


def _bytes(number: int, value: bytes) -> bytes:
    return _key(number, 2) + _varint(len(value)) + value


# ---- records ----------------------------------------------------------------------------------------
def _record(content: bytes) -> bytes:
    length = struct.pack("<Q", len(content))
    return length + _checksum(length) + content + _checksum(content)


def _checksum(data: bytes) -> bytes:
    """Masked, since a checksum of what holds checksums says little."""
    table, found = _table(), WORD
    for byte in data:
        found = table[(found ^ byte) & 255] ^ (found >> 8)
    found ^= WORD
    return struct.pack("<I", ((found >> 15 | found << 17) + DELTA) & WORD)


@cache
def _table() -> tuple[int, ...]:
    found = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (POLYNOMIAL if value & 1 else 0)
        found.append(value)
    return tuple(found)
