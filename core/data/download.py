"""Downloads in the background: one of each set at a time, however many people ask for it.

Whoever asks for one that is under way joins it, and it goes on until the last of those has cancelled.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from core.data import cifar, fetch, images, official
from core.data.fetch import StoppedError
from core.i18n import N_
from core.params.messages import Message, ParamError

Stage = Literal["waiting", "running", "done", "stopped", "failed"]
OVER: Collection[Stage] = ("done", "stopped", "failed")
LEAVE = 3.0  # seconds that the process's end waits for downloads to tidy up


@dataclass
class Download:
    """One download: `stage`, and bytes. Written by its own thread, read by any."""

    name: str
    stage: Stage = "waiting"
    received: int = 0
    first: int = 0  # bytes that had been there when it began to receive
    began: float = 0.0  # to receive, by time.monotonic
    ended: float = 0.0
    problem: Message | None = None
    people: set[str] = field(default_factory=set)  # who asked for it
    stop: threading.Event = field(default_factory=threading.Event)
    gone: threading.Event = field(default_factory=threading.Event)  # its thread has tidied up

    @property
    def total(self) -> int:
        return sum(file.size for file in official.FILES[self.name])

    @property
    def over(self) -> bool:
        return self.stage in OVER

    def rate(self) -> float:
        """Bytes/s since it began."""
        spent = (self.ended or time.monotonic()) - self.began
        return (self.received - self.first) / spent if self.began and spent > 0 else 0.0

    def wait(self, seconds: float | None = None) -> None:
        self.gone.wait(seconds)

    def told(self, received: int) -> None:
        if self.stop.is_set():
            raise StoppedError
        if self.stage == "waiting":
            self.stage, self.first, self.began = "running", received, time.monotonic()
        self.received = received


_downloads: dict[str, Download] = {}
_guard = threading.Lock()


def present(name: str) -> bool:
    """Whether a set's files are here, be they good or damaged, whole or a part."""
    return cifar.present() if name == "cifar-10" else images.present(name)


def in_part(name: str) -> bool:
    """Whether there is something to learn from, but not all of the set."""
    return name == "cifar-10" and cifar.in_part()


def current(name: str) -> Download | None:
    """The set's last download, under way or over."""
    return _downloads.get(name)


def start(name: str, who: str = "") -> Download:
    """A download of the set, the one under way where there is one. ParamError where none is allowed."""
    if not official.allowed():
        text = N_("Whoever runs this server does not let it download data sets.")
        raise ParamError(Message("dataset", text), "digits")
    with _guard:
        found = _downloads.get(name)
        if found is None or found.over or found.stop.is_set():
            found = _downloads[name] = Download(name)
            label = f"learnscope-download-{name}"
            threading.Thread(target=_run, args=(found,), name=label, daemon=True).start()
        found.people.add(who)
        return found


def cancel(name: str, who: str = "") -> None:
    """Takes back what `who` asked for; once nobody asks any more, the download ends."""
    with _guard:
        found = _downloads.get(name)
        if found is not None and who in found.people:
            found.people.discard(who)
            if not found.people:
                found.stop.set()


def _run(download: Download) -> None:
    try:
        fetch.fetch(download.name, download.told, lambda: fetch.nap(download.stop.is_set))
        stage: Stage = "done"
    except StoppedError:
        stage = "stopped"
    except ParamError as error:
        download.problem, stage = error.message, "failed"
    except Exception as error:
        text = N_("The download failed ({error}).")
        download.problem = Message("dataset", text, {"error": type(error).__name__})
        stage = "failed"
    download.ended = time.monotonic()
    download.stage = stage
    download.gone.set()


@atexit.register
def leave() -> None:
    """Ends all downloads, so that nothing half-written stays."""
    for one in list(_downloads.values()):
        one.stop.set()
    deadline = time.monotonic() + LEAVE
    for one in list(_downloads.values()):
        one.wait(max(0.0, deadline - time.monotonic()))
