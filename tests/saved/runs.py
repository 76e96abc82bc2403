"""Runs to be saved, and their files taken apart and put together."""

from __future__ import annotations

import io
import zipfile
from functools import cache

from core.playgrounds import lookup
from core.saved.file import to_bytes
from core.training.packed import Packed, pack
from core.training.run import Run


def trained(name: str, steps: int, **values) -> Run:
    run = Run(lookup(name), lookup(name).Config(**values), device="cpu")
    run.obey()
    run.play("flat")
    run.obey()
    run.advance(60.0, steps)
    return run


def packed(run: Run) -> Packed:
    with run.computing():
        return pack(run.session)


@cache
def small() -> bytes:
    """The file of a small run."""
    return to_bytes(packed(trained("mlp", 30, hidden=(3,), points=60)))


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def zipped(parts, method=zipfile.ZIP_DEFLATED) -> bytes:
    """`parts`: pairs of a name, or a ZipInfo, and content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content, compress_type=method)
    return out.getvalue()
