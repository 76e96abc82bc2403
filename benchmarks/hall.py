"""A lecture hall: one run, its lecturer's page, and so many who watch the broadcast of it.

    python -m benchmarks.load --watchers 300      (a row of its own there)
    python -m benchmarks.hall [--watchers 300] [--seconds 5] [--rounds 4]

One server, and by turns a window in which all watch and one in which their tabs are hidden: training with and
without them beside each other. The watchers are one more process, on the
same processors; they read what is sent, unpack nothing but the header, and acknowledge once a second,
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

ACK = 1.0  # seconds between two acknowledgements
SETTLE = 2.0  # seconds before a window


@dataclass
class Watcher:
    """(time, number, step, digest) of every frame."""

    frames: list[tuple[float, int, int, str]] = field(default_factory=list)
    bytes: int = 0

    async def attend(self, url: str) -> None:
        async with connect(
            url, max_size=None, open_timeout=PATIENCE, compression=None
        ) as self.live:
            await self.look(True)
            live = self.live
            telling = asyncio.create_task(self._tell(live))
            try:
                async for message in live:
                    self._take(message)
            finally:
                telling.cancel()

    async def look(self, visible: bool) -> None:
        panels: dict[str, dict] = {name: {} for name in (*PANELS["mlp"], "curves")}
        await self.live.send(json.dumps({"type": "watch", "panels": panels, "visible": visible}))

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


Window = tuple[float, float]  # time.time()


def watch(
    url: str, count: int, seconds: float, rounds: int
) -> tuple[list[Watcher], list[Window], list[Window]]:
    """In a process of its own: they, and the windows in which all watched, and in which nobody did."""

    async def sit() -> tuple[list[Watcher], list[Window], list[Window]]:
        watchers = [Watcher() for _ in range(count)]
        tasks = []
        for watcher in watchers:
            tasks.append(asyncio.create_task(watcher.attend(url)))
            await asyncio.sleep(0.02)
        async with asyncio.timeout(PATIENCE):
            while not all(watcher.frames for watcher in watchers):
                await asyncio.sleep(0.1)
        windows: dict[bool, list[Window]] = {True: [], False: []}
        for _ in range(rounds):
            for visible, found in windows.items():
                await asyncio.gather(*(watcher.look(visible) for watcher in watchers))
                await asyncio.sleep(SETTLE)
                began = time.time()
                await asyncio.sleep(seconds)
                found.append((began, time.time()))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return [Watcher(one.frames, one.bytes) for one in watchers], windows[True], windows[False]

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


async def measure(address: str, count: int, seconds: float, rounds: int) -> Iterator[str]:
    lecturer = Lecturer(address, presses=False)
    attending = asyncio.create_task(lecturer.attend(0.0))
    await lecturer.ran.wait()
    url = await asyncio.to_thread(begun, address, lecturer.run, lecturer.cookie)
    offset = time.time() - time.perf_counter()
    with ProcessPoolExecutor(1) as pool:
        loop = asyncio.get_running_loop()
        sitting = loop.run_in_executor(pool, watch, url, count, seconds, rounds)
        watchers, watched, hidden = await sitting
    attending.cancel()
    lines = list(report(watchers, watched))
    steps = [
        [lecturer.steps(a - offset, b - offset) for a, b in windows]
        for windows in (watched, hidden)
    ]
    own = statistics.fmean(lecturer.rate(a - offset, b - offset) for a, b in watched)
    with_all, alone = map(statistics.fmean, steps)
    lines.append(f"the lecturer's own page: {own:.1f} frames/s")
    lines.append(f"steps/s with all {with_all:.0f}, alone {alone:.0f}: {with_all / alone:.2f}")
    ratios = " ".join(f"{a / b:.2f}" for a, b in zip(*steps, strict=True))
    return iter([*lines, f"round by round: {ratios}"])


def report(watchers: list[Watcher], windows: list[Window]) -> Iterator[str]:
    total = sum(end - begin for begin, end in windows)
    seen = [
        [one for one in watcher.frames if any(a <= one[0] < b for a, b in windows)]
        for watcher in watchers
    ]
    rates = [len(one) / total for one in seen]
    digests: dict[int, set[str]] = {}
    for one in seen:
        for _, number, _, digest in one:
            digests.setdefault(number, set()).add(digest)
    yield f"{len(watchers)} watchers: {statistics.fmean(rates):.1f} frames/s each, least {min(rates):.1f}"
    same = all(len(one) == 1 for one in digests.values())
    yield f"encoded: {len(digests)} frames, {'each the same for all' if same else 'NOT the same for all'}"
    sent = sum(watcher.bytes for watcher in watchers) / max(sum(len(w.frames) for w in watchers), 1)
    yield f"{sent / 1024:.1f} KiB a frame"


def hall(count: int, seconds: float, rounds: int = 4) -> None:
    os.environ["LEARNSCOPE_WATCHERS"] = str(count)
    os.environ["LEARNSCOPE_PAUSE_AFTER"] = "30"
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "server.log") as address:
        for line in asyncio.run(measure(address, count, seconds, rounds)):
            print(f"        {line}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--watchers", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=5.0, help="of a window")
    parser.add_argument("--rounds", type=int, default=4)
    asked = parser.parse_args()
    hall(asked.watchers, asked.seconds, asked.rounds)


if __name__ == "__main__":
    main()
