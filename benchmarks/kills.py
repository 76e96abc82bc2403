"""kill -9 at random moments, again and again: is the run there each time, is the store whole?

    python -m benchmarks.kills [--times 100] [--servers 5]

`--times`: a process trains a run of some page and stores it as often as it can, so that many are killed in
the middle of writing; then the store is opened, checked by SQLite, every run in it is unpacked, and the one
that was killed is brought back by an engine and goes on. All of them share one file. `--servers`: a whole
server with an open page at the default pace, killed, started again, and looked at over the page's sockets.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import random
import select
import statistics
import tempfile
import time
from pathlib import Path

import torch

from core.playgrounds import lookup
from core.store import start
from core.store.database import Database
from core.store.settings import Settings
from core.training.engine import Engine
from core.training.packed import Packed
from tests.store.killed import kill_and_return

OWNER = "k" * 32
PAGES = ("mlp", "qlearning", "gan", "regression", "optimizers", "vae")
EVERY = 0.1  # seconds


def train(url: str, page: str, paused: bool, told: int) -> None:
    """The process that will be killed: says (time, step, status) every few milliseconds."""
    engine = Engine()
    start(engine, Settings(url, every=EVERY))
    algorithm = lookup(page)
    run = engine.create(OWNER, algorithm, algorithm.Config(), "cpu")
    run.play("flat")
    os.write(told, f"run {run.id}\n".encode())
    pausing = math.inf
    while True:
        if paused and run.step and pausing == math.inf:
            pausing = time.monotonic() + 0.3
        if time.monotonic() > pausing:
            run.pause()
            paused, pausing = False, math.inf
        os.write(told, f"{time.time()} {run.step} {run.status}\n".encode())
        time.sleep(0.01)


def once(url: str, page: str, paused: bool, seconds: float) -> tuple[float, str]:
    """Seconds that the run which came back is older than the kill; what was wrong, if anything."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        try:
            train(url, page, paused, writes)
        finally:
            os._exit(1)
    os.close(writes)
    lines = _until_killed(child, reads, seconds)
    killed = time.time()
    if not any(int(line.split()[1]) for line in lines[1:]):
        return 0.0, "no step was taken in a minute"
    run_id = lines[0].split()[1]
    seen = [(float(when), int(step), status) for when, step, status in map(str.split, lines[1:])]
    database = Database(url)
    try:
        with database.engine.connect() as connection:
            checked = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            ids = list(connection.exec_driver_sql("SELECT id FROM learnscope_runs").scalars())
        if checked != "ok":
            return 0.0, f"SQLite: {checked}"
        for one in ids:
            Packed.from_bytes(database.packed(one))
        row = database.find(run_id)
    finally:
        database.close()
    if row is None:
        return 0.0, "the run is not there"
    older = [when for when, step, _ in seen if step > row["step"]]
    lately = {status for when, _, status in seen if when > killed - 10}
    if row["status"] not in lately:
        return 0.0, f"it is {row['status']}, and was {lately}"
    age = killed - older[0] if older else 0.0
    return age, ""


def _until_killed(child: int, reads: int, seconds: float) -> list[str]:
    """What the child says until so many seconds after its first step; then it is killed."""
    text, until, patience = b"", None, time.monotonic() + 60
    while time.monotonic() < (patience if until is None else until):
        if select.select([reads], [], [], 0.01)[0]:
            text += os.read(reads, 65536)
        last = text.rpartition(b"\n")[0].rpartition(b"\n")[2].split()
        if until is None and len(last) == 3 and int(last[1]) > 0:
            until = time.monotonic() + seconds
    os.kill(child, 9)
    os.waitpid(child, 0)
    os.close(reads)
    return text.decode().rpartition("\n")[0].splitlines()


def returns(url: str, most: int) -> int:
    """How many of the stored runs an engine brings back, and goes on with."""
    database = Database(url)
    with database.engine.connect() as connection:
        ids = list(connection.exec_driver_sql("SELECT id FROM learnscope_runs").scalars())
    database.close()
    engine, back = Engine(), 0
    start(engine, Settings(url))
    for one in ids[-most:]:
        run = engine.recall(one, OWNER)
        until = time.monotonic() + 30
        while run is not None and run.session is None and time.monotonic() < until:
            time.sleep(0.01)
        if run is not None and run.session is not None:
            step = run.step
            run.advance_by(1)
            while run.step <= step and time.monotonic() < until:
                time.sleep(0.01)
            back += run.step > step > 0
            engine.stop(one)
    engine.close()
    return back


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--servers", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/runs.db"
        ages, wrong = [], []
        for number in range(asked.times):
            page = PAGES[number % len(PAGES)]
            age, amiss = once(url, page, chance.random() < 0.3, chance.uniform(0.3, 2.5))
            (wrong if amiss else ages).append(f"{number} {page}: {amiss}" if amiss else age)
            if number % 10 == 9:
                print(f"after {number + 1}: {len(ages)} well, {wrong}", flush=True)
        if ages:
            print(f"{len(ages)} of {asked.times} kills: the run is there, its status right, the store whole;"
                  f" {statistics.median(ages):.2f} s older (median), {max(ages):.2f} s at most")  # fmt: skip
            print(f"{returns(url, asked.times)} of them were brought back and went on")
        print(*wrong, sep="\n", end="\n" if wrong else "")
        os.environ["LEARNSCOPE_STORE"] = f"sqlite:///{folder}/server.db"
        for number in range(asked.servers):
            page = PAGES[number % len(PAGES)]
            playing = chance.random() < 0.6
            query, said = ("play=true&gear=flat", ()) if playing else ("gear=flat", ("epoch",))
            seconds = chance.uniform(3.0, 14.0)
            found = asyncio.run(kill_and_return(Path(folder), page, query, seconds, *said))
            same = found.before.live == found.reconnected == found.reloaded
            print(
                f"server {number}, {page}, killed after {seconds:.1f} s: {found.before.status} →"
                f" {found.after.status}, {found.age:.1f} s older, "
                + ("the same run for the open page and a reload" if same else "ANOTHER RUN"),
                flush=True,
            )


if __name__ == "__main__":
    main()
