"""kill -9 of a worker at random moments, again and again: do all its runs go on, and nobody else's stop?

    python -m benchmarks.worker_kills [--times 20] [--runs 4]

One server's worth of worker processes (core/places), no web server before them: two workers and a spare one,
on each so many runs of several pages that train, stored as by default. Each time one of the two is
killed. Counted are the seconds until every one of its runs has taken a step in another process, how much
older they are than at the kill, and whether any run of the other worker was touched.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

from core.places.distant import DistantRun
from core.places.processes import Processes
from core.places.settings import Settings
from core.playgrounds import lookup
from core.store import start

OWNER = "k" * 32
PAGES = ("mlp", "qlearning", "gan", "regression")
PATIENCE = 60.0  # seconds


def look(place: Processes, run: DistantRun) -> DistantRun:
    found = place.recall(run.id, OWNER)
    if found is not run:
        raise RuntimeError(f"run {run.id} is gone")
    return run


def began(place: Processes, count: int, gear: str) -> list[DistantRun]:
    """`count` runs that train, all on one worker."""
    made: list[DistantRun] = []
    for number in range(count):
        algorithm = lookup(PAGES[number % len(PAGES)])
        config = algorithm.Config(seed=number)
        beside = made[0] if made else None
        made.append(place.create(OWNER, algorithm, config, "cpu", beside=beside))
        made[-1].play(gear)
    return made


def kill(worker: Any) -> None:
    os.kill(worker.pid, signal.SIGKILL)


def once(
    place: Processes,
    hit: list[DistantRun],
    others: list[DistantRun],
    kill: Callable[[Any], None] = kill,
) -> tuple[float, float]:
    """Kills the worker of `hit`: seconds until all go on; seconds of training that were lost at most."""
    seen: dict[str, list[tuple[float, int]]] = {run.id: [] for run in hit}
    until = time.monotonic() + 1.0
    while time.monotonic() < until:
        for run in hit:
            seen[run.id].append((time.monotonic(), look(place, run).step))
    kept = {run.id: (look(place, run).step, run.slot.worker) for run in others}
    gone = hit[0].slot.worker
    assert gone is not None
    killed = time.monotonic()
    kill(gone)
    lost = 0.0
    while hit[0].slot.worker is gone:
        time.sleep(0.01)
    waiting = {run.id: run for run in hit}
    first: dict[str, int] = {}
    while waiting and time.monotonic() < killed + PATIENCE:
        for run in list(waiting.values()):
            step = look(place, run).step
            if run.built:
                first.setdefault(run.id, step)
            if run.built and step > first[run.id]:
                del waiting[run.id]
    back = time.monotonic() - killed
    if waiting:
        raise RuntimeError(f"{len(waiting)} runs stand still")
    for run in hit:
        lost = max(lost, age(seen[run.id], first[run.id], killed))
    for run in others:
        step, worker = kept[run.id]
        if look(place, run).step < step or run.slot.worker is not worker:
            raise RuntimeError("a run of the other worker was touched")
    return back, lost


def age(seen: list[tuple[float, int]], step: int, killed: float) -> float:
    """How long before the kill a run was at the step that it came back at, by its own pace."""
    (t0, s0), (t1, s1) = seen[0], seen[-1]
    pace = (s1 - s0) / (t1 - t0)
    return max(killed - t1 + (s1 - step) / pace, 0.0) if pace > 0 else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--runs", type=int, default=4, help="on each worker")
    parser.add_argument("--gear", default="flat", choices=["slow", "smooth", "flat"])
    parser.add_argument("--wait", type=float, default=6.0, help="seconds before a kill, at most")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    os.environ["LEARNSCOPE_PAUSE_AFTER"] = "100000"  # nobody looks
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LEARNSCOPE_STORE"] = f"sqlite:///{folder}/runs.db"
        place = Processes(Settings(workers=2))
        start(place)
        place.begin()
        left = began(place, asked.runs, asked.gear)
        right = began(place, asked.runs, asked.gear)
        assert left[0].slot is not right[0].slot
        backs, losses = [], []
        for number in range(asked.times):
            until = time.monotonic() + PATIENCE
            crew = place._crew
            assert crew is not None
            while crew._spare is None or not crew._spare.ready.is_set():
                if time.monotonic() > until:
                    raise RuntimeError("no spare worker")
                time.sleep(0.05)
            time.sleep(chance.uniform(0.0, asked.wait))
            hit, others = chance.sample([left, right], 2)
            back, lost = once(place, hit, others)
            backs.append(back)
            losses.append(lost)
            print(f"{number + 1}: all go on after {back:.2f} s, {lost:.1f} s lost", flush=True)
        print(
            f"{asked.times} kills: all runs went on each time, none of the other worker was touched"
        )
        print(
            f"they go on after {statistics.median(backs):.2f} s (median), {max(backs):.2f} s (worst)"
        )
        print(
            f"and have lost {statistics.median(losses):.1f} s (median), {max(losses):.1f} s (worst)"
        )
        place.close()


if __name__ == "__main__":
    main()
