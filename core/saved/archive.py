"""The zip that a run is saved as: a few parts of known names, written alike each time, read with suspicion.

Nothing is unpacked onto the disk, and no more is read of a part than it may have, whatever it declares.
"""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from core.i18n import N_
from core.params import Message, ParamError

MB = 2**20
CONFIG, STATE, HISTORY, EVENTS = "config.json", "state.safetensors", "history.csv", "events.csv"
FRAMES = "frames.safetensors"
DATA = re.compile(r"data/[0-9a-f]{16}")
MOST = {  # bytes of a part
    CONFIG: MB,
    STATE: 256 * MB,
    HISTORY: 32 * MB,
    EVENTS: 4 * MB,
    FRAMES: 8 * MB,
}
MOST_DATA = 26 * MB  # as much as is kept of an upload
LARGEST = 300 * MB  # bytes of the file, and of all parts together
WRITTEN = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the first moment that a zip can name: the same run, the same bytes
PARTS = 8  # more than any saved run has
ENDING = struct.Struct(
    "<4s4H2LH"
)  # how a zip ends: …, bytes and place of its directory, of its comment
DIRECTORY = 4096  # bytes of the directory of so few parts


def refusal(text: str, **values: object) -> ParamError:
    """The error for a file that can't be opened as a saved run."""
    return ParamError(Message("file", text, values), "")


# ---- writing --------------------------------------------------------------------------------------
def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a zip, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, WRITTEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            level = 1 if name == STATE else 6  # weights hardly shrink, and would take long
            archive.writestr(info, data, compresslevel=level)
    return out.getvalue()


def write(path: Path, data: bytes) -> None:
    """The file, whole or not at all. ParamError where it can't be written."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                os.chmod(file.name, 0o666 & ~_umask())
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise
    except OSError as error:
        text = N_("{file} can't be written ({error}).")
        why = error.strerror or type(error).__name__
        raise refusal(text, file=str(path)[-120:], error=why) from None


def _umask() -> int:
    found = os.umask(0o077)
    os.umask(found)
    return found


# ---- reading --------------------------------------------------------------------------------------
def load(path: Path) -> bytes:
    """The bytes of a file, no more than a saved run may have. ParamError where it can't be read."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        text = N_("{file} can't be read ({error}).")
        why = error.strerror or type(error).__name__
        raise refusal(text, file=str(path)[-120:], error=why) from None
    return data


def parts(data: bytes, tables: bool = False) -> dict[str, bytes]:
    """What is read of the zip: tables and frames, which say no more than the state does, only if asked for.

    ParamError where it is no zip of a saved run.
    """
    if len(data) > LARGEST:
        text = N_("The file has more than {most:.0f} MB: no saved run has.")
        raise refusal(text, most=LARGEST / MB)
    _check_end(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _checked(archive.infolist())
            return {
                one.filename: archive.read(one)
                for one in found
                if tables or one.filename not in (HISTORY, EVENTS, FRAMES)
            }
    except ParamError:
        raise
    except (  # whatever zipfile and zlib make of damaged bytes
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        KeyError,
        IndexError,
        OverflowError,
        NotImplementedError,
        RuntimeError,
        struct.error,
    ):
        raise refusal(N_("The file is damaged: it can't be unpacked.")) from None


def _check_end(data: bytes) -> None:
    """A directory of endless length would be read before its entries could be looked at."""
    if not data.startswith(b"PK"):
        raise refusal(N_("This is no saved run: give the .zip that “Save” or --save has written."))
    end = data[-ENDING.size :]
    if len(end) < ENDING.size or not end.startswith(b"PK\5\6"):
        raise refusal(N_("The file is cut short, or something stands behind its end."))
    _, _, _, count, everywhere, size, _, comment = ENDING.unpack(end)
    far = data[-ENDING.size - 20 :].startswith(b"PK\6\7")  # another ending, for more than 4 GB
    if count != everywhere or count > PARTS or size > DIRECTORY or comment or far:
        raise refusal(N_("The file holds other parts than a saved run."))


def _checked(found: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The zip's entries, each of them one that a saved run may have, by name, kind and declared size."""
    for one in found:
        name = one.filename
        if one.orig_filename != name or not (name in MOST or DATA.fullmatch(name)):
            text = N_("The file holds {name}, which no saved run has.")
            raise refusal(text, name=ascii(one.orig_filename[:60])[1:-1])
        if one.flag_bits & 1:
            raise refusal(N_("The file is encrypted: save it without a password."))
        kind = stat.S_IFMT(one.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            text = N_("{name} in the file is a link, and no part of a saved run.")
            raise refusal(text, name=name)
        most = MOST.get(name, MOST_DATA)
        if one.file_size > most:
            text = N_("{name} in the file has {size:,.0f} MB: at most {most:.0f} MB are allowed.")
            raise refusal(text, name=name, size=one.file_size / MB, most=most / MB)
        if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            text = N_("{name} in the file is compressed in a way that isn't read here.")
            raise refusal(text, name=name)
    names = [one.filename for one in found]
    if len(set(names)) < len(names):
        raise refusal(N_("The file holds a part twice."))
    if sum(one.file_size for one in found) > LARGEST:
        text = N_("The file has more than {most:.0f} MB: no saved run has.")
        raise refusal(text, most=LARGEST / MB)
    for needed in (CONFIG, STATE):
        if needed not in names:
            raise refusal(N_("{name} is missing in the file."), name=needed)
    return found
