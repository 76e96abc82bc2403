"""Tabular learning in headless Chromium, side by side with the same run without a browser.

    python -m benchmarks.qlearning_live [--seconds 10] [--rounds 3] [--preset grid]

Flat out with everything drawn (world, optimal values, the last update, numbers, two charts): frames and
steps per second; steps per second in the gear "don't draw"; and how long it takes from a wall that is
built while it learns until the server has confirmed it.
"""

from __future__ import annotations

import argparse
import statistics

from playwright.sync_api import Page

from benchmarks.live import ROOT, browsing, drawn, headless, watched

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
    with browsing() as (address, page):
        for _ in range(asked.rounds):
            page.goto("about:blank")
            alone.append(headless("qlearning", asked.preset, asked.seconds))
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
