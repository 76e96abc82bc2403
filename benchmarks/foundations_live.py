"""The pages of the first lecture in headless Chromium, side by side with the same runs without a browser.

    python -m benchmarks.foundations_live [--seconds 6] [--rounds 2] [--pages regression optimizers …]

For each page, with its defaults and all panels drawn: frames per second in the gear smooth and flat out,
and steps per second flat out beside those of the command line.
"""

from __future__ import annotations

import argparse
import statistics

from benchmarks.live import browsing, drawn, headless, watched
from core.playgrounds import names, page

GROUP = "Foundations"


def foundations() -> list[str]:
    return [name for name in names() if page(name).group == GROUP]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--pages", nargs="+", default=foundations())
    asked = parser.parse_args()
    print("page               smooth    flat out   steps/s    without a browser")
    with browsing() as (address, tab):
        for name in asked.pages:
            rows = []
            for _ in range(asked.rounds):
                tab.goto("about:blank")
                alone = headless(name, None, asked.seconds)
                seen = []
                for gear in ("smooth", "flat"):
                    tab.goto(f"{address}/{name}?play=true&gear={gear}")
                    drawn(tab)
                    tab.wait_for_timeout(2000)
                    seen.append(watched(tab, asked.seconds))
                tab.locator("[data-action=pause]").click()  # else it trains on beside the next
                rows.append((seen[0][0], *seen[1], alone))
            usual, flat, rate, alone = (statistics.median(each) for each in zip(*rows, strict=True))
            print(f"/{name:16} {usual:8.1f} {flat:10.1f} {rate:10,.0f} {alone:14,.0f}", flush=True)


if __name__ == "__main__":
    main()
