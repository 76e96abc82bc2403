"""Mixed use for a while: memory, handles and latency must stay as they are.

    python -m benchmarks.soak [--minutes 30] [--viewers 10] [--settled 3]

Viewers (visitor.py) come to pages by chance, stay for 10 to 40 s, press pause and play, and go; another
comes at once. Every ten seconds one row: memory and handles of the server, runs and viewers as `/healthz`
counts them, what a press took (median, 95th percentile), and frames a second of those who are in.
After `--settled` minutes begins what is compared, the last third of the rows against the first third: the
framework keeps a session, which is three handles, for two minutes after its page has gone.
LEARNSCOPE_FREE_AFTER is 20 s here, so that runs go as they come.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz import watched
from benchmarks.visitor import PANELS, Viewer
from tests.e2e.conftest import begun, end

EVERY = 10.0  # seconds of a row
STAY = (10.0, 40.0)
GROWTH, MORE_HANDLES, SLOWER = 0.05, 10, 1.5  # from the first third to the last that still is flat


@dataclass
class Row:
    memory: float  # MB
    handles: int
    p50: float  # seconds that a press took
    p95: float
    rate: float  # frames a second of one viewer


class Crowd:
    """Those who are in, and those who were lately."""

    def __init__(self, address: str, seed: int) -> None:
        self.address, self.dice = address, random.Random(seed)
        self.inside: list[Viewer] = []
        self.waits: list[tuple[float, float]] = []
        self.visits = self.failed = 0

    async def seat(self, until: float) -> None:
        """One seat, taken by one after the other."""
        while (left := until - time.perf_counter()) > 0:
            viewer = Viewer(self.address, self.dice.choice([*PANELS]))
            self.inside.append(viewer)
            self.visits += 1
            try:
                async with asyncio.timeout(min(self.dice.uniform(*STAY), left)):
                    await viewer.attend(2.0)
            except TimeoutError:
                pass
            except Exception as error:
                self.failed += 1
                print(f"   a viewer of {viewer.page} ended: {error!r}"[:200])
                await asyncio.sleep(1.0)
            self.inside.remove(viewer)
            self.waits += viewer.waits

    def pressed(self, begin: float, end: float) -> list[float]:
        waits = [*self.waits, *(one for viewer in self.inside for one in viewer.waits)]
        return [seconds for at, seconds in waits if begin <= at < end]

    def rate(self, begin: float, end: float) -> float:
        """Of those who have been there all the time."""
        rates = [v.rate(begin, end) for v in self.inside if v.frames and v.frames[0][0] < begin]
        return statistics.fmean(rates) if rates else 0.0


async def use(address: str, pid: int, minutes: float, viewers: int, seed: int) -> list[Row]:
    crowd, rows = Crowd(address, seed), []
    began = time.perf_counter()
    until = began + 60 * minutes
    seats = [asyncio.create_task(crowd.seat(until)) for _ in range(viewers)]
    print("  time  memory handles runs viewers  press p50, p95 (n)   frames/s  visits")
    while (now := time.perf_counter()) < until:
        await asyncio.sleep(EVERY)
        after = time.perf_counter()
        memory, handles = watched(pid)
        told = json.loads(await asyncio.to_thread(_read, f"{address}/healthz"))
        waits = crowd.pressed(now, after)
        p50, p95 = (
            (statistics.quantiles(waits, n=20)[k] for k in (9, 18)) if len(waits) > 1 else (0, 0)
        )
        row = Row(memory, handles, p50, p95, crowd.rate(now, after))
        rows.append(row)
        took = f"{1000 * p50:5.0f}, {1000 * p95:5.0f} ms ({len(waits):3d})"
        people = f"{told['runs']:5d} {told['viewers']:5d}"
        told_of = f"{after - began:5.0f} s {memory:5.0f} MB {handles:5d} {people}"
        print(f"{told_of}   {took} {row.rate:8.1f} {crowd.visits:7d}", flush=True)
    await asyncio.gather(*seats)
    print(f"{crowd.visits} visits, {crowd.failed} of them ended before their time")
    return rows


def _read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())


def verdict(rows: list[Row]) -> bool:
    """Whether the last third is as the first."""
    third = max(len(rows) // 3, 1)

    def both(what: Callable[[Row], float]) -> tuple[float, float]:
        return statistics.median(map(what, rows[:third])), statistics.median(
            map(what, rows[-third:])
        )

    memory, handles = both(lambda row: row.memory), both(lambda row: row.handles)
    p95, rate = both(lambda row: row.p95), both(lambda row: row.rate)
    print(f"first third → last: {memory[0]:.0f} → {memory[1]:.0f} MB; ", end="")
    print(f"{handles[0]:.0f} → {handles[1]:.0f} handles; ", end="")
    print(
        f"p95 {1000 * p95[0]:.0f} → {1000 * p95[1]:.0f} ms; {rate[0]:.1f} → {rate[1]:.1f} frames/s"
    )
    return (
        memory[1] <= memory[0] * (1 + GROWTH)
        and handles[1] <= handles[0] + MORE_HANDLES
        and p95[1] <= max(SLOWER * p95[0], 0.2)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--viewers", type=int, default=10)
    parser.add_argument("--settled", type=float, default=3.0, help="minutes that are not compared")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    os.environ.update({"LEARNSCOPE_FREE_AFTER": "20", "LEARNSCOPE_PAUSE_AFTER": "10"})
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LEARNSCOPE_STORE"] = f"sqlite:///{folder}/runs.db"
        process, address = begun(log := Path(folder) / "server.log")
        try:
            rows = asyncio.run(use(address, process.pid, asked.minutes, asked.viewers, asked.seed))
            alive = process.poll() is None
            with suppress(ProcessLookupError):
                process.terminate()
            process.wait(5)
        finally:
            end(process)
        text = log.read_text(errors="replace")
    traces = len(re.findall(r"^Traceback", text, re.MULTILINE))
    print(f"log: {len(text.splitlines())} lines, {traces} tracebacks")
    flat = verdict(rows[int(60 * asked.settled / EVERY) :])
    sys.exit(0 if flat and alive and not traces else "not as it was: see above")


if __name__ == "__main__":
    main()
