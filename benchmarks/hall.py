"""A lecture hall: one run, its lecturer's page, and so many who watch the broadcast of it.

    python -m benchmarks.load --watchers 300      (a row of its own there)
    python -m benchmarks.hall [--watchers 300] [--seconds 10]

One server, one window with the lecturer alone, then one with all watchers, then one with the lecturer alone
again: training beside each other in one run of the benchmark. The watchers are one more process, on the
same processors; they read what is sent, unpack nothing but the header, and acknowledge three times a second,
as the page does. Compared are the bytes that all of them got: the same, in the same order.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import statistics
import struct
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.visitor import PANELS, PATIENCE, Viewer
from tests.e2e.conftest import running

ACK = 0.3  # seconds between two acknowledgements
SETTLE = 4.0


@dataclass
class Watcher:
    """(time, number, step, digest) of every frame."""

    frames: list[tuple[float, int, int, str]] = field(default_factory=list)
    bytes: int = 0

    async def attend(self, url: str) -> None:
        async with connect(url, max_size=None, open_timeout=PATIENCE, compression=None) as live:
            panels: dict[str, dict] = {name: {} for name in (*PANELS["mlp"], "curves")}
            await live.send(json.dumps({"type": "watch", "panels": panels, "visible": True}))
            telling = asyncio.create_task(self._tell(live))
            try:
                async for message in live:
                    self._take(message)
            finally:
                telling.cancel()

    def _take(self, message: str | bytes) -> None:
        assert isinstance(message, bytes)
        (length,) = struct.unpack_from("<I", message)
        header = json.loads(message[4 : 4 + length])
        if header["type"] == "frame":
            digest = hashlib.blake2b(message, digest_size=8).hexdigest()
            self.frames.append((time.time(), header["n"], header["step"], digest))
            self.bytes += len(message)

    async def _tell(self, live: ClientConnection) -> None:
        told = 0
        while True:
            await asyncio.sleep(ACK)
            if self.frames and self.frames[-1][1] != told:
                told = self.frames[-1][1]
                await live.send(json.dumps({"type": "ack", "n": told}))


def watch(url: str, count: int, seconds: float) -> tuple[list[Watcher], float, float]:
    """In a process of its own: they, and the window in which all were there (time.time())."""

    async def sit() -> tuple[list[Watcher], float, float]:
        watchers = [Watcher() for _ in range(count)]
        tasks = []
        for watcher in watchers:
            tasks.append(asyncio.create_task(watcher.attend(url)))
            await asyncio.sleep(0.02)
        async with asyncio.timeout(PATIENCE):
            while not all(watcher.frames for watcher in watchers):
                await asyncio.sleep(0.1)
        await asyncio.sleep(SETTLE)
        began = time.time()
        await asyncio.sleep(seconds)
        ended = time.time()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return watchers, began, ended

    return asyncio.run(sit())


def begun(address: str, run: str, cookie: str) -> str:
    """The broadcast's socket."""
    body = json.dumps({"at": f"{address}/learnscope/"}).encode()
    headers = {"Cookie": cookie, "Origin": address}
    asked = urllib.request.Request(f"{address}/learnscope/cast/{run}", body, headers)
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
        found: str = json.load(answer)["address"]
    return found.replace("http", "ws", 1)


class Lecturer(Viewer):
    """A viewer whose run and cookie are known."""

    run = cookie = ""

    def _fetch(self) -> str:
        self.cookie = super()._fetch()
        return self.cookie

    async def _script(self, page: ClientConnection) -> str:
        url = await super()._script(page)
        self.run = url.partition("?")[0].rpartition("/")[2]
        return url


async def measure(address: str, count: int, seconds: float) -> Iterator[str]:
    lecturer = Lecturer(address, presses=False)
    attending = asyncio.create_task(lecturer.attend(0.0))
    await lecturer.ran.wait()
    await asyncio.sleep(SETTLE)

    async def alone() -> float:
        begin = time.perf_counter()
        await asyncio.sleep(seconds)
        return lecturer.steps(begin, time.perf_counter())

    before = await alone()
    url = await asyncio.to_thread(begun, address, lecturer.run, lecturer.cookie)
    offset = time.time() - time.perf_counter()
    with ProcessPoolExecutor(1) as pool:
        loop = asyncio.get_running_loop()
        watchers, began, ended = await loop.run_in_executor(pool, watch, url, count, seconds)
    during = lecturer.steps(began - offset, ended - offset)
    own = lecturer.rate(began - offset, ended - offset)
    await asyncio.sleep(SETTLE)
    after = await alone()
    attending.cancel()
    return report(watchers, began, ended, (before, during, after), own)


def report(
    watchers: list[Watcher],
    began: float,
    ended: float,
    steps: tuple[float, float, float],
    own: float,
) -> Iterator[str]:
    seen = [[one for one in watcher.frames if began <= one[0] < ended] for watcher in watchers]
    rates = [len(one) / (ended - began) for one in seen]
    digests: dict[int, set[str]] = {}
    for one in seen:
        for _, number, _, digest in one:
            digests.setdefault(number, set()).add(digest)
    before, during, after = steps
    kept = during / statistics.fmean((before, after))
    yield f"{len(watchers)} watchers: {statistics.fmean(rates):.1f} frames/s each, least {min(rates):.1f}"
    same = all(len(one) == 1 for one in digests.values())
    yield f"encoded: {len(digests)} frames, {'each the same for all' if same else 'NOT the same for all'}"
    sent = sum(watcher.bytes for watcher in watchers) / max(sum(len(w.frames) for w in watchers), 1)
    yield f"{sent / 1024:.1f} KiB a frame; the lecturer's own page {own:.1f} frames/s"
    yield f"steps/s: {before:.0f} alone, {during:.0f} with all, {after:.0f} alone again: {kept:.2f}"


def hall(count: int, seconds: float) -> None:
    os.environ["LEARNSCOPE_WATCHERS"] = str(count)
    os.environ["LEARNSCOPE_PAUSE_AFTER"] = "30"
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "server.log") as address:
        for line in asyncio.run(measure(address, count, seconds)):
            print(f"        {line}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--watchers", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=10.0)
    asked = parser.parse_args()
    hall(asked.watchers, asked.seconds)


if __name__ == "__main__":
    main()
