"""One browser on one page, as far as the server can tell: for benchmarks with many of them.

It fetches the page and its cookie, runs the page's script over Streamlit's own socket and keeps that open,
learns there where the live view's socket is, watches panels of the page, acknowledges a frame 16 ms after
it came, and now and then presses pause and play.
"""

from __future__ import annotations

import asyncio
import json
import struct
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PANELS = {
    "mlp": ("network", "map", "confusion"),
    "gan": ("samples", "grid", "flow"),
    "vae": ("latent", "decode", "reconstructions", "dimensions"),
    "qlearning": ("world", "update"),
    "ddpg": ("world", "surface"),
}
DRAWN = 0.016  # seconds from a frame to its acknowledgement
PRESS = 4.0  # seconds between two presses of a viewer
PATIENCE = 120.0  # seconds for all to join


@dataclass
class Viewer:
    """One browser, and what it saw: (time, step) of every frame, (time, seconds) of every press answered."""

    address: str
    page: str = "mlp"
    settings: str = ""  # of the address, such as `mlp.lr=0.1`
    presses: bool = True  # pause and play
    frames: list[tuple[float, int]] = field(default_factory=list)
    waits: list[tuple[float, float]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    joined: asyncio.Event = field(default_factory=asyncio.Event)  # it has seen a frame
    ran: asyncio.Event = field(default_factory=asyncio.Event)  # and one of a run that runs
    status: str = ""
    _wanted: str = ""  # the status that the last press is to bring
    _pressed: float = 0.0
    _newest: int = 0
    _drawing: bool = False

    async def attend(self, press_after: float) -> None:
        """Join and stay until cancelled."""
        cookie = await asyncio.to_thread(self._fetch)
        headers = {"Cookie": cookie, "Origin": self.address}
        host = self.address.replace("http", "ws", 1)
        async with connect(
            f"{host}/_stcore/stream",
            additional_headers=headers,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            open_timeout=PATIENCE,
        ) as page:
            url = await self._script(page)
            async with (
                connect(
                    f"{host}{url}", additional_headers=headers, max_size=None, open_timeout=PATIENCE
                ) as live,
                asyncio.TaskGroup() as tasks,
            ):
                tasks.create_task(self._idle(page))
                if self.presses:
                    tasks.create_task(self._press(live, press_after))
                panels: dict[str, dict] = {name: {} for name in (*PANELS[self.page], "curves")}
                watch = {"type": "watch", "panels": panels, "visible": True}
                await live.send(json.dumps(watch))
                self.connected.set()
                async for message in live:
                    self._take(live, message)

    def _fetch(self) -> str:
        with urllib.request.urlopen(f"{self.address}/{self.page}", timeout=PATIENCE) as answer:
            return answer.headers["set-cookie"].split(";")[0]

    async def _script(self, page: ClientConnection) -> str:
        """Runs the page's script; where the live view's socket is."""
        asked = BackMsg()
        asked.rerun_script.query_string = f"{self.settings}&play=true".lstrip("&")
        asked.rerun_script.page_name = self.page
        asked.rerun_script.context_info.url = f"{self.address}/{self.page}"
        await page.send(asked.SerializeToString())
        while True:
            said = ForwardMsg.FromString(await page.recv())  # type: ignore[arg-type]
            element = said.delta.new_element
            if element.WhichOneof("type") == "bidi_component":
                data = element.bidi_component
                mounted = json.loads(data.json or data.mixed.json)
                if "url" in mounted:  # the header's switch of the theme has none
                    return mounted["url"]

    async def _idle(self, page: ClientConnection) -> None:
        """The rest of what the page's socket says is read, as a browser does."""
        async for _ in page:
            pass

    async def _press(self, live: ClientConnection, after: float) -> None:
        """Pause, and play again as soon as that is seen; the first time once the run runs."""
        await self.ran.wait()
        await asyncio.sleep(after)
        while True:
            for kind, brings in (("pause", "paused"), ("play", "running")):
                self._wanted, self._pressed = brings, time.perf_counter()
                await live.send(json.dumps({"type": kind}))
                while self._wanted:
                    await asyncio.sleep(DRAWN)
            await asyncio.sleep(PRESS)

    def _take(self, live: ClientConnection, message: str | bytes) -> None:
        assert isinstance(message, bytes)
        now = time.perf_counter()
        (length,) = struct.unpack_from("<I", message)
        header = json.loads(message[4 : 4 + length])
        if header["type"] == "notice":
            self.notices.append(header["text"])
        if header["type"] != "frame":
            return
        self.frames.append((now, header["step"]))
        self.joined.set()
        if header["status"] == "running":
            self.ran.set()
        if header["status"] == self._wanted:
            self.waits.append((self._pressed, now - self._pressed))
            self._wanted = ""
        self._newest = header["n"]
        if not self._drawing:
            self._drawing = True
            asyncio.get_running_loop().call_later(DRAWN, self._acknowledge, live)

    def _acknowledge(self, live: ClientConnection) -> None:
        self._drawing = False
        text = json.dumps({"type": "ack", "n": self._newest})
        self._sending = asyncio.ensure_future(_said(live, text))

    # ---- what came of it --------------------------------------------------------------------
    def rate(self, begin: float, end: float) -> float:
        """Frames per second."""
        return sum(begin <= at < end for at, _ in self.frames) / (end - begin)

    def gap(self, begin: float, end: float) -> float:
        """The longest time without a frame."""
        times = [begin, *(at for at, _ in self.frames if begin <= at < end), end]
        return max(b - a for a, b in pairwise(times))

    def steps(self, begin: float, end: float) -> float:
        """Steps per second, between the first and the last frame in that time and a bit around it."""
        seen = [frame for frame in self.frames if begin <= frame[0] < end]
        before = [frame for frame in self.frames if frame[0] < begin][-1:]
        (t0, s0), (t1, s1) = (
            (before + seen)[0] if before + seen else (begin, 0),
            (seen[-1] if seen else (end, 0)),
        )
        return max(s1 - s0, 0) / (t1 - t0) if t1 > t0 and seen else 0.0


async def _said(live: ClientConnection, text: str) -> None:
    with suppress(ConnectionClosed):  # the round is over
        await live.send(text)
