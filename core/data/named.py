"""What an upload keeps beside a file's content: its name, in one line that begins with a magic word."""

from __future__ import annotations

import json

MAGIC = b"learnscope table "
LONGEST = 100  # letters of a name


def packed(name: str, data: bytes) -> bytes:
    """The content with its name before it."""
    return MAGIC + json.dumps({"name": short(name)}).encode() + b"\n" + data


def unpacked(data: bytes) -> tuple[str, bytes]:
    """Name and content; what was stored without a name has none."""
    header, _, body = data.partition(b"\n")
    if not header.startswith(MAGIC):
        return "", data
    try:
        told = json.loads(header.removeprefix(MAGIC))
        return short(told["name"]), body
    except (ValueError, TypeError, KeyError, RecursionError):
        return "", body


def short(name: str) -> str:
    """The last part of a path from any system, without what can't be printed; its end where it is long."""
    last = str(name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    clean = "".join(filter(str.isprintable, last))
    return clean if len(clean) <= LONGEST else "…" + clean[1 - LONGEST :]
