"""Points drawn on /mlp while it trains flat out: do the pictures go on, how soon are points learned from?

    python -m benchmarks.draw [--points 2000] [--seconds 20] [--rounds 1] [--base ../other-checkout]

A fresh server on 127.0.0.1 and one visitor (visitor.py), who sprays as a browser does: strokes of a second, a
point every few milliseconds, at most one act a turn of the screen with what has come since and two under way.
Told are the longest gap between two frames from the first point to a second after the last, and the time from
an act to the first frame whose run has taken an epoch's steps more than when it was told that the points are
there: each of them has been learned from at least once. With `--base` another checkout in turns with ours.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import struct
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from websockets.asyncio.client import ClientConnection

from benchmarks.visitor import PANELS, PATIENCE, Viewer
from tests.e2e.conftest import ROOT, running

TURN = 1 / 60  # seconds of the screen
STROKE = 1.0  # seconds
UNDER_WAY = 2
SETTLE = 3.0  # seconds of training before the first point
BATCH = 10  # /mlp's default, and how many of five points are learned from
SHARE = 0.8


@dataclass
class Painter(Viewer):
    """Draws so many points in so many seconds; `learned`: act to learned, seconds each."""

    points: int = 2000
    seconds: float = 20.0
    learned: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0
    count: int = 0
    sprayed: asyncio.Event = field(default_factory=asyncio.Event)
    _flying: dict[int, float] = field(default_factory=dict)  # act → when it was sent
    _owed: list[tuple[float, int]] = field(default_factory=list)  # sent, step from which it counts
    _version: int = -1
    _have: int = -1

    async def _press(self, live: ClientConnection, after: float) -> None:
        await self.ran.wait()
        await self._watch(live)
        await asyncio.sleep(SETTLE)
        dice, drawn, number, stroke, waiting = random.Random(0), 0, 0, 1, list[list[float]]()
        self.began = time.perf_counter()
        while drawn < self.points or waiting or self._flying:
            now = time.perf_counter() - self.began
            due = min(self.points, int(self.points * now / self.seconds))
            for _ in range(due - drawn):
                place = [round(dice.uniform(-5, 5), 3) for _ in range(2)]
                waiting.append([*place, stroke % 2])
            drawn = due
            if len(self._flying) < UNDER_WAY and now > stroke * STROKE:
                number += 1  # the pointer is lifted, and comes down again
                await self._draw(live, number, {"points": [], "stroke": stroke, "last": True})
                stroke += 1
            elif len(self._flying) < UNDER_WAY and waiting:
                number += 1
                await self._draw(live, number, {"points": waiting[:300], "stroke": stroke})
                waiting = waiting[300:]
            if self._have != self._version:
                await self._watch(live)
            await asyncio.sleep(TURN)
        self.ended = time.perf_counter()
        await asyncio.sleep(1.0)
        self.sprayed.set()
        await asyncio.Event().wait()

    async def _draw(self, live: ClientConnection, number: int, args: dict[str, object]) -> None:
        self._flying[number] = time.perf_counter()
        await live.send(json.dumps({"type": "act", "id": number, "name": "draw", "args": args}))

    async def _watch(self, live: ClientConnection) -> None:
        self._have = self._version
        panels = {name: {} for name in (*PANELS[self.page], "curves")}
        watched = panels | {"points": {"have": self._have}}
        await live.send(json.dumps({"type": "watch", "panels": watched, "visible": True}))

    def _take(self, live: ClientConnection, message: str | bytes) -> None:
        super()._take(live, message)
        assert isinstance(message, bytes)
        now = time.perf_counter()
        (length,) = struct.unpack_from("<I", message)
        header = json.loads(message[4 : 4 + length])
        if header["type"] == "answer" and header["id"] in self._flying:
            assert header["ok"], header
            sent = self._flying.pop(header["id"])
            self.answers.append(now - sent)
            self._version, self.count = header["value"]["version"], header["value"]["count"]
            epoch = -(-int(self.count * SHARE) // BATCH)
            self._owed.append((sent, self.frames[-1][1] + epoch))
        elif header["type"] == "frame":
            self.learned += [now - sent for sent, step in self._owed if header["step"] >= step]
            self._owed = [(sent, step) for sent, step in self._owed if header["step"] < step]


async def visit(address: str, points: int, seconds: float) -> Painter:
    painter = Painter(address, settings="mlp.preset=tf-playground", points=points, seconds=seconds)
    async with asyncio.timeout(PATIENCE):
        task = asyncio.create_task(painter.attend(0.0))
        done = asyncio.create_task(painter.sprayed.wait())
        await asyncio.wait([task, done], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    return painter


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--base", type=Path, help="another checkout")
    asked = parser.parse_args()
    for _ in range(asked.rounds):
        for name, root in (
            ("ours", ROOT),
            *([("base", asked.base.resolve())] if asked.base else []),
        ):
            with (
                tempfile.TemporaryDirectory() as folder,
                running(Path(folder) / "server.log", root=root) as address,
            ):
                seen = asyncio.run(visit(address, asked.points, asked.seconds))
            report(name, seen)


def report(name: str, seen: Painter) -> None:
    end = seen.ended + 1.0
    before = seen.gap(seen.began - 2.0, seen.began)
    late = [1000 * one for one in seen.learned]
    print(
        f"{name:6}{len(seen.answers)} acts, {seen.count} points in the end; frames/s "
        f"{seen.rate(seen.began, end):.1f}; longest gap {1000 * seen.gap(seen.began, end):.0f} ms "
        f"({1000 * before:.0f} before); learned from after {statistics.median(late):.0f} ms, 95 % "
        f"{statistics.quantiles(late, n=20)[-1]:.0f}, worst {max(late):.0f}; answers after "
        f"{1000 * statistics.median(seen.answers):.0f} ms, worst {1000 * max(seen.answers):.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
