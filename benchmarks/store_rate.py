"""What storing runs costs the training: steps a second with and without a store, in turns.

    python -m benchmarks.store_rate [--seconds 12] [--rounds 3] [--pages mlp gan …] [--many 0]

A run of each page trains in an engine as fast as it can; `--many` of the first page train at once instead.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time

from core.playgrounds import lookup, names
from core.store import start
from core.store.settings import Settings
from core.training.engine import Engine

OWNER = "r" * 32


def rate(page: str, seconds: float, url: str, many: int = 1) -> tuple[float, int]:
    """Steps a second of all runs, and megabytes in the store."""
    engine = Engine(pause_after=1e9)
    store = start(engine, Settings(url))
    algorithm = lookup(page)
    runs = [engine.create(OWNER, algorithm, algorithm.Config(seed=k), "cpu") for k in range(many)]
    for run in runs:
        run.play("flat")
    while not all(run.step for run in runs):
        time.sleep(0.05)
    began, before = time.perf_counter(), sum(run.step for run in runs)
    time.sleep(seconds)
    done = (sum(run.step for run in runs) - before) / (time.perf_counter() - began)
    rows = [store.writer.database.find(run.id) for run in runs] if store else []
    engine.close()
    return done, sum(row["size"] for row in rows if row)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=12.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", nargs="*", default=names())
    parser.add_argument("--many", type=int, default=1)
    asked = parser.parse_args()
    for page in asked.pages:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/runs.db"
            turns = [
                (rate(page, asked.seconds, "", asked.many)[0],
                 *rate(page, asked.seconds, url, asked.many))
                for _ in range(asked.rounds)
            ]  # fmt: skip
        without, stored = (statistics.median(turn[k] for turn in turns) for k in (0, 1))
        print(
            f"{page:<16}{without:>10.0f} steps/s without {stored:>10.0f} with"
            f" {100 * (stored / without - 1):>+6.1f} %  {turns[-1][2] / 1e6:7.2f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
