"""What it costs to keep moments of a run, and how fast one goes back to them.

    python -m benchmarks.moments [--seconds 2] [--rounds 5] [--steps 100000] [--long 1000000]

Training rates are of one process, with moments and without in turns. A seek is timed from the message of a
browser to the frame that shows the moment, packed, with the panels that a page watches; a real run in its
engine, whose thread it has to wake.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import statistics
import threading
import time

from core.live.packing import Frame, Packer
from core.live.viewer import Viewer
from core.playgrounds import lookup
from core.training.engine import Engine, thread_for_training
from core.training.run import Run

WATCHED = ("map", "network", "curves")


def made() -> Run:
    mlp = lookup("mlp")
    run = Run(mlp, mlp.Config(), device="cpu")
    run.play("flat")
    run.obey()
    return run


def rates(seconds: float, rounds: int) -> tuple[list[float], list[float]]:
    """Steps per second without moments and with them, in turns."""
    without, beside = made(), made()
    without.session.EVERY = math.inf  # type: ignore[union-attr]
    found: tuple[list[float], list[float]] = [], []
    for k in range(2 * rounds):
        run = (without, beside)[(k + k // 2) % 2]
        began, first = time.perf_counter(), run.step
        while time.perf_counter() - began < seconds:
            run.advance(0.01)
        rate = (run.step - first) / (time.perf_counter() - began)
        found[run is beside].append(rate)
    return found


def long(steps: int) -> None:
    run = made()
    while run.step < steps:
        run.advance(0.01)
    moments = run.session.moments  # type: ignore[union-attr]
    print(
        f"{run.step:,} steps: {len(moments.line.moments)} moments in {moments.bytes / 1e6:.1f} MB"
    )


def seeks(steps: int, count: int) -> list[float]:
    """Seconds from the message to the packed frame."""
    mlp = lookup("mlp")
    engine = Engine()
    run = engine.create("", mlp, mlp.Config(), "cpu")
    packer, arrived = Packer(), threading.Event()
    shown = 0

    def send(message: bytes | Frame) -> None:
        nonlocal shown
        if isinstance(message, Frame):
            packer.pack(message)
            shown = message.header["step"]
            viewer.hear(json.dumps({"type": "ack", "n": message.header["n"]}))
            arrived.set()

    viewer = Viewer(run, send)
    run.watchers.append(viewer)
    views: dict[str, dict[str, str]] = {
        name: {} for name in WATCHED if name == "curves" or name in mlp.VIEWS
    }
    viewer.hear(json.dumps({"type": "watch", "panels": views, "visible": True}))
    run.play("flat")
    while run.step < steps:
        time.sleep(0.1)
    run.pause()
    time.sleep(0.5)
    rng, took = random.Random(0), []
    for _ in range(count):
        step = rng.randrange(steps)
        moment = run.session.moments.line.find(step).step  # type: ignore[union-attr]
        began = time.perf_counter()
        shown = -1
        viewer.hear(json.dumps({"type": "seek", "step": step}))
        while shown != moment:
            arrived.clear()
            arrived.wait(5)
        took.append(time.perf_counter() - began)
        time.sleep(0.05)
    engine.close()
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--long", type=int, default=1_000_000)
    given = parser.parse_args()
    with thread_for_training():
        without, beside = rates(given.seconds, given.rounds)
        one, other = statistics.median(without), statistics.median(beside)
        print(f"without moments {one:,.0f} steps/s, with them {other:,.0f}: {other / one:.3f}")
    took = [1e3 * seconds for seconds in seeks(given.steps, 50)]
    high = sorted(took)[int(0.95 * len(took))]
    print(
        f"seek in {given.steps:,} steps: median {statistics.median(took):.0f} ms, 95 % {high:.0f} ms"
    )
    if given.long:
        with thread_for_training():
            long(given.long)


if __name__ == "__main__":
    main()
