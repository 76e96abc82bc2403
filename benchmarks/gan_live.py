"""The GAN's page in headless Chromium, side by side with the same run without a browser.

    python -m benchmarks.gan_live [--seconds 10] [--rounds 3] [--preset gan-lab]

Frames and iterations per second flat out with all default panels drawn (real and generated samples,
surface, grid, data flow, diagnosis, two charts) at GAN Lab's default, and what watching costs. GAN Lab
itself does one iteration per animation frame, 60 at most, and redraws every 50th.
"""

from __future__ import annotations

import argparse
import statistics

from benchmarks.live import browsing, drawn, headless, watched


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--preset", default="gan-lab")
    asked = parser.parse_args()
    alone, seen = [], []
    with browsing() as (address, page):
        for _ in range(asked.rounds):
            page.goto("about:blank")
            alone.append(headless("gan", asked.preset, asked.seconds))
            page.goto(f"{address}/gan?gan.preset={asked.preset}&play=true&gear=flat")
            drawn(page)
            page.wait_for_timeout(3000)
            seen.append(watched(page, asked.seconds))
    frames, rate = (statistics.median(column) for column in zip(*seen, strict=True))
    plain = statistics.median(alone)
    print(f"headless             {plain:7.0f} iterations/s   {[round(r) for r in alone]}")
    print(f"watched, flat out    {rate:7.0f} iterations/s   {[round(r) for _, r in seen]}")
    print(f"main picture         {frames:7.1f} frames/s       {[round(f, 1) for f, _ in seen]}")
    print(f"watched / headless   {rate / plain:7.2f}")


if __name__ == "__main__":
    main()
