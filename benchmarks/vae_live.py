"""The VAE's page in headless Chromium, side by side with the same run without a browser.

    python -m benchmarks.vae_live [--seconds 10] [--rounds 3] [--preset digits-2d]

Frames and steps per second flat out with the default panels drawn (latent space, decoded plane,
reconstructions, KL per dimension, diagnosis, two charts), what watching costs, and how long it takes
from a movement of the cursor to the image decoded at its new place, flat out and paused.
"""

from __future__ import annotations

import argparse
import statistics

from benchmarks.live import ROOT, browsing, drawn, headless, watched

# Moves the pointer to places apart; after each, ms until the lens shows the image of the new place.
MOVES = """async (count) => {
  const stage = document.querySelector('[data-panel=latent] .ls-latent-stage');
  const lens = stage.querySelector('.ls-lens');
  const box = stage.getBoundingClientRect();
  const taken = [];
  for (let i = 0; i < count; i += 1) {
    const [u, v] = [0.35 + 0.35 * ((i * 0.618) % 1), 0.25 + 0.4 * ((i * 0.382) % 1)];
    const shown = new Promise((done) => {
      const observer = new MutationObserver(() => { observer.disconnect(); done(performance.now()); });
      observer.observe(lens, { attributeFilter: ['data-place'] });
    });
    const begin = performance.now();
    const [clientX, clientY] = [box.left + u * box.width, box.top + v * box.height];
    stage.dispatchEvent(new PointerEvent('pointermove', { clientX, clientY, pointerType: 'mouse' }));
    taken.push((await shown) - begin);
    await new Promise((done) => setTimeout(done, 60));
  }
  return taken;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--preset", default="digits-2d")
    asked = parser.parse_args()
    alone, seen = [], []
    with browsing() as (address, page):
        for _ in range(asked.rounds):
            page.goto("about:blank")
            alone.append(headless("vae", asked.preset, asked.seconds))
            page.goto(f"{address}/vae?vae.preset={asked.preset}&play=true&gear=flat")
            drawn(page)
            page.wait_for_timeout(3000)
            seen.append(watched(page, asked.seconds))
        training = page.evaluate(MOVES, 40)
        page.locator(f"{ROOT} [data-action=pause]").click()
        page.wait_for_timeout(1000)
        resting = page.evaluate(MOVES, 40)
    frames, rate = (statistics.median(column) for column in zip(*seen, strict=True))
    plain = statistics.median(alone)
    print(f"headless             {plain:7.0f} steps/s    {[round(r) for r in alone]}")
    print(f"watched, flat out    {rate:7.0f} steps/s    {[round(r) for _, r in seen]}")
    print(f"main picture         {frames:7.1f} frames/s   {[round(f, 1) for f, _ in seen]}")
    print(f"watched / headless   {rate / plain:7.2f}")
    for name, taken in (("flat out", training), ("paused", resting)):
        print(
            f"cursor, {name:9}    {statistics.median(taken):7.0f} ms (median), worst {max(taken):.0f}"
        )


if __name__ == "__main__":
    main()
