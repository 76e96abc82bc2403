"""Tables on /mlp: irises and wines by the command line, and a large table read, learned from and watched.

    python -m benchmarks.mlp_tables [--seconds 10] [--rounds 3]

The large table has 50,000 rows and 30 columns. Reading is from its bytes to columns, in a process that has
read a table before; frames/s as benchmarks/mlp_live.py counts them, with all panels on the screen.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch

from benchmarks.live import browsing, drawn, watched
from core.data import named, table, uploads
from core.playgrounds.mlp.algorithm import Mlp

ROWS, COLUMNS, SEEDS = 50_000, 30, 5


def large() -> bytes:
    """Numbers with three decimals, and in the last column one of three classes that they decide."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(ROWS, COLUMNS - 1)).round(3)
    names = np.array(["one", "two", "three"])[(x[:, :3] + x[:, 3:6] * x[:, 6:9]).argmax(1)]
    head = ",".join([f"column {k + 1}" for k in range(COLUMNS - 1)] + ["kind"])
    lines = (
        ",".join([*map("{:.3f}".format, row), name]) for row, name in zip(x, names, strict=True)
    )
    return "\n".join([head, *lines]).encode()


def accuracies(name: str) -> list[float]:
    """Held-out accuracy of the preset after five seconds, for every seed."""
    found = []
    for seed in range(SEEDS):
        command = [sys.executable, "-m", "core", "train", "mlp", "--preset", name, "--seconds", "5"]
        done = subprocess.run(
            [*command, "--seed", str(seed), "--device", "cpu", "--json"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found.append(json.loads(done.stdout.splitlines()[-1])["metrics"]["test_accuracy"])
    return found


def milliseconds(what: object, times: int = 20) -> float:
    """The median time of calling `what`."""
    assert callable(what)
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        what()
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    for name in ("iris", "wine"):
        found = accuracies(name)
        print(
            f"{name:5} held out, 5 s       {min(found):.3f} at least   {[round(a, 3) for a in found]}"
        )
    data = large()
    table.read(data[:100_000].rpartition(b"\n")[0])
    reading = [milliseconds(lambda: table.read(data), 1) / 1000 for _ in range(asked.rounds)]
    size = len(data) / 2**20
    print(
        f"reading {size:.1f} MB           {min(reading):6.2f} s at best   {[round(s, 2) for s in reading]}"
    )
    torch.set_num_threads(1)
    upload = uploads.store(named.packed("large.csv", data))
    mlp = Mlp(Mlp.Config(dataset="csv", upload=upload, hidden=(16, 8)))
    mlp.step()
    print(f"evaluating all rows      {milliseconds(mlp.evaluate):6.1f} ms")
    places = iter(range(1000))
    still = milliseconds(lambda: mlp.views({"map": {}}))
    moved = milliseconds(lambda: mlp.views({"map": {"at": [next(places) / 1000] * (COLUMNS - 1)}}))
    print(f"the map                  {still:6.1f} ms, {moved:.1f} ms while its slider moves")
    print(f"neurons' pictures        {milliseconds(lambda: mlp.views({'network': {}})):6.1f} ms")
    print(f"confusions               {milliseconds(lambda: mlp.views({'confusion': {}})):6.1f} ms")
    seen = []
    with browsing() as (address, page):
        for gear in ["smooth", "flat"] * asked.rounds:
            query = f"mlp.dataset=csv&mlp.upload={upload}&mlp.hidden=16,8&play=true&gear={gear}"
            page.goto(f"{address}/mlp?{query}")
            drawn(page)
            page.wait_for_timeout(5000)
            if page.locator("[data-action=play]").count():
                page.locator("[data-action=play]").click()
            seen.append((gear, *watched(page, asked.seconds)))
            page.locator("[data-action=pause]").click()
            page.goto("about:blank")
    for gear in ("smooth", "flat"):
        frames = [round(f, 1) for g, f, _ in seen if g == gear]
        steps = [round(s) for g, _, s in seen if g == gear]
        middle = statistics.median(frames)
        print(f"watched, {gear:6}          {middle:6.1f} frames/s   {frames}, steps/s {steps}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        import os

        os.environ["LEARNSCOPE_UPLOADS"] = str(Path(folder))
        main()
