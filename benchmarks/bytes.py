"""What a viewer of each page takes of the network, and what it costs to make it so little.

    python -m benchmarks.bytes [--pages mlp gan …] [--seconds 8] [--line]

For each page, with its defaults and flat out, in a real server and headless Chromium: KB/s that the live
view received, what the same frames would have been as plain envelopes, frames drawn (of the main picture)
and steps per second. Then the same run without a browser, in this process, with the panels that the page
asked for, and frames packed or as envelopes in turn: what packing costs the training. With `--line` the
live view's connection goes over a line of 1 Mbit/s with 150 ms round trip; then it also says how long a
press of pause and play takes to show.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import threading
import time
from contextlib import nullcontext
from typing import Any

from playwright.sync_api import Page, WebSocket

from benchmarks.live import ROOT, browsing, drawn, watched
from core.live.codec import encode, head
from core.live.outbox import Outbox
from core.live.packing import Frame, Unpacker
from core.live.viewer import Viewer
from core.playgrounds import lookup, names
from core.training.engine import Engine
from tests.live.line import Line, lying

WARM = 5.0  # seconds before measuring
DRAWN = 0.016  # seconds from a frame to its acknowledgement
RATE, DELAY = 125_000, 0.075  # of the line: bytes a second, seconds each way
PRESSES = 6


class Ear:
    """What one page's live view was sent, and the last that it wanted to see."""

    def __init__(self, page: Page) -> None:
        self.received: list[bytes] = []
        self.watch: dict[str, Any] = {}
        self._page = page
        page.on("websocket", self._meet)

    def _meet(self, socket: WebSocket) -> None:
        if "/learnscope/live/" in socket.url:
            socket.on("framereceived", self._hear)
            socket.on("framesent", self._say)

    def _hear(self, data: str | bytes) -> None:
        assert isinstance(data, bytes)
        self.received.append(data)

    def _say(self, data: str | bytes) -> None:
        said = json.loads(data)
        if said["type"] == "watch":
            self.watch = said

    def close(self) -> None:
        self._page.remove_listener("websocket", self._meet)

    def plain(self) -> list[int]:
        """How long every message would be as an envelope."""
        unpacker = Unpacker()
        return [len(encode(*unpacker.unpack(message))) for message in self.received]


def pressed(page: Page) -> float:
    """ms from a press of pause or play until the page shows it, the median of some."""
    script = f"""async (presses) => {{
      const root = document.querySelector('{ROOT}'), took = [];
      for (let k = 0; k < presses; k += 1) {{
        const action = k % 2 ? 'play' : 'pause', wanted = k % 2 ? 'running' : 'paused';
        const began = performance.now();
        root.querySelector(`[data-action=${{action}}]`).click();
        while (root.dataset.status !== wanted) await new Promise(requestAnimationFrame);
        took.push(performance.now() - began);
        await new Promise((done) => setTimeout(done, 700));
      }}
      return took;
    }}"""
    return statistics.median(page.evaluate(script, PRESSES))


def in_browser(address: str, page: Page, name: str, seconds: float, line: bool) -> Ear:
    """Measures one page and prints its row."""
    ear = Ear(page)
    page.goto(f"{address}/{name}?play=true")
    drawn(page)
    page.wait_for_timeout(1000 * WARM)
    first = len(ear.received)
    frames, steps = watched(page, seconds)
    last = len(ear.received)
    sent, plain = (
        sum(sizes[first:last]) / seconds / 1000
        for sizes in ([len(m) for m in ear.received], ear.plain())
    )
    arrived = sum(head(m)["type"] == "frame" for m in ear.received[first:last]) / seconds
    text = f"{name:10s} {sent:6.0f} {plain:9.0f} {arrived:9.1f} {frames:7.1f} {steps:10.0f}"
    print(text + (f" {pressed(page):8.0f} ms" if line else ""), flush=True)
    ear.close()
    page.goto("about:blank")
    return ear


class Wire:
    """A browser's end in this process: takes what a viewer is sent, packed or not, and acknowledges it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, packing: bool) -> None:
        self.frames = self.bytes = 0
        self._loop, self._packing = loop, packing

    def look(
        self, engine: Engine, name: str, panels: dict[str, Any], seconds: float
    ) -> tuple[float, ...]:
        """Frames, KB and steps per second."""
        algorithm = lookup(name)
        run = engine.create("benchmark", algorithm, algorithm.Config(), "cpu")
        self.viewer = Viewer(run, lambda m: self._loop.call_soon_threadsafe(self._take, m))
        self.outbox = Outbox(self.viewer.link)
        reading = asyncio.run_coroutine_threadsafe(self._read(), self._loop)
        run.watchers.append(self.viewer)
        self.viewer.hear(json.dumps({"type": "watch", "panels": panels, "visible": True}))
        run.play("flat")
        time.sleep(WARM)
        begin, frames, size, steps = time.perf_counter(), self.frames, self.bytes, run.step
        time.sleep(seconds)
        took = time.perf_counter() - begin
        found = (self.frames - frames, (self.bytes - size) / 1000, run.step - steps)
        reading.cancel()
        run.watchers.clear()
        engine.stop(run.id)
        return tuple(number / took for number in found)

    def _take(self, message: bytes | Frame) -> None:
        if isinstance(message, Frame) and not self._packing:
            message = encode(message.header, message.curves | message.views)
        self.outbox.put(message)

    async def _read(self) -> None:
        while True:
            message = await self.outbox.get()
            said = head(message)
            self.bytes += len(message)
            if said["type"] == "frame":
                self.frames += 1
                text = json.dumps({"type": "ack", "n": said["n"]})
                self._loop.call_later(DRAWN, self.viewer.hear, text)


def alone(asked: dict[str, dict[str, Any]], seconds: float) -> None:
    loop, engine = asyncio.new_event_loop(), Engine()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    print("\nin this process           KB/s   frames/s    steps/s")
    for name, panels in asked.items():
        for packing in (True, False, True, False):
            frames, size, steps = Wire(loop, packing).look(engine, name, panels, seconds)
            how = "packed" if packing else "envelopes"
            print(f"{name:10s} {how:12s} {size:7.0f} {frames:9.1f} {steps:11.0f}", flush=True)
    engine.close()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", nargs="+", default=names(), choices=names())
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--line", action="store_true", help="over 1 Mbit/s with 150 ms round trip")
    asked = parser.parse_args()
    ears = {}
    with browsing() as (address, page):
        port = int(address.rpartition(":")[2])
        slow = Line(port, RATE, DELAY, b"/learnscope/live/")
        with lying(slow) if asked.line else nullcontext(port) as entered:
            print(
                "page         KB/s  envelopes  frames/s  drawn/s    steps/s"
                + "  control" * asked.line
            )
            for name in asked.pages:
                at = f"http://127.0.0.1:{entered}"
                ears[name] = in_browser(at, page, name, asked.seconds, asked.line)
    if not asked.line:
        alone({name: ear.watch["panels"] for name, ear in ears.items()}, asked.seconds)


if __name__ == "__main__":
    main()
