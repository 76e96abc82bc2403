"""One set's files fetched from their official addresses: whole and of the known hash, or not at all.

A file is received in a folder of its own, and takes its place only once its hash has been compared. Whatever
happens, nothing half-written stays: what a process left that was killed, the next one removes.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.data import official, places
from core.data.alone import alone
from core.data.official import File
from core.i18n import N_
from core.params.messages import Message, ParamError

CHUNK = 2**16  # bytes at a time
PATIENCE = (10.0, 20.0)  # seconds for a connection, and without a byte
SPARE = 2**24  # bytes of the disk that stay free
STAGING = ".download-"
Told = Callable[[int], None]  # bytes received so far, of all files; may raise to end it


class StoppedError(Exception):
    """Somebody has ended it."""


class _Meter:
    """What pooch calls a progress bar; ends what is longer than the file should be."""

    def __init__(self, file: File, before: int, told: Told) -> None:
        self.file, self.before, self.told = file, before, told
        self.total = self.received = 0

    def update(self, count: int) -> None:
        self.received += count
        if self.received > self.file.size + CHUNK:
            raise ValueError("more than the file has")
        self.told(self.before + min(self.received, self.file.size))

    def reset(self) -> None:
        self.received = 0

    def close(self) -> None:
        """Nothing is left to do."""


def fetch(name: str, told: Told, wait: Callable[[], None]) -> None:
    """Fetches what is missing of a set. `wait` is called while another process does.

    Raises ParamError about `dataset` with the reason, and whatever `told` and `wait` raise.
    """
    root, home = places.root(), places.own(name)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with alone(root, wait) as held:  # not in the set's own folder, which may go again
            made = not home.exists()
            try:
                home.mkdir(exist_ok=True)
                for stale in home.glob(f"{STAGING}*") if held else ():
                    shutil.rmtree(stale, ignore_errors=True)
                _every(name, home, told)
            finally:
                if made:
                    with suppress(OSError):
                        home.rmdir()  # it goes if it is empty
    except OSError as error:
        raise _unwritten(home, error) from None


def _every(name: str, home: Path, told: Told) -> None:
    files = official.FILES[name]
    missing = [file for file in files if not _same(home / file.name, file)]
    needed = sum(file.size for file in missing)
    before = sum(file.size for file in files) - needed
    free = shutil.disk_usage(home).free
    if missing and free < needed + SPARE:
        text = N_(
            "There is no room for {value}: it needs {needed:.0f} MB, and {free:.0f} MB are free."
        )
        raise _problem(text, value=name, needed=(needed + SPARE) / 1e6, free=free / 1e6)
    for file in missing:
        told(before)
        staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=home))
        try:
            _one(file, staging, _Meter(file, before, told))
            os.replace(staging / file.name, home / file.name)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        before += file.size
    told(before)


def _same(path: Path, file: File) -> bool:
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    import pooch  # it takes a moment to import, and most people have no need of it

    return pooch.file_hash(str(path), alg="md5") == file.md5


def _one(file: File, staging: Path, meter: _Meter) -> None:
    import pooch
    import requests

    pooch.get_logger().setLevel("WARNING")
    bar: Any = meter
    get = pooch.HTTPDownloader(
        bar, chunk_size=CHUNK, timeout=PATIENCE, headers={"Accept-Encoding": "identity"}
    )
    try:
        pooch.retrieve(file.url, f"md5:{file.md5}", file.name, staging, downloader=get)
        (staging / file.name).chmod(0o644)  # others of this machine may read it too
    except requests.HTTPError as error:
        text = N_("{file} was refused by {host} ({status}).")
        status = error.response.status_code if error.response is not None else "–"
        raise _problem(text, file=file.name, host=_host(file), status=status) from None
    except requests.RequestException as error:
        if meter.received or isinstance(error, requests.exceptions.ChunkedEncodingError):
            text = N_("{file} was cut short after {received:.1f} of {size:.1f} MB: try again.")
            raise _problem(
                text, file=file.name, received=meter.received / 1e6, size=file.size / 1e6
            ) from None
        text = N_("{host} can't be reached.")
        raise _problem(text, host=_host(file)) from None
    except ValueError:  # pooch's, and ours for what is too long
        text = N_(
            "What {host} sent as {file} is not the file that is known: nothing of it was kept."
        )
        raise _problem(text, file=file.name, host=_host(file)) from None


def _host(file: File) -> str:
    return file.url.split("/")[2]


def _unwritten(home: Path, error: OSError) -> ParamError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _problem(N_("The disk is full: nothing of the download was kept."))
    text = N_("The folder {folder} of the data sets can't be written ({error}).")
    why = error.strerror or type(error).__name__
    return _problem(text, folder=home.name, error=why)


def _problem(text: str, **values: object) -> ParamError:
    return ParamError(Message("dataset", text, values), "digits")


def nap(stopped: Callable[[], bool], seconds: float = 0.2) -> None:
    """A `wait` for fetch: sleeps, and raises StoppedError where it is to end."""
    if stopped():
        raise StoppedError
    time.sleep(seconds)
