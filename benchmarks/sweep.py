"""An 8 × 8 sweep of default networks beside a plain loop over the same networks, and live in Chromium.

    python -m benchmarks.sweep [--seconds 5] [--rounds 3] [--live]

Epochs per second summed over all networks, on one torch thread, in turns. `sweep` is the run as the command
line trains it, with its evaluations and history; `plain loop` takes one /mlp network after the other (in its
fast form, core/nn/fast.py, with an evaluation after each epoch); `bare batch` is the batched step alone. With
--live: frames per second, and epochs per second summed, while a browser looks on.
"""

from __future__ import annotations

import argparse
import statistics
import time

import torch

from core.playgrounds import lookup
from core.training.engine import thread_for_training
from core.training.run import Run

NETWORKS = 64


def sweep(seconds: float) -> float:
    """Of a run without viewers."""
    algorithm = lookup("sweep")
    run = Run(algorithm, algorithm.Config(), device="cpu")
    run.play("flat")
    run.obey()
    run.advance(0.5)
    first, began = run.algorithm.epoch or 0.0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        run.advance(0.1)
    return NETWORKS * ((run.algorithm.epoch or 0.0) - first) / (time.perf_counter() - began)


def bare(seconds: float) -> float:
    """Of the batched steps alone."""
    algorithm = lookup("sweep")
    with torch.inference_mode():
        networks = algorithm(algorithm.Config(), torch.device("cpu")).networks  # type: ignore[attr-defined]
        for _ in range(10):
            networks.learn(32)
        first, began = networks.batches.epoch, time.perf_counter()
        while time.perf_counter() - began < seconds:
            networks.learn(32)
        return NETWORKS * (networks.batches.epoch - first) / (time.perf_counter() - began)


def plain(seconds: float) -> float:
    """Of the same networks, one after the other."""
    described = lookup("sweep")(lookup("sweep").Config(), torch.device("cpu")).describe()
    mlp = lookup("mlp")
    runs = []
    for address in described["open"]:
        pairs = (pair.split("=") for pair in address.split("&"))
        values = {name.removeprefix("mlp."): text for name, text in pairs}
        run = Run(mlp, mlp.Config.repaired(values)[0], device="cpu")
        run.play("flat")
        run.obey()
        run.advance(0.01)
        runs.append(run)
    before = sum(run.algorithm.epoch or 0.0 for run in runs)
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        for run in runs:
            run.advance(0.001)
    return (sum(run.algorithm.epoch or 0.0 for run in runs) - before) / (
        time.perf_counter() - began
    )


def live(seconds: float) -> None:
    """Frames and epochs per second in the browser."""
    from benchmarks.live import browsing, drawn, watched

    with browsing() as (address, tab):
        for gear in ("smooth", "flat"):
            tab.goto(f"{address}/sweep?play=true&gear={gear}")
            drawn(tab)
            tab.wait_for_timeout(2000)
            frames, steps = watched(tab, seconds)
            print(
                f"{gear:6} {frames:6.1f} frames/s {NETWORKS * steps / 25:10,.0f} epochs/s",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--live", action="store_true")
    asked = parser.parse_args()
    found: dict[str, list[float]] = {"sweep": [], "bare batch": [], "plain loop": []}
    with thread_for_training():
        for _ in range(asked.rounds):
            for name, one in (("sweep", sweep), ("bare batch", bare), ("plain loop", plain)):
                found[name].append(one(asked.seconds))
    for name, rates in found.items():
        print(
            f"{name:11} {statistics.median(rates):10,.0f} epochs/s, all networks together",
            flush=True,
        )
    if asked.live:
        live(asked.seconds)


if __name__ == "__main__":
    main()
