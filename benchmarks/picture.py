"""How well /picture paints after some seconds, both networks on one clock, and how fast its page is.

    python -m benchmarks.picture [--seconds 5 15] [--seeds 5] [--live] [--rounds 2] [--param value …]

Per number of seconds of training: the PSNR of the network with Fourier features and of the one without, by
the command line, which counts the time of both. With --live also frames and steps per second in headless
Chromium, flat out with all panels drawn, beside the same run without a browser.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys

from benchmarks.live import ROOT, browsing, drawn, headless, watched


def painted(seconds: float, seed: int, more: list[str]) -> dict[str, float]:
    """The metrics and steps of a run of so many seconds."""
    command = [sys.executable, "-m", "core", "train", "picture", "--json", "--device", "cpu"]
    command += ["--seconds", str(seconds), "--seed", str(seed), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout.splitlines()[-1])
    return said["metrics"] | {"steps": said["steps"]}


def live(rounds: int, seconds: float) -> None:
    alone, seen = [], []
    with browsing() as (address, page):
        for _ in range(rounds):
            alone.append(headless("picture", None, seconds))
            page.goto(f"{address}/picture?play=true&gear=flat")
            drawn(page)
            page.wait_for_timeout(500)
            if page.locator(ROOT).get_attribute("data-status") != "running":
                page.locator("[data-action=play]").click()
            page.wait_for_timeout(3000)
            seen.append(watched(page, seconds))
            page.locator("[data-action=pause]").click()
            page.goto("about:blank")
    frames, steps = (statistics.median(column) for column in zip(*seen, strict=True))
    rate = statistics.median(alone)
    print(f"live: {frames:.1f} frames/s, {steps:.0f} steps/s; alone {rate:.0f}: {steps / rate:.2f}")
    print(f"  each round {[(round(f, 1), round(s)) for f, s in seen]}, {[round(r) for r in alone]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, nargs="+", default=[5.0, 15.0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--live", action="store_true")
    asked, more = parser.parse_known_args()
    for seconds in asked.seconds:
        found = [painted(seconds, seed, more) for seed in range(asked.seeds)]
        for name in ("train_psnr", "plain_psnr", "steps"):
            print(f"{seconds:4.0f} s  {name:11} {[round(one[name], 2) for one in found]}")
    if asked.live:
        live(asked.rounds, 8.0)


if __name__ == "__main__":
    main()
