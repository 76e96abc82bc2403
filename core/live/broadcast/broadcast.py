"""A run that its owner lets others watch, by a link that gives no control; and all broadcasts of this server.

Everything here belongs to the server's event loop.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from core.i18n import N_, translator
from core.live.broadcast.room import Call, Room
from core.live.broadcast.seat import Seat
from core.live.codec import encode
from core.live.panels import CURVES
from core.params import Message
from core.training.environment import number
from core.training.places import Distant

SENDS = 1650.0  # frames a second to all watchers together: more of them see fewer each
ROOMS = 12  # different sets of panels at a time: each costs the run frames of its own
BEAT = 1.0  # seconds
GRACE = 5.0  # seconds without the lecturer, who may just reload
QUESTIONS, QUESTIONS_SAVED = 30.0, 30.0  # a second, of all watchers together: training has to go on
ENDED, MOVED = 4410, 4412  # close codes
LEFT = N_(
    "The lecturer has left. This is the last picture; it goes on when the page is open again."
)
MANY = N_("So many different panels are being watched that only the curves are shown here.")


class Ending:
    """Of what is shown now: once it has `come`, sockets are closed with `code`."""

    def __init__(self) -> None:
        self.code = 0
        self.come = asyncio.Event()


class Broadcast:
    """`id` is what the link carries: who has it may watch, and nothing else."""

    def __init__(self, run: Any) -> None:
        self.id = secrets.token_urlsafe(16)
        self.run: Any = run
        self.owner = run.owner
        self.seats: list[Seat] = []
        self.rooms: dict[str, Room] = {}
        self.ending = Ending()
        self._loop = asyncio.get_running_loop()
        self._beats = 0
        self._seen = self._loop.time()
        self._absent = False
        self._credit, self._since = QUESTIONS_SAVED, time.monotonic()
        self._beating = asyncio.create_task(self._beat(), name="learnscope-broadcast")

    def call(self, what: Call, *args: Any) -> None:
        """From any thread: have the event loop call something."""
        with suppress(RuntimeError):  # the loop has closed
            self._loop.call_soon_threadsafe(what, *args)

    # ---- who watches ----------------------------------------------------------------------------
    def join(self, language: str) -> Seat:
        seat = Seat(self, self.run, language, translator(language, self.run.algorithm_class.NAME))
        self.seats.append(seat)
        if self._absent:
            seat.notice(Message("broadcast", LEFT))
        return seat

    def leave(self, seat: Seat) -> None:
        self.seats = [other for other in self.seats if other is not seat]
        self._vacate(seat)

    def look(self, seat: Seat, panels: Mapping[str, Any]) -> None:
        """This seat is to see these panels."""
        key = json.dumps([seat.language, panels], sort_keys=True)
        room = self.rooms.get(key)
        if room is None and len(self.rooms) - self._alone(seat) >= ROOMS:
            panels = {CURVES: {}}
            key = json.dumps([seat.language, panels])
            room = self.rooms.get(key)
            seat.notice(Message("broadcast", MANY))
        if room is None:
            room = self.rooms[key] = self._opened(panels, seat.language)
        if seat.room is not room:
            self._vacate(seat)
            seat.moves(room)
            room.seats.append(seat)
        self._settle()
        if seat.wants_key:
            room.ask_for_key()

    def _opened(self, panels: Mapping[str, Any], language: str) -> Room:
        run = self.run
        if isinstance(run, Distant):
            made: Room = run.room(panels, language, self.over)
            return made
        words = translator(language, run.algorithm_class.NAME)
        room = Room(run, panels, self.call, self.over, words)
        run.watchers = [*run.watchers, room]
        return room

    def _leave(self, rooms: Collection[Any]) -> None:
        """The run is no longer looked at by these."""
        if isinstance(self.run, Distant):
            for one in rooms:
                one.close()
        else:
            self.run.watchers = [one for one in self.run.watchers if one not in rooms]

    def _alone(self, seat: Seat) -> bool:
        return seat.room is not None and seat.room.seats == [seat]

    def _vacate(self, seat: Seat) -> None:
        room, seat.room = seat.room, None
        if room is None:
            return
        room.seats = [other for other in room.seats if other is not seat]
        if not room.seats:
            self.rooms = {key: one for key, one in self.rooms.items() if one is not room}
            self._leave([room])
        self._settle()

    def _settle(self) -> None:
        """Who is looked at, and how often: all watchers share what the server can send."""
        interval = sum(seat.visible for seat in self.seats) / SENDS
        for room in self.rooms.values():
            room.interval = interval
            room.visible = not self._absent and any(seat.visible for seat in room.seats)
        self.run.wake()

    def may_ask(self) -> bool:
        """Whether there is room for one more look closer."""
        now = time.monotonic()
        self._credit = min(QUESTIONS_SAVED, self._credit + QUESTIONS * (now - self._since))
        self._since = now
        if self._credit < 1:
            return False
        self._credit -= 1
        return True

    # ---- the lecturer ---------------------------------------------------------------------------
    @property
    def present(self) -> bool:
        """Whether a page of the owner's shows the run."""
        attended: bool = self.run.attended
        return attended

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            self.tick(self._loop.time())

    def tick(self, now: float) -> None:
        """Every second: the beat to who has heard nothing else, and whether the lecturer is there."""
        if self.present:
            self._seen = now
        absent = now - self._seen > GRACE
        if absent != self._absent:
            self._absent = absent
            for seat in self.seats:
                seat.notice(Message("broadcast", LEFT) if absent else None)
            self._settle()
        self._beats += 1
        beat = encode({"type": "beat", "n": self._beats}, {})
        for seat in self.seats:
            if seat.greeted and now - seat.heard > 0.8 * BEAT:
                seat.put(beat)

    # ---- its end --------------------------------------------------------------------------------
    def move(self, run: Any) -> None:
        """The lecturer has gone to another page: whoever watches comes along, by loading that page."""
        if run is self.run:
            return
        self._close(MOVED)
        self.run, self._seen = run, self._loop.time()
        self.ending, self._absent = Ending(), False

    def over(self) -> None:
        """The run has been freed, or the lecturer has ended it."""
        self._close(ENDED)
        self._beating.cancel()
        broadcasts().drop(self)

    def _close(self, code: int) -> None:
        rooms = list(self.rooms.values())
        self._leave(rooms)
        self.rooms = {}
        self.ending.code = code
        self.ending.come.set()


class Broadcasts:
    """All of this server; `most` of them, with `watchers` together at most."""

    def __init__(self, most: int = 20, watchers: int = 500) -> None:
        self.most, self.watchers = most, watchers
        self._by_id: dict[str, Broadcast] = {}

    def get(self, name: str) -> Broadcast | None:
        return self._by_id.get(name)

    def of(self, owner: str) -> Broadcast | None:
        """An owner has one at a time: it goes along from page to page."""
        return next((one for one in self._by_id.values() if one.owner == owner), None)

    def begin(self, run: Any) -> Broadcast | None:
        """The owner's, of this run from now on; None where there are too many."""
        known = self.of(run.owner)
        if known is not None:
            known.move(run)
            return known
        if len(self._by_id) >= self.most:
            return None
        made = Broadcast(run)
        self._by_id[made.id] = made
        return made

    def drop(self, broadcast: Broadcast) -> None:
        self._by_id.pop(broadcast.id, None)

    @property
    def full(self) -> bool:
        return sum(len(one.seats) for one in self._by_id.values()) >= self.watchers


@cache
def broadcasts() -> Broadcasts:
    """The process's. LEARNSCOPE_WATCHERS: how many may watch."""
    return Broadcasts(watchers=int(number("LEARNSCOPE_WATCHERS", 500, least=1)))
