"""Frames on the wire: what changed since the frame before, in one deflate stream per connection.

PROTOCOL.md has the format. Both ends hold the numbers that went over last, array by array; a connection
keeps frames in order and loses none, so the two never differ. While a run trains, the numbers of a
picture may be off by as much as `Grain` says; an exact frame has every bit.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from core.live.codec import CODES, CodecError, decode, enclosed, plain
from core.playgrounds.contract import Arrays

VERSION = 2
HEAD = ("type", "n", "build", "status", "step")  # can be read without inflating anything
GROUPS = {
    "plain": 0,
    "bytes": 1,
    "shades": 1,
    "words": 4,
    "floats": 4,
}  # → bytes per number, 0: any
LEVEL, STRATEGY = 4, zlib.Z_FILTERED  # what is left of a picture is noise: short matches don't pay
BYTE, WORD = np.dtype(np.uint8), np.dtype("<i4")


class Grain(NamedTuple):
    """How finely pictures go: shades (u1) in steps of `step`, floats without their `drop` lowest bits."""

    step: int
    drop: int


EXACT = Grain(1, 0)
GRAINS = (Grain(1, 12), Grain(3, 13), Grain(5, 14), Grain(9, 15))  # 11 bits of mantissa … 8


@dataclass(frozen=True)
class Frame:
    """A frame that is not packed yet; its arrays belong to nobody else.

    Unless it is `exact`, the f4 among `views` may be rounded, and so may the u1 that `shades` names.
    Raises CodecError for an array of a type that does not travel.
    """

    header: Mapping[str, Any]
    curves: Arrays
    views: Arrays
    shades: frozenset[str] = frozenset()
    exact: bool = True

    def __post_init__(self) -> None:
        for name, array in {**self.curves, **self.views}.items():
            if array.dtype.name not in CODES:
                raise CodecError(f"array {name} has dtype {array.dtype}, which does not travel")

    def __len__(self) -> int:
        """Bytes of its arrays, before packing."""
        return sum(array.nbytes for array in (*self.curves.values(), *self.views.values()))

    def group(self, name: str) -> str:
        """How the array is coded, one of GROUPS."""
        array = self.views.get(name)
        if array is None or array.dtype.itemsize == 8:
            return "plain"
        if array.dtype.itemsize == 1:
            return "shades" if name in self.shades else "bytes"
        # To round what is not finite would make another number of it.
        return "floats" if array.dtype.kind == "f" and np.isfinite(array).all() else "words"


class Packer:
    """The sending end of one connection."""

    def __init__(self) -> None:
        self._memory = Memory()
        self._stream = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, 8, STRATEGY)

    def pack(self, frame: Frame, grain: Grain = EXACT) -> bytes:
        grain = EXACT if frame.exact else grain
        arrays = frame.curves | frame.views
        entries, parts = [], []
        grouped: dict[str, list[str]] = {group: [] for group in GROUPS}
        for name in arrays:
            grouped[frame.group(name)].append(name)
        for group, members in grouped.items():
            flat = []
            for name in members:
                array = arrays[name]
                code, shape = CODES[array.dtype.name], list(array.shape)
                entries.append({"name": name, "dtype": code, "shape": shape, "group": group})
                flat.append(np.ascontiguousarray(array, "<" + code).reshape(-1))
            if group == "plain":
                parts += [array.tobytes() for array in flat]
            elif members:
                parts.append(self._coded(group, members, flat, grain))
        said = {**frame.header, "grain": grain, "arrays": entries}
        text = json.dumps(plain(said), separators=(",", ":"), allow_nan=False).encode()
        body = b"".join((struct.pack("<I", len(text)), text, *parts))
        head = {key: frame.header.get(key) for key in HEAD}
        if frame.header.get("key"):  # of a broadcast: a new stream begins here
            head["key"] = True
        packed = self._stream.compress(body) + self._stream.flush(zlib.Z_SYNC_FLUSH)
        return enclosed({"v": VERSION, **head, "size": len(body)}, packed)

    def _coded(self, group: str, names: list[str], flat: list[np.ndarray], grain: Grain) -> bytes:
        """The change of these arrays, which are laid end to end."""
        kind = BYTE if GROUPS[group] == 1 else WORD
        counts = dict(zip(names, map(len, flat), strict=True))
        now = np.concatenate([array.view(kind) for array in flat])
        before = self._memory.recall(counts, kind)
        if group == "shades" and grain.step > 1:
            # What is left over by rounding to whole steps stays for a later frame.
            change = now.astype(np.int16) - before
            steps = (change + (256 * grain.step + grain.step // 2)) // grain.step - 256
            self._memory.hold(counts, _clipped(before + steps * grain.step))
            return steps.astype(np.int8).tobytes()
        if kind == BYTE:
            self._memory.hold(counts, now)
            return (now - before).tobytes()
        drop = grain.drop if group == "floats" else 0
        coarse = _rounded(now, drop)
        change = coarse - _rounded(before, drop)
        self._memory.hold(counts, coarse << np.int32(drop))
        # Small changes of either sign as small numbers; then all lowest bytes, all second ones, …
        return ((change << 1) ^ (change >> 31)).view(BYTE).reshape(-1, 4).T.tobytes()


class Unpacker:
    """The receiving end of one connection, as `Unpacker` in codec.js is the browser's."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._memory = Memory()
        self._stream = zlib.decompressobj(-zlib.MAX_WBITS)

    def unpack(self, message: bytes) -> tuple[dict[str, Any], Arrays]:
        """Header and arrays of the next message, packed or a plain envelope.

        Raises CodecError where it is damaged, or not the next.
        """
        try:
            (length,) = struct.unpack_from("<I", message)
            head = json.loads(message[4 : 4 + length])
            if head["v"] != VERSION:
                return decode(message)
            if head.get("key"):
                self._begin()
            body = self._stream.decompress(message[4 + length :])
            if len(body) != head["size"]:
                raise CodecError(f"{len(body)} bytes where {head['size']} were announced")
            (length,) = struct.unpack_from("<I", body)
            header = json.loads(body[4 : 4 + length])
            grain, entries = Grain(*header.pop("grain")), header.pop("arrays")
            arrays, offset = Arrays(), 4 + length
            for group in GROUPS:
                members = [entry for entry in entries if entry["group"] == group]
                offset = self._group(group, members, body, offset, grain, arrays)
        except (struct.error, zlib.error, KeyError, TypeError, ValueError) as error:
            raise CodecError(f"damaged message: {error}") from error
        return header, arrays

    def _group(
        self, group: str, members: list[Any], body: bytes, offset: int, grain: Grain, into: Arrays
    ) -> int:
        """Reads the arrays of one group; where the next group begins."""
        counts = {entry["name"]: math.prod(entry["shape"]) for entry in members}
        if members and group != "plain":
            coded = np.frombuffer(body, BYTE, GROUPS[group] * sum(counts.values()), offset)
            self._memory.hold(counts, self._decoded(group, counts, coded, grain))
            offset += len(coded)
        for entry in members:
            name, kind = entry["name"], np.dtype("<" + entry["dtype"])
            if group == "plain":
                found = np.frombuffer(body, kind, counts[name], offset)
                offset += found.nbytes
            else:
                found = self._memory.held[name].view(kind)
            into[name] = found.reshape(entry["shape"])
        return offset

    def _decoded(
        self, group: str, counts: Mapping[str, int], coded: np.ndarray, grain: Grain
    ) -> np.ndarray:
        if GROUPS[group] == 1:
            before = self._memory.recall(counts, BYTE)
            if group == "shades" and grain.step > 1:
                return _clipped(before + coded.view(np.int8).astype(np.int16) * grain.step)
            return before + coded
        drop = grain.drop if group == "floats" else 0
        words = np.ascontiguousarray(coded.reshape(4, -1).T).view("<u4").reshape(-1)
        change = (words >> np.uint32(1)).astype(np.int32) ^ -(words & np.uint32(1)).astype(np.int32)
        before = self._memory.recall(counts, WORD)
        return (_rounded(before, drop) + change) << np.int32(drop)


class Memory:
    """What went over last, by array: its numbers, flat, as bytes or as whole words."""

    def __init__(self) -> None:
        self.held: Arrays = {}

    def recall(self, counts: Mapping[str, int], kind: np.dtype[Any]) -> np.ndarray:
        """These arrays end to end; zeros for one that was not there or had another length."""
        found = []
        for name, count in counts.items():
            last = self.held.get(name)
            fits = last is not None and last.dtype == kind and len(last) == count
            found.append(last if last is not None and fits else np.zeros(count, kind))
        return np.concatenate(found)

    def hold(self, counts: Mapping[str, int], numbers: np.ndarray) -> None:
        offset = 0
        for name, count in counts.items():
            self.held[name] = numbers[offset : offset + count]
            offset += count


def _rounded(words: np.ndarray, drop: int) -> np.ndarray:
    """Without the lowest bits, shifted down."""
    return (words + np.int32((1 << drop) >> 1)) >> np.int32(drop)


def _clipped(numbers: np.ndarray) -> np.ndarray:
    return np.clip(numbers, 0, 255).astype(BYTE)
