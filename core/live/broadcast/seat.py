"""One browser that watches somebody else's run: what it may say, and what waits to be sent to it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from core.i18n import N_
from core.live.heard import BadMessageError, Listener
from core.live.packing import Frame
from core.params import Message, Translate
from core.training.run import Run

LATENESS = 2.0  # seconds of frames that may be under way: browsers acknowledge once a second
FEWEST = 4  # frames under way, however rare they are
MOST_WAITING = 200  # messages, or bytes below, from which on nobody reads at the other end
MOST_BYTES = 4 * 2**20
REFUSED = N_(
    "This is somebody else's run: you can watch it, but not steer it. Take a copy to go on by yourself."
)
BUSY = N_("So many look closer at this run at the moment that this was left out. Try again.")
Obey = Callable[["Seat", Mapping[str, Any]], None]


class Room(Protocol):
    """Where the seats are that see the same panels."""

    seats: list[Seat]
    interval: float  # seconds between two frames at least

    def ask_for_key(self) -> None:
        """Have the next frame stand for itself."""

    def close(self) -> None:
        """Nobody is in it any more; the run lets go of it."""


class House(Protocol):
    """All who watch a run."""

    def call(self, what: Callable[..., None], *args: Any) -> None:
        """Have the event loop call something."""

    def look(self, seat: Seat, panels: Mapping[str, Any]) -> None:
        """This seat is to see these panels."""

    def may_ask(self) -> bool:
        """Whether there is room for one more look closer."""


class Seat(Listener):
    """All of it belongs to the server's event loop."""

    def __init__(self, broadcast: House, run: Run, language: str, translate: Translate) -> None:
        super().__init__(run, self._put_soon, translate)
        self.broadcast, self.language = broadcast, language
        self.room: Room | None = None
        self.lacking = (
            True  # it has missed a frame, so nothing will do but one that stands for itself
        )
        self.meta = b""  # the description that it has
        self.heard = 0.0  # when something was last sent to it
        self.overflow = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._news = asyncio.Event()
        self._under_way: deque[int] = deque()  # frames sent and not acknowledged
        self._newest = 0

    # ---- what is sent -------------------------------------------------------------------------
    def put(self, message: bytes) -> None:
        if self.overflow.is_set():
            return
        self._waiting.append(message)
        self._bytes += len(message)
        self.heard = self._loop.time()
        self._news.set()
        if len(self._waiting) > MOST_WAITING or self._bytes > MOST_BYTES:
            self._waiting.clear()
            self.overflow.set()

    async def get(self) -> bytes:
        while not self._waiting:
            self._news.clear()
            await self._news.wait()
        message = self._waiting.popleft()
        self._bytes -= len(message)
        return message

    def frame(self, number: int, packed: bytes, key: bool, meta: bytes) -> None:
        """A frame of the room's; passed over where this browser is behind, or could not make sense of it."""
        if not self.visible or self.full:
            self.lacking = True
        if not self.visible or self.full or (self.lacking and not key):
            return
        if self.meta is not meta:
            self.meta = meta
            self.put(meta)
        self.lacking = False
        self._newest = number
        self._under_way.append(number)
        self.put(packed)

    def describe(self, meta: bytes) -> None:
        """Another build: whoever is behind gets it with the next frame that stands for itself."""
        if not self.lacking and self.visible:
            self.meta = meta
            self.put(meta)

    @property
    def full(self) -> bool:
        interval = self.room.interval if self.room is not None else 0.0
        return len(self._under_way) >= max(FEWEST, int(LATENESS / max(interval, 1 / 28)))

    @property
    def wants_key(self) -> bool:
        return self.lacking and self.visible and not self.full

    @property
    def greeted(self) -> bool:
        return self._newest > 0

    def moves(self, room: Room) -> None:
        """To another room, whose frames have numbers of their own."""
        self.room, self.lacking, self.meta = room, True, b""
        self._under_way.clear()
        self._newest = 0

    def resumes(self) -> None:
        """Frames are numbered anew: the run goes on in another process."""
        self._under_way.clear()
        self.lacking = True

    def stale(self, run: Run) -> bool:
        return False  # its room is asked

    def _put_soon(self, message: bytes | Frame) -> None:
        assert isinstance(message, bytes), "frames come from the room"
        self.broadcast.call(self.put, message)

    # ---- what it says -------------------------------------------------------------------------
    def _obeys(self, kind: str) -> Obey | None:
        return _HEARD.get(kind)

    def _watch(self, message: Mapping[str, Any]) -> None:
        self._hear_watch(message)
        self.broadcast.look(self, dict(self._panels.wanted))

    def _ack(self, message: Mapping[str, Any]) -> None:
        number = message.get("n")
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise BadMessageError(
                Message("n", N_("{name}: a whole number was expected."), {"name": "n"})
            )
        while self._under_way and self._under_way[0] <= number:
            self._under_way.popleft()
        if self.wants_key and self.room is not None:
            self.room.ask_for_key()

    def _probe(self, message: Mapping[str, Any]) -> None:
        if self.broadcast.may_ask():
            self._hear_question(message)
        else:
            self._turn_down(message, BUSY)

    def _refused(self, message: Mapping[str, Any]) -> None:
        self._turn_down(message, REFUSED)

    def _turn_down(self, message: Mapping[str, Any], text: str) -> None:
        said = Message("message", text)
        number = message.get("id")
        if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**53:
            self._answering(number)(False, said, {})
        else:
            self.notice(said)


_HEARD: dict[str, Obey] = {
    "watch": Seat._watch,
    "ack": Seat._ack,
    "probe": Seat._probe,
    **dict.fromkeys(
        ("play", "pause", "step", "epoch", "gear", "set", "seek", "reset", "act", "trace"),
        Seat._refused,
    ),
}
