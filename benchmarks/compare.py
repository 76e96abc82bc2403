"""Runs compared on one page: frames a second of each, and what the clock that they share costs.

    python -m benchmarks.compare [--runs 1 2 4] [--seconds 10] [--gear smooth flat] [--page mlp]
        [--size 1280x720]

Each number of runs is a fresh page, whose other runs have nothing but another seed. Told are the frames/s of
the slowest and the fastest view on the screen, the steps/s of the page's run and of all together, and by how
many steps the runs differ at the end, when they are paused.
"""

from __future__ import annotations

import argparse

from playwright.sync_api import Page

from benchmarks.live import ROOT, browsing, drawn

READ = """() => [performance.now() / 1000, ...[...document.querySelectorAll('.ls-root')].map((one) => {
  const { top } = (one.querySelector('.ls-first') ?? one).getBoundingClientRect();
  return [+one.dataset.frames, +one.dataset.step, top < innerHeight];
})]"""
SETTLES = 4.0  # seconds


def measured(page: Page, seconds: float) -> tuple[list[float], list[float]]:
    """Frames/s of the views on the screen, steps/s of all."""
    begin, *before = page.evaluate(READ)
    page.wait_for_timeout(1000 * seconds)
    end, *after = page.evaluate(READ)
    took = end - begin
    pairs = list(zip(before, after, strict=True))
    return (
        [(new[0] - old[0]) / took for old, new in pairs if new[2]],
        [(new[1] - old[1]) / took for old, new in pairs],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--gear", nargs="+", default=["smooth", "flat"])
    parser.add_argument("--page", default="mlp")
    parser.add_argument("--size", default="1280x720")
    asked = parser.parse_args()
    width, height = map(int, asked.size.split("x"))
    seed = 0
    with browsing() as (address, page):
        page.set_default_timeout(40_000)
        page.set_viewport_size({"width": width, "height": height})
        for gear in asked.gear:
            for runs in asked.runs:
                seed += 10  # runs that nobody has had: those of before would be found again
                beside = "~".join(f"seed:{seed + k}" for k in range(1, runs))
                more = f"&compare={beside}" if beside else ""
                page.goto(
                    f"{address}/{asked.page}?{asked.page}.seed={seed}&play=true&gear={gear}{more}"
                )
                drawn(page)
                page.wait_for_function(f"document.querySelectorAll('.ls-root').length === {runs}")
                page.wait_for_timeout(1000 * SETTLES)
                frames, steps = measured(page, asked.seconds)
                page.click(f"{ROOT} [data-action=pause]")
                page.wait_for_timeout(1500)
                last = [one[1] for one in page.evaluate(READ)[1:]]
                print(
                    f"{gear:7} {runs} runs: {min(frames):5.1f}–{max(frames):.1f} frames/s ({len(frames)} on"
                    f" the screen), {steps[0]:,.0f} steps/s each, {sum(steps):,.0f} in all;"
                    f" paused {max(last) - min(last)} steps apart",
                    flush=True,
                )


if __name__ == "__main__":
    main()
