"""Tabular learning in headless Chromium, side by side with the same run without a browser.

    python -m benchmarks.qlearning_live [--seconds 10] [--rounds 3] [--preset grid]

Flat out with everything drawn (world, optimal values, the last update, numbers, two charts): frames and
steps per second; steps per second in the gear "don't draw"; and how long it takes from a wall that is
built while it learns until the server has confirmed it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.mlp_live import ROOT, drawn
from benchmarks.vae_live import watched
from tests.e2e import chromium
from tests.e2e.conftest import running

# Builds and takes away a wall by turns; after each, ms until an address with the new map stands there.
BUILDS = """async (count) => {
  const stage = document.querySelector('.ls-world-stage');
  const taken = [];
  for (let i = 0; i < count; i += 1) {
    document.querySelector(`[data-action=tool-${i % 2 ? 'floor' : 'wall'}]`).click();
    const before = location.href;
    const begin = performance.now();
    stage.focus();
    stage.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    while (location.href === before) await new Promise((done) => setTimeout(done, 5));
    taken.push(performance.now() - begin);
    await new Promise((done) => setTimeout(done, 300));
  }
  return taken;
}"""


def headless(preset: str, seconds: float) -> float:
    """Steps/s of the command line."""
    command = [sys.executable, "-m", "core", "train", "qlearning", "--preset", preset, "--json"]
    command += ["--seconds", str(seconds), "--device", "cpu"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout.splitlines()[-1])
    return said["steps"] / said["seconds"]


def builds(page: Page, count: int) -> list[float]:
    """Walls at a cell that no way needs; ms of each."""
    page.locator(".ls-world-stage").focus()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowUp")
    return page.evaluate(BUILDS, count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--preset", default="grid")
    asked = parser.parse_args()
    alone, seen, blind, built = [], [], [], []
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
        page.set_default_timeout(120_000)
        for _ in range(asked.rounds):
            page.goto("about:blank")
            alone.append(headless(asked.preset, asked.seconds))
            page.goto(f"{address}/qlearning?qlearning.preset={asked.preset}&play=true&gear=flat")
            drawn(page)
            page.wait_for_timeout(3000)
            seen.append(watched(page, asked.seconds))
            page.locator(f"{ROOT} [data-action=draw]").click()
            page.wait_for_timeout(1000)
            blind.append(watched(page, asked.seconds)[1])
        page.locator(f"{ROOT} [data-action=draw]").click()
        if page.locator("[data-action=tool-wall]").is_visible():
            built = builds(page, 10)
        browser.close()
    frames, rate = (statistics.median(column) for column in zip(*seen, strict=True))
    plain, unseen = statistics.median(alone), statistics.median(blind)
    print(f"headless             {plain:9,.0f} steps/s    {[round(r) for r in alone]}")
    print(f"watched, flat out    {rate:9,.0f} steps/s    {[round(r) for _, r in seen]}")
    print(f"don't draw           {unseen:9,.0f} steps/s    {[round(r) for r in blind]}")
    print(f"main picture         {frames:9.1f} frames/s   {[round(f, 1) for f, _ in seen]}")
    print(f"watched / headless   {rate / plain:9.2f}")
    if built:
        print(f"a wall built         {statistics.median(built):9.0f} ms, worst {max(built):.0f}")


if __name__ == "__main__":
    main()
