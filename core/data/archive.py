"""A zip archive that a visitor hands in, read in memory: nothing of it is ever written to a disk.

Its names are only read, never followed, so that `../` and absolute paths lead nowhere. What counts is how
much an archive unpacks to: all sizes are added up from its directory before anything is unpacked, and what
an entry says of itself is checked again while it is read, so that neither a lying directory nor entries
that share their bytes can fill the memory.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO

from core.data.uploads import refusal
from core.i18n import N_
from core.params.messages import ParamError

LARGEST = 100 * 2**20  # bytes of all files handed in together
UNPACKED = 250 * 2**20  # bytes of all its entries together
ENTRY = 30 * 2**20  # bytes of one entry, unpacked
ENTRIES = 20_000
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack without a bound
START = b"PK\x03\x04", b"PK\x05\x06"  # of an archive, and of an empty one
IN_DIRECTORY = b"PK\x01\x02"
ENCRYPTED = 0x1


def is_zip(data: bytes) -> bool:
    return data.startswith(START)


def unpacked(data: bytes, file: str) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every entry that is no folder: its name, and what unpacks it. `file` is the archive's name.

    Both raise ParamError about `upload`: going through an archive that is damaged or too much, and
    unpacking an entry that is damaged, encrypted or too large, which says nothing of the others.
    """
    check(len(data), data.count(IN_DIRECTORY))
    with _guarded(file):
        archive = zipfile.ZipFile(BytesIO(data))
        entries = [one for one in archive.infolist() if not one.is_dir()]
        check(len(data), len(entries), sum(one.file_size for one in entries))
    for one in entries:
        yield one.filename, partial(_read, archive, one, file)


def check(size: int, entries: int, unpacked: int = 0) -> None:
    """Raises ParamError where so many bytes, entries, or bytes once unpacked are too much."""
    if size > LARGEST:
        text = N_("The files have {size:.1f} MB: at most {most:.0f} MB are allowed.")
        raise refusal(text, size=size / 2**20, most=LARGEST / 2**20)
    if entries > ENTRIES:
        text = N_("There are {count} files: at most {most} are allowed.")
        raise refusal(text, count=entries, most=ENTRIES)
    if unpacked > UNPACKED:
        text = N_("The archive unpacks to {size:.0f} MB: at most {most:.0f} MB are allowed.")
        raise refusal(text, size=unpacked / 2**20, most=UNPACKED / 2**20)


@contextmanager
def _guarded(file: str) -> Iterator[None]:
    """Whatever a damaged archive makes its reader raise becomes a sentence."""
    try:
        yield
    except ParamError:
        raise
    except (
        Exception
    ):  # a damaged directory breaks its reader in many ways, and it quotes what is there
        raise refusal(N_("{file} is a damaged archive."), file=file) from None


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> bytes:
    name = entry.filename[-60:]
    if entry.flag_bits & ENCRYPTED:
        raise refusal(N_("{file} is encrypted: pack it without a password."), file=name)
    if entry.compress_type not in METHODS:
        text = N_("{file} is packed in an unusual way: use an ordinary zip (deflate).")
        raise refusal(text, file=name)
    if entry.file_size > ENTRY:
        text = N_("{file} unpacks to {size:.0f} MB: at most {most:.0f} MB are allowed.")
        raise refusal(text, file=name, size=entry.file_size / 2**20, most=ENTRY / 2**20)
    with _guarded(file), archive.open(entry) as stream:
        return stream.read(entry.file_size + 1)  # asked for a bounded number, it unpacks no more
