"""A class on one machine: viewers who each train the default MLP, and what each of them gets.

    python -m benchmarks.load [--viewers 1 10 25 50] [--seconds 10] [--windows 2] [--apart 0.2] [--heavy]
    python -m benchmarks.load --viewers --watchers 300

For every number of viewers a fresh server, on 127.0.0.1 alone. A viewer is what a browser is to it
(visitor.py). They join `--apart` seconds after each other; when the last one is in, so many windows of so
many seconds are measured, and the frames of every second are printed beside. With `--heavy` follow rows of
viewers like these beside others whose runs take long steps; those others are not counted. With `--watchers`
follows one run that so many watch (hall.py).
With `--engine thread processes:2` all rows come once for each place where runs are trained, here with two
workers; `--headless` gives the steps of the same run that nobody looks at, before, between and after them.
The viewers' own work runs beside the server on the same processors.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families as families

from benchmarks.hall import hall
from benchmarks.visitor import PATIENCE, PRESS, Viewer
from tests.e2e.conftest import running

MOST = 200  # viewers
Heavy = tuple[str, Mapping[str, object]]  # page, and its settings
DDPG: Heavy = ("ddpg", {"hidden": "512,512", "batch_size": 1024, "updates": 8})
UPDATES = {"d_updates": 10, "g_updates": 10, "batch_size": 512, "loss": "wgan_gp"}
GAN: Heavy = ("gan", {"dataset": "digits", "width": 128, **UPDATES})
VAE: Heavy = (
    "vae",
    {"hidden": "1024,1024,1024,1024", "batch_size": 512, "samples": 50, "model": "iwae"},
)
POINTS: Heavy = ("gan", {"g_hidden": "256,256,256", "d_hidden": "256,256,256", **UPDATES})
NETWORK: Heavy = ("mlp", {"hidden": "16,16,16,16", "batch_size": 512, "points": 2000})
BESIDE: dict[
    str, tuple[int, list[Heavy]]
] = {  # row → light viewers, and the heavy ones beside them
    "a heavy /ddpg": (1, [DDPG]),
    "five heavy runs": (1, [DDPG, GAN, VAE, POINTS, NETWORK]),
    "a GAN on digits": (9, [GAN]),
    "a VAE of 1024×4": (9, [VAE]),
}
SETTLE = 5.0  # seconds from the last one's coming to the window, where some are heavy


def jain(values: list[float]) -> float:
    """Jain's index of fairness: 1 where all have the same, 1/n where one has everything."""
    squares = sum(value**2 for value in values)
    return sum(values) ** 2 / (len(values) * squares) if squares else 0.0


async def sit(
    address: str, count: int, apart: float, seconds: float, heavy: Sequence[Viewer] = ()
) -> tuple[list[Viewer], float, float]:
    """`count` viewers join and stay `seconds` more: they, and when the first came and the last was in.

    `heavy` ones come before them, and need not have seen anything.
    """
    viewers = [Viewer(address) for _ in range(count)]
    began = time.perf_counter()
    async with asyncio.timeout(PATIENCE + SETTLE + seconds + apart * count):
        tasks = [asyncio.create_task(viewer.attend(0.0)) for viewer in heavy]
        arrivals = [asyncio.create_task(viewer.connected.wait()) for viewer in heavy]
        for number, viewer in enumerate(viewers):
            await asyncio.sleep(max(0.0, began + number * apart - time.perf_counter()))
            press_after = PRESS * number / count
            tasks.append(asyncio.create_task(viewer.attend(press_after)))
        arrivals += [asyncio.create_task(viewer.joined.wait()) for viewer in viewers]
        await asyncio.wait([*tasks, asyncio.gather(*arrivals)], return_when=asyncio.FIRST_COMPLETED)
        broken = [task for task in tasks if task.done()]
        for task in broken:
            task.result()
        await asyncio.sleep(SETTLE if heavy else 0.0)
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
    waits = [1000 * wait for viewer in viewers for at, wait in viewer.waits if begin <= at < end]
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
    parser.add_argument("--viewers", type=int, nargs="*", default=[1, 10, 25, 50])
    parser.add_argument("--seconds", type=float, default=10.0, help="of a window")
    parser.add_argument("--windows", type=int, default=2)
    parser.add_argument("--apart", type=float, default=0.2, help="seconds between two who join")
    parser.add_argument(
        "--heavy", nargs="*", help="rows beside runs with long steps too", metavar="ROW"
    )
    parser.add_argument("--watchers", type=int, default=0, help="of one broadcast")
    parser.add_argument("--engine", nargs="+", default=[""], help="thread, processes, processes:2")
    parser.add_argument("--headless", action="store_true", help="a run without a server beside")
    asked = parser.parse_args()
    if max(asked.viewers, default=0) > MOST or asked.seconds * asked.windows > PATIENCE:
        sys.exit(f"at most {MOST} viewers and {PATIENCE:g} s")
    for limit in ("VIEWERS", "RUNS"):  # measured is the training, not the line of those who wait
        os.environ[f"LEARNSCOPE_{limit}"] = str(2 * MOST)
    os.environ["LEARNSCOPE_PAUSE_AFTER"] = "30"  # as for people, not as for tests
    for engine in asked.engine:
        if asked.headless:
            headless(asked.seconds)
        if engine:
            os.environ["LEARNSCOPE_ENGINE"], _, workers = engine.partition(":")
            os.environ["LEARNSCOPE_WORKERS"] = workers
            print(f"---- {engine}")
        rows(asked)
    if asked.headless:
        headless(asked.seconds)


def headless(seconds: float) -> None:
    """Steps a second of the default MLP alone on the machine."""
    command = [sys.executable, "-m", "core", "train", "mlp", "--seconds", f"{seconds:g}", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    print(f"headless: {told['steps'] / told['seconds']:.0f} steps/s", flush=True)


def rows(asked: argparse.Namespace) -> None:
    print("viewers       window frames/s  least longest gap   steps/s   Jain  control p50, p95")
    for count in asked.viewers:
        serve(asked, count)
    for label in () if asked.heavy is None else asked.heavy or BESIDE:
        count, heavy = BESIDE[label]
        print(f"beside {label}:")
        serve(asked, count, heavy)
    if asked.watchers:
        print("a broadcast:")
        hall(asked.watchers, asked.seconds)


def serve(asked: argparse.Namespace, count: int, heavy: Sequence[Heavy] = ()) -> None:
    """One row, with a server of its own."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "server.log") as address:
        others = [heavy_viewer(address, page, values) for page, values in heavy]
        stay = asked.seconds * asked.windows
        found = asyncio.run(sit(address, count, asked.apart, stay + 1.0, others))
        spent = cost(address)
    report(*found, asked.seconds, asked.windows)
    print(f"        in all: {spent}")
    for other in others:
        times, (_, step) = other.frames, (other.frames or [(0.0, 0)])[-1]
        print(f"        /{other.page} beside: {len(times)} frames, {step} steps in all")


def cost(address: str) -> str:
    """What it took the server, from its own figures, those who joined included."""
    with urllib.request.urlopen(f"{address}/metrics", timeout=10) as answer:
        samples = [one for family in families(answer.read().decode()) for one in family.samples]
    sums: dict[str, float] = {}
    for one in samples:
        sums[one.name] = sums.get(one.name, 0.0) + one.value
    frames, sent = sums["learnscope_frames_sent_total"], sums["learnscope_bytes_sent_total"]
    workers, memory = sums["learnscope_workers"], sums["learnscope_workers_memory_bytes"] / 1e6
    made = sums["learnscope_frame_seconds_total"] / max(sums["learnscope_frames_made_total"], 1)
    return (
        f"{frames:.0f} frames of {sent / max(frames, 1) / 1e3:.1f} kB, each made in {1e3 * made:.2f} ms; "
        f"{sums['process_resident_memory_bytes'] / 1e6:.0f} MB and "
        f"{memory:.0f} in {workers:.0f} workers, {sums['learnscope_runs']:.0f} runs, "
        f"{sums['process_cpu_seconds_total']:.0f} s of processor since the start"
    )


def heavy_viewer(address: str, page: str, values: Mapping[str, object]) -> Viewer:
    settings = "&".join(f"{page}.{name}={value}" for name, value in values.items())
    return Viewer(address, page, settings, presses=False)


if __name__ == "__main__":
    main()
