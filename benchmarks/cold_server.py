"""A class opens every page in the first second of a server's life: how many get their run?

    python -m benchmarks.cold_server [--servers 5] [--each 3]

Prints, for each fresh server, how soon it was healthy, how many visitors got a run, and after how long the
last of them had it; then what the others saw.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from pathlib import Path

from core.playgrounds import names
from tests.e2e.conftest import running
from tests.e2e.visitors import Visit, crowd


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--servers", type=int, default=5)
    parser.add_argument("--each", type=int, default=3, help="visitors of every page")
    asked = parser.parse_args()
    visits: list[Visit] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(asked.servers):
            began = time.perf_counter()
            with running(Path(folder) / f"server-{number}.log") as address:
                healthy = time.perf_counter()
                came = asyncio.run(crowd(address, names(), asked.each))
                done = time.perf_counter()
            visits += came
            served = sum(bool(one.run) and not one.wrong for one in came)
            print(
                f"healthy after {healthy - began:4.1f} s · {served} of {len(came)} got a run"
                f" · the last after {done - healthy:4.1f} s"
            )
    served = sum(bool(one.run) and not one.wrong for one in visits)
    print(f"{served} of {len(visits)} visitors got a run")
    for text, count in Counter(text for one in visits for text in one.wrong).most_common():
        print(f"{count:4} × {text[:160]}")


if __name__ == "__main__":
    main()
