"""The page of DDPG in headless Chromium, side by side with the same run without a browser.

    python -m benchmarks.ddpg_live [--seconds 10] [--rounds 3] [--preset pendulum] [--reach -200]

Pictures per second of the world and steps per second in each gear (smooth, flat out, don't draw) with the
default panels drawn; what watching costs; and how long it takes from pressing play, flat out, until a
noise-free evaluation reaches `--reach`. How busy the machine is otherwise is printed with it: the load.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time

from playwright.sync_api import Page

from benchmarks.live import ROOT, browsing, drawn, headless, watched


def opened(page: Page, address: str, preset: str, seed: int) -> None:
    """The page with an untrained agent."""
    page.goto("about:blank")
    page.goto(f"{address}/ddpg?ddpg.preset={preset}&ddpg.seed={seed}")
    drawn(page)
    page.wait_for_timeout(1500)
    page.locator(f"{ROOT} [data-action=reset]").click()
    page.wait_for_function(f"document.querySelector('{ROOT}').dataset.step === '0'")


def gears(page: Page, seconds: float) -> dict[str, tuple[float, float]]:
    """Per gear: pictures/s and steps/s."""
    found = {}
    page.locator(f"{ROOT} [data-action=play]").click()
    for gear in ("smooth", "flat"):
        page.locator(f"{ROOT} [data-gear={gear}]").click()
        page.wait_for_timeout(2000)
        found[gear] = watched(page, seconds)
    page.locator(f"{ROOT} [data-action=draw]").click()
    page.wait_for_timeout(1500)
    found["don't draw"] = watched(page, seconds)
    page.locator(f"{ROOT} [data-action=draw]").click()
    page.locator(f"{ROOT} [data-action=pause]").click()
    return found


def swung_up(page: Page, reach: float) -> tuple[float, int]:
    """Seconds and steps from pressing play, flat out, to an evaluation of at least `reach`."""
    page.locator(f"{ROOT} [data-gear=flat]").click()
    page.wait_for_timeout(500)
    begun = time.perf_counter()
    page.locator(f"{ROOT} [data-action=play]").click()
    value = f"document.querySelector('{ROOT} [data-metric=eval_return_mean]').dataset.value"
    page.wait_for_function(f"{value} !== '' && +{value} >= {reach}", polling=100)
    taken = time.perf_counter() - begun
    return taken, int(page.locator(ROOT).get_attribute("data-step") or 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--preset", default="pendulum")
    parser.add_argument("--reach", type=float, default=-200.0)
    asked = parser.parse_args()
    alone, seen, soon = [], [], []
    with browsing() as (address, page):
        for turn in range(asked.rounds):
            page.goto("about:blank")
            alone.append(headless("ddpg", asked.preset, asked.seconds))
            opened(page, address, asked.preset, turn)
            soon.append(swung_up(page, asked.reach))
            page.locator(f"{ROOT} [data-action=pause]").click()
            seen.append(gears(page, asked.seconds))
    plain = statistics.median(alone)
    print(f"load (1 min)         {os.getloadavg()[0]:7.1f}")
    print(f"headless             {plain:7.0f} steps/s    {[round(r) for r in alone]}")
    for gear in seen[0]:
        frames = [one[gear][0] for one in seen]
        rates = [one[gear][1] for one in seen]
        share = statistics.median(rates) / plain
        print(
            f"{gear:12} {statistics.median(frames):5.1f} pictures/s"
            f" {statistics.median(rates):7.0f} steps/s ({share:.2f} of headless)"
            f"   {[round(f, 1) for f in frames]} {[round(r) for r in rates]}"
        )
    seconds = statistics.median(taken for taken, _ in soon)
    print(
        f"evaluation ≥ {asked.reach:g} {seconds:7.1f} s after play   {[(round(s, 1), n) for s, n in soon]}"
    )


if __name__ == "__main__":
    main()
