"""A whole server that is killed in the middle of training, and the page that was open."""

from __future__ import annotations

import asyncio
import json
import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from websockets.asyncio.client import connect

from core.live.codec import head
from tests.e2e.conftest import begun, end
from tests.e2e.visitors import Visit, cookie, opened

WATCH = json.dumps({"type": "watch", "panels": {"curves": {}}, "visible": True})


@dataclass
class Witness:
    """What a page saw of its run."""

    live: str = ""  # its socket
    steps: list[tuple[float, int]] = field(default_factory=list)  # (time.time(), step)
    status: str = ""
    notes: list[str] = field(default_factory=list)

    async def watch(self, seconds: float, headers: dict[str, str], *said: str) -> None:
        """Sees frames for so long, and says this first."""
        async with connect(self.live, additional_headers=headers, max_size=None) as socket:
            await socket.send(WATCH)
            for one in said:
                await socket.send(json.dumps({"type": one}))
            until = time.monotonic() + seconds
            while (left := until - time.monotonic()) > 0:
                try:
                    message = await asyncio.wait_for(socket.recv(), left)
                except TimeoutError:
                    return
                told = head(message)
                if told["type"] == "frame":
                    self.steps.append((time.time(), told["step"]))
                    self.status = told["status"]
                    await socket.send(json.dumps({"type": "ack", "n": told["n"]}))
                elif told["type"] == "notice" and told.get("stays"):
                    self.notes.append(told["text"])


@dataclass
class Outcome:
    before: Witness
    after: Witness  # the same page, connected again
    reconnected: str  # the socket that Streamlit gives the page that connects again
    reloaded: str  # and the one that it gives a reload
    age: float  # seconds between the state that came back and the kill


async def kill_and_return(
    folder: Path, page: str, query: str, seconds: float, *said: str
) -> Outcome:
    """Watches `page` for so long, kills its server, starts it again, and watches for a moment more."""
    log = folder / "server.log"
    process, address = await asyncio.to_thread(begun, log)
    try:
        headers = {"Cookie": await asyncio.to_thread(cookie, f"{address}/{page}")}
        visit, before = Visit(page), Witness()
        async with opened(address, visit, headers, query) as live:
            before.live = live
            await before.watch(seconds, headers, *said)
            killed = time.time()
            end(process)
        port = int(address.rpartition(":")[2])
        process, address = await asyncio.to_thread(begun, log, port=port)
        after = Witness(live)
        again = Visit(page)
        watching = asyncio.create_task(after.watch(4.0, headers))
        await asyncio.sleep(1.0)
        async with opened(address, again, headers, query, before=visit.session) as reconnected:
            await watching
        async with opened(address, Visit(page), headers, query) as reloaded:
            pass
    finally:
        end(process)
    assert after.steps, log.read_text()[-3000:]
    told = re.search(r"step ([\d,]+)", " ".join(after.notes))
    first = int(told[1].replace(",", "")) if told else after.steps[0][1]
    older = [when for when, step in before.steps if step > first]
    return Outcome(before, after, reconnected, reloaded, killed - older[0] if older else 0.0)
