"""The server's log: one line for each event, in one format, and never a flood.

    2026-11-28T14:00:00.123Z INFO training.engine: run Vb3kQ… (mlp) started

Whatever a visitor sends can't begin a line of its own: what is no printable character is written as its code.
The same line of the code is written so many times a minute; the rest is counted, and the count written. An
error is told in the line's end, by its kind, its text and its place; with LEARNSCOPE_LOG=debug all of its
traceback follows.
"""

from __future__ import annotations

import logging
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

SETTING = "LEARNSCOPE_LOG"
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}
MOST = 30  # times a minute that the same line is written
MINUTE = 60.0
LONGEST = 600  # characters of a line
ROOT = Path(__file__).resolve().parents[2]


class OneLine(logging.Formatter):
    """Time (UTC), level, module and what happened."""

    def __init__(self, tracebacks: bool = False) -> None:
        super().__init__()
        self._tracebacks = tracebacks

    def format(self, record: logging.LogRecord) -> str:
        when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        said = record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            said = f"{said}: {brief(error)}"
        name = record.name.removeprefix("core.")
        line = f"{when}.{int(record.msecs):03d}Z {record.levelname} {name}: {plain(said)}"
        if error is not None and self._tracebacks:
            line += "\n" + "".join(traceback.format_exception(error)).rstrip()
        return line


def plain(text: str) -> str:
    """`text` on one line, of bounded length, with nothing in it that a terminal would obey."""
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in cut
    )


def brief(error: BaseException) -> str:
    """An error's kind, text and the last place of ours that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if Path(one.filename).is_relative_to(ROOT / "core")]
    where = (ours or list(frames))[-1:]
    place = f" ({Path(where[0].filename).name}:{where[0].lineno})" if where else ""
    return f"{type(error).__name__}: {error}{place}"


class Bounded(logging.StreamHandler):
    """Writes each line of the code at most MOST times a minute, and then how often it was left out."""

    def __init__(
        self,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
        most: int = MOST,
    ) -> None:
        super().__init__(stream)
        self._clock, self._most = clock, most
        self._seen: dict[tuple[str, int], tuple[float, int, logging.LogRecord]] = {}

    def handle(self, record: logging.LogRecord) -> bool:
        """Called by logging; the count of what was left out comes with whatever is written next."""
        self.acquire()
        try:
            now = self._clock()
            self._tell(now)
            place = (record.pathname, record.lineno)
            since, count, _ = self._seen.get(place, (now, 0, record))
            self._seen[place] = since, count + 1, record
            if count < self._most:
                self.emit(record)
            return count < self._most
        finally:
            self.release()

    def close(self) -> None:
        """At the process's end."""
        if self._seen:
            self._tell(float("inf"))
        super().close()

    def _tell(self, now: float) -> None:
        over = [place for place, (since, *_) in self._seen.items() if now - since >= MINUTE]
        for place in over:
            _, count, last = self._seen.pop(place)
            if count > self._most:
                text = f"{count - self._most} more like this within a minute: {last.getMessage()}"
                self.emit(logging.LogRecord(last.name, last.levelno, *place, text, (), None))


def say(text: str, *values: object) -> None:
    """An event of the server as a whole."""
    logging.getLogger("core.server").info(text, *values)


def begin() -> logging.Handler:
    """What the server's process logs goes to standard error from now on; LEARNSCOPE_LOG says from which
    level. Raises ValueError where it is none."""
    chosen = os.environ.get(SETTING, "").strip().lower() or "info"
    if chosen not in LEVELS:
        raise ValueError(f"{SETTING}: {chosen} is not understood; give {', '.join(LEVELS)}.")
    handler = Bounded(sys.stderr)
    handler.setFormatter(OneLine(tracebacks=chosen == "debug"))
    root = logging.getLogger()
    for other in [one for one in root.handlers if isinstance(one, Bounded)]:
        root.removeHandler(other)  # a second beginning, as in tests
    root.addHandler(handler)
    logging.getLogger("core").setLevel(LEVELS[chosen])
    return handler
