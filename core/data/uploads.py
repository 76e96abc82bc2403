"""Files that visitors hand in: few, small, and kept in one folder of the app's own.

A file is known by what it contains: its id is the start of the SHA-256 of its bytes, so a link can
carry it, the same file is stored once, and no name that a visitor chose ever becomes a path.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from core.i18n import N_
from core.params.messages import Message, ParamError

LARGEST = 10 * 2**20  # bytes of one file, as it is handed in
KEPT = 26 * 2**20  # bytes of what is kept of it: of the most images in colour, 24 MB
TOTAL = 250 * 2**20  # bytes of all files together; the one unused for longest makes way
CLAIMS = 10_000  # that are remembered
ID = re.compile(r"[0-9a-f]{16}")
_CLAIMS: dict[tuple[str, str], None] = {}  # upload and viewer, the latest last
_LOCK = threading.Lock()


def folder() -> Path:
    """Where uploads lie: LEARNSCOPE_UPLOADS, else a folder among the system's temporary files."""
    chosen = os.environ.get("LEARNSCOPE_UPLOADS", "")
    if chosen:
        return Path(chosen)
    user = os.getuid() if hasattr(os, "getuid") else "all"
    return Path(tempfile.gettempdir()) / f"learnscope-uploads-{user}"


def store(data: bytes) -> str:
    """Keeps the file and returns its id, 16 hex digits. ParamError where it is too large."""
    check_size(len(data), KEPT)
    if not data:
        raise refusal(N_("The file is empty."))
    upload = hashlib.sha256(data).hexdigest()[:16]
    try:
        _own(folder())
        path = folder() / upload
        if path.is_file():
            path.touch()
            return upload
        _make_room(len(data))
        with tempfile.NamedTemporaryFile(dir=folder(), prefix=".new-", delete=False) as file:
            file.write(data)
        os.replace(file.name, path)  # whole or not at all, whoever else is storing it just now
    except OSError as error:
        text = N_("The file can't be kept ({error}).")
        raise refusal(text, error=error.strerror or type(error).__name__) from None
    return upload


def claim(upload: str, viewer: str) -> None:
    """Remembers who has handed a file in: to them alone it is given back. Forgotten when the server ends."""
    with _LOCK:
        _CLAIMS.pop((upload, viewer), None)
        _CLAIMS[upload, viewer] = None
        while len(_CLAIMS) > CLAIMS:
            del _CLAIMS[next(iter(_CLAIMS))]


def claimed(upload: str, viewer: str) -> bool:
    """Whether this viewer has handed the file in: who has its id by a link may train on it, no more."""
    return (upload, viewer) in _CLAIMS


def read(upload: str) -> bytes:
    """The bytes stored under the id. ParamError where it is none, or the file has made way."""
    path = find(upload)
    try:
        with path.open("rb") as file:
            data = file.read(KEPT + 1)
        if hashlib.sha256(data).hexdigest()[:16] != upload:
            raise OSError("the file has changed")
    except OSError:
        raise _gone(upload) from None
    return data


def find(upload: str) -> Path:
    """Where the file of that id lies. ParamError where there is none."""
    if not upload:
        raise refusal(N_("There is no file yet: upload one."))
    path = folder() / upload
    if not ID.fullmatch(upload) or path.is_symlink() or not path.is_file():
        raise _gone(upload)
    with suppress(OSError):
        path.touch()  # in use: it makes way later
    return path


def _gone(upload: str) -> ParamError:
    text = N_("{name} = {upload}: this file isn't here any more; upload it again.")
    return refusal(text, upload=upload[:60])


def check_size(size: int, most: int = 0) -> None:
    """Raises ParamError for a file of more than `most` bytes, usually LARGEST."""
    most = most or LARGEST
    if size > most:
        text = N_("The file has {size:.1f} MB: at most {most:.0f} MB are allowed.")
        raise refusal(text, size=size / 2**20, most=most / 2**20)


def refusal(text: str, **values: object) -> ParamError:
    """The error for an uploaded file that can't be used, or kept."""
    return ParamError(Message("upload", text, values), "")


def _own(home: Path) -> None:
    """Makes the folder, for this user alone; refuses one that somebody else has put there."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if home.is_symlink() or (hasattr(os, "getuid") and home.stat().st_uid != os.getuid()):
        raise PermissionError(1, "the folder belongs to somebody else")


def _make_room(size: int) -> None:
    """Removes files, the one unused for longest first, until `size` more bytes fit."""
    kept = []
    for path in folder().iterdir():
        if ID.fullmatch(path.name) and path.is_file() and not path.is_symlink():
            about = path.stat()
            kept.append((about.st_mtime_ns, path, about.st_size))
    total = size + sum(each for _, _, each in kept)
    for _, path, each in sorted(kept):
        if total <= TOTAL:
            break
        path.unlink(missing_ok=True)
        total -= each
