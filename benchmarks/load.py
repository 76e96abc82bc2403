"""A class on one machine: viewers who each train the default MLP, and what each of them gets.

    python -m benchmarks.load [--viewers 1 10 25 50] [--seconds 10] [--windows 2] [--apart 0.2]

For every number of viewers a fresh server, on 127.0.0.1 alone. A viewer is what a browser is to it: it
fetches the page and its cookie, runs the page's script over Streamlit's own socket and keeps that open,
learns there where the live view's socket is, watches the panels of the page, acknowledges a frame 16 ms
after it came, and now and then presses pause and play. They join `--apart` seconds after each other; when
the last one is in, so many windows of so many seconds are measured, and the frames of every second are
printed beside.
The viewers' own work runs beside the server on the same processors.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import struct
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.e2e.conftest import running

PAGE, QUERY = "mlp", "play=true"  # flat out
WATCH = {
    "type": "watch",
    "panels": {"network": {}, "map": {}, "confusion": {}, "curves": {}},
    "visible": True,
}
DRAWN = 0.016  # seconds from a frame to its acknowledgement
PRESS = 4.0  # seconds between two presses of a viewer
MOST = 200  # viewers
PATIENCE = 120.0  # seconds for all to join


@dataclass
class Viewer:
    """One browser, and what it saw: (time, step) of every frame, (time, seconds) of every press."""

    address: str
    frames: list[tuple[float, int]] = field(default_factory=list)
    presses: list[tuple[float, float]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    joined: asyncio.Event = field(default_factory=asyncio.Event)
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
                tasks.create_task(self._press(live, press_after))
                await live.send(json.dumps(WATCH))
                async for message in live:
                    self._take(live, message)

    def _fetch(self) -> str:
        with urllib.request.urlopen(f"{self.address}/{PAGE}", timeout=PATIENCE) as answer:
            return answer.headers["set-cookie"].split(";")[0]

    async def _script(self, page: ClientConnection) -> str:
        """Runs the page's script; where the live view's socket is."""
        asked = BackMsg()
        asked.rerun_script.query_string = QUERY
        asked.rerun_script.page_name = PAGE
        asked.rerun_script.context_info.url = f"{self.address}/{PAGE}"
        await page.send(asked.SerializeToString())
        while True:
            said = ForwardMsg.FromString(await page.recv())  # type: ignore[arg-type]
            element = said.delta.new_element
            if element.WhichOneof("type") == "bidi_component":
                data = element.bidi_component
                return json.loads(data.json or data.mixed.json)["url"]

    async def _idle(self, page: ClientConnection) -> None:
        """The rest of what the page's socket says is read, as a browser does."""
        async for _ in page:
            pass

    async def _press(self, live: ClientConnection, after: float) -> None:
        """Pause, and play again as soon as that is seen."""
        await self.joined.wait()
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
        if header["status"] == self._wanted:
            self.presses.append((self._pressed, now - self._pressed))
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


def jain(values: list[float]) -> float:
    """Jain's index of fairness: 1 where all have the same, 1/n where one has everything."""
    squares = sum(value**2 for value in values)
    return sum(values) ** 2 / (len(values) * squares) if squares else 0.0


async def sit(
    address: str, count: int, apart: float, seconds: float
) -> tuple[list[Viewer], float, float]:
    """`count` viewers join and stay `seconds` more: they, and when the first came and the last was in."""
    viewers = [Viewer(address) for _ in range(count)]
    began = time.perf_counter()
    async with asyncio.timeout(PATIENCE + seconds + apart * count):
        tasks = []
        for number, viewer in enumerate(viewers):
            await asyncio.sleep(max(0.0, began + number * apart - time.perf_counter()))
            press_after = PRESS * number / count
            tasks.append(asyncio.create_task(viewer.attend(press_after)))
        arrivals = [asyncio.create_task(viewer.joined.wait()) for viewer in viewers]
        await asyncio.wait([*tasks, asyncio.gather(*arrivals)], return_when=asyncio.FIRST_COMPLETED)
        broken = [task for task in tasks if task.done()]
        for task in broken:
            task.result()
        inside = time.perf_counter()
        await asyncio.sleep(seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return viewers, began, inside


def row(viewers: list[Viewer], label: str, begin: float, end: float) -> Iterator[str]:
    """The measured figures of one window, as the table has them."""
    rates = [viewer.rate(begin, end) for viewer in viewers]
    steps = [viewer.steps(begin, end) for viewer in viewers]
    waits = [1000 * wait for viewer in viewers for at, wait in viewer.presses if begin <= at < end]
    yield f"{len(viewers):7d}"
    yield f"{label:>12}"
    yield f"{statistics.fmean(rates):8.1f}"
    yield f"{min(rates):6.1f}"
    yield f"{max(viewer.gap(begin, end) for viewer in viewers):8.2f} s"
    yield f"{sum(steps):9.0f}"
    yield f"{jain(steps):6.3f}"
    if len(waits) > 1:
        yield f"{statistics.median(waits):6.0f}, {statistics.quantiles(waits, n=20)[-1]:5.0f} ms"


def report(
    viewers: list[Viewer], began: float, inside: float, seconds: float, windows: int
) -> None:
    for k in range(windows):
        begin = inside + k * seconds
        label = f"{k * seconds:g}–{(k + 1) * seconds:g} s"
        print(" ".join(row(viewers, label, begin, begin + seconds)), flush=True)
    ends = [inside + second for second in range(int(windows * seconds))]
    each = [statistics.fmean(v.rate(at, at + 1) for v in viewers) for at in ends]
    own = max(v.gap(v.frames[0][0], inside + windows * seconds) for v in viewers)
    print(
        f"        all in after {inside - began:.1f} s; longest gap from anybody's first frame on {own:.1f} s"
    )
    print("        frames/s each, second by second:", " ".join(f"{rate:.1f}" for rate in each))
    for notice in {notice for viewer in viewers for notice in viewer.notices}:
        print(f"        told: {notice}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--viewers", type=int, nargs="+", default=[1, 10, 25, 50])
    parser.add_argument("--seconds", type=float, default=10.0, help="of a window")
    parser.add_argument("--windows", type=int, default=2)
    parser.add_argument("--apart", type=float, default=0.2, help="seconds between two who join")
    asked = parser.parse_args()
    if max(asked.viewers) > MOST or asked.seconds * asked.windows > PATIENCE:
        sys.exit(f"at most {MOST} viewers and {PATIENCE:g} s")
    for limit in (
        "VIEWERS",
        "RUNS",
    ):  # what is measured is the training, not the line of those who wait
        os.environ[f"LEARNSCOPE_{limit}"] = str(2 * MOST)
    print("viewers       window frames/s  least longest gap   steps/s   Jain  control p50, p95")
    for count in asked.viewers:
        with (
            tempfile.TemporaryDirectory() as folder,
            running(Path(folder) / "server.log") as address,
        ):
            stay = asked.seconds * asked.windows
            found = asyncio.run(sit(address, count, asked.apart, stay + 1.0))
        report(*found, asked.seconds, asked.windows)


if __name__ == "__main__":
    main()
