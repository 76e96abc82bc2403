"""The GAN's page in headless Chromium, side by side with the same run without a browser.

    python -m benchmarks.gan_live [--seconds 10] [--rounds 3] [--preset gan-lab]

Frames and iterations per second flat out with all default panels drawn (real and generated samples,
surface, grid, data flow, diagnosis, two charts) at GAN Lab's default, and what watching costs. GAN Lab
itself does one iteration per animation frame, 60 at most, and redraws every 50th.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.mlp_live import ROOT, drawn
from tests.e2e import chromium
from tests.e2e.conftest import running

READ = (
    f"(() => {{ const d = document.querySelector('{ROOT}').dataset;"
    " return [d.frames, d.step, performance.now() / 1000].map(Number); })()"
)


def headless(preset: str, seconds: float) -> float:
    """Iterations/s of the command line."""
    command = [sys.executable, "-m", "core", "train", "gan", "--preset", preset, "--json"]
    command += ["--seconds", str(seconds), "--device", "cpu"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout.splitlines()[-1])
    return said["steps"] / said["seconds"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--preset", default="gan-lab")
    asked = parser.parse_args()
    alone, seen = [], []
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        running(Path(folder) / "server.log") as address,
    ):
        own = Path(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(
            executable_path=chromium.ensure(own), args=chromium.FLAGS
        )
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        for _ in range(asked.rounds):
            page.goto("about:blank")
            alone.append(headless(asked.preset, asked.seconds))
            page.goto(f"{address}/gan?gan.preset={asked.preset}&play=true&gear=flat")
            drawn(page)
            page.wait_for_timeout(3000)
            frames, steps, begin = page.evaluate(READ)
            page.wait_for_timeout(asked.seconds * 1000)
            more_frames, more_steps, end = page.evaluate(READ)
            seen.append(
                ((more_frames - frames) / (end - begin), (more_steps - steps) / (end - begin))
            )
        browser.close()
    frames, rate = (statistics.median(column) for column in zip(*seen, strict=True))
    plain = statistics.median(alone)
    print(f"headless             {plain:7.0f} iterations/s   {[round(r) for r in alone]}")
    print(f"watched, flat out    {rate:7.0f} iterations/s   {[round(r) for _, r in seen]}")
    print(f"main picture         {frames:7.1f} frames/s       {[round(f, 1) for f, _ in seen]}")
    print(f"watched / headless   {rate / plain:7.2f}")


if __name__ == "__main__":
    main()
