"""A run that a worker trains, as the server's own process knows it: what it is told travels."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.live.codec import decode
from core.params import Config, Message
from core.places.relay import relayed
from core.places.rooms import DistantRoom
from core.places.slots import Slot
from core.places.wire import GoneError
from core.playgrounds import lookup
from core.playgrounds.contract import State
from core.training.answers import UNBUILT, Reply
from core.training.moments import Moment
from core.training.packed import Packed, configured
from core.training.reading import Copy


@dataclass
class DistantClock:
    """All runs on the clock of one of them."""

    run: DistantRun

    def play(self) -> None:
        self.run.do("play", together=True)

    def set_gear(self, gear: str) -> None:
        self.run.do("gear", gear, together=True)


class DistantRun:
    """What is known is as old as the last answer or the last word of the worker."""

    def __init__(self, slot: Slot, facts: Mapping[str, Any]) -> None:
        self.slot = slot
        self.algorithm_class = lookup(facts["algorithm"])
        self.id: str = facts["id"]
        self.owner: str = facts["owner"]
        self.level = 0  # by weight
        self.views = 0  # open live views of its owner's pages
        self.drawn = threading.Event()  # set for good once a browser has drawn a picture of it
        self.since = time.monotonic()
        self.group: tuple[tuple[str, ...], str] = (
            (),
            "",
        )  # whom it shares a clock with, counting what
        self._probes: set[asyncio.Task[None]] = set()
        self.learn(facts)

    def learn(self, facts: Mapping[str, Any] | None) -> None:
        if facts is None:
            return
        self.config: Config = configured(facts["config"], self.algorithm_class)
        self.device: str = facts["device"]
        self._tab: str = facts["tab"]
        self.born: float = facts["born"]
        self.kept: bool = facts["kept"]
        self.built: bool = facts["built"]
        self.step: int = facts["step"]
        self.status: str = facts["status"]
        self.gear: str = facts["gear"]
        self.group = tuple(facts["clock"]), facts["counts"]
        reason = facts["reason"]
        self.reason = Message.of(reason) if reason is not None else None

    def do(self, what: str, *args: Any, together: bool = False) -> None:
        """A command; `together`: to all on its clock."""
        said = {"ask": "do", "run": self.id, "do": what, "args": args, "all": together}
        self.learn(self.slot.ask(said)["ok"])

    @property
    def tab(self) -> str:
        return self._tab

    @tab.setter
    def tab(self, tab: str) -> None:
        if tab != self._tab:
            self.do("tab", tab)

    @property
    def attended(self) -> bool:
        return self.views > 0

    @property
    def clock(self) -> DistantClock | None:
        return DistantClock(self) if self.group[0] else None

    @property
    def latest(self) -> dict[str, float]:
        found: dict[str, float] = self.slot.ask({"ask": "latest", "run": self.id})["ok"]
        return found

    def been(self, step: int) -> bool:
        return bool(self.slot.ask({"ask": "been", "run": self.id, "step": step})["ok"])

    def configure(self, config: Config) -> None:
        self.do("configure", config.to_json())

    def set_device(self, device: str) -> None:
        self.do("device", device)

    def play(self, gear: str | None = None) -> None:
        self.do("play", *([] if gear is None else [gear]))

    def pause(self, at: int = 0) -> None:
        self.do("pause")

    def advance_by(self, steps: int) -> None:
        self.do("step", steps)

    def set_gear(self, gear: str) -> None:
        self.do("gear", gear)

    def reach(self, step: int) -> None:
        self.do("reach", step)

    def leave_clock(self) -> None:
        self.do("leave")

    def undo(self) -> Config | None:
        found = self.slot.ask({"ask": "undo", "run": self.id})["ok"]
        self.learn(found["facts"])
        before = found["before"]
        return configured(before, self.algorithm_class) if before is not None else None

    def wake(self) -> None:
        """What its worker is told wakes it."""

    def copy(self, patience: float, moments: int = 0) -> Copy:
        said = {"ask": "copy", "run": self.id, "patience": patience, "moments": moments}
        found, blobs = self.slot.ask_for(said, patience=patience + 5.0)
        if found.get("late") or found.get("ok") is None:
            raise TimeoutError("the step takes too long")
        told = []
        for i, one in enumerate(found["ok"]["moments"]):
            config = configured(one["config"], self.algorithm_class)
            state = State.from_bytes(blobs[f"moment.{i}"])
            told.append(Moment(one["step"], state, config, one["latest"]))
        return Packed.from_bytes(blobs["packed"]), told

    # ---- on the event loop ----------------------------------------------------------------------
    async def relay(self, socket: Any) -> int | None:
        self.views += 1
        try:
            return await relayed(self.slot, self.id, self.drawn, socket)
        finally:
            self.views -= 1

    def room(
        self, panels: Mapping[str, Any], language: str, over: Callable[[], None]
    ) -> DistantRoom:
        return DistantRoom(self.slot, self.id, panels, language, over)

    def probe(self, name: str, args: Mapping[str, Any], reply: Reply) -> None:
        task = asyncio.get_running_loop().create_task(self._probe(name, args, reply))
        self._probes.add(task)
        task.add_done_callback(self._probes.discard)

    async def _probe(self, name: str, args: Mapping[str, Any], reply: Reply) -> None:
        said = {"ask": "probe", "run": self.id, "name": name, "args": dict(args)}
        try:
            found, blobs = await self.slot.ask_on_loop(said)
        except GoneError:
            found, blobs = {}, {}
        if "message" in found:
            reply(found["ok"], Message.of(found["message"]), {})
        elif "answer" in blobs:
            header, arrays = decode(blobs["answer"])
            reply(found["ok"], header["value"], arrays)
        else:
            reply(False, UNBUILT, {})
