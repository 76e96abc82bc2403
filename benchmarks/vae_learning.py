"""What the VAE's presets reach, live in headless Chromium and through the command line.

    python -m benchmarks.vae_learning [--seconds 60] [--seeds 5] [--only live|map]

First `mnist-20` with its page open: from the click on play, flat out with the default panels drawn, the
test ELBO as the page shows it (first 1,000 test images, measured every 250 updates). Then `digits-2d`
without a browser, so many seconds for each seed: test ELBO and how well the map separates the classes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time

from benchmarks.live import ROOT, browsing, drawn

BOUND, SEPARATED = -105.0, 0.88


def live(seconds: float) -> float:
    """Prints the ELBO of mnist-20 as it rises; returns the last one shown."""
    with browsing() as (address, page):
        page.goto(f"{address}/vae?vae.preset=mnist-20&gear=flat")
        drawn(page)
        page.wait_for_timeout(2000)
        page.locator(f"{ROOT} [data-action=play]").click()
        began = time.perf_counter()
        shown = "–"
        for tenth in range(1, 11):
            page.wait_for_timeout(
                max(0.0, seconds * tenth / 10 - (time.perf_counter() - began)) * 1000
            )
            root = page.locator(ROOT)
            shown = page.locator(f"{ROOT} [data-metric=elbo]").inner_text()
            step, frames = root.get_attribute("data-step"), root.get_attribute("data-frames")
            passed = time.perf_counter() - began
            print(
                f"mnist-20, live  {passed:5.1f} s  {step:>6} updates  {frames:>5} frames  ELBO {shown}"
            )
    return float(shown.replace("−", "-"))


def mapped(seed: int, seconds: float) -> dict[str, float]:
    """The metrics of digits-2d."""
    command = [sys.executable, "-m", "core", "train", "vae", "--preset", "digits-2d", "--json"]
    command += ["--seconds", str(seconds), "--seed", str(seed), "--device", "cpu"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result = json.loads(done.stdout.splitlines()[-1])
    return result["metrics"] | {"steps": result["steps"]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--only", choices=("live", "map"))
    asked = parser.parse_args()
    failed = 0
    print(f"load average before: {os.getloadavg()[0]:.1f}")
    if asked.only != "map":
        failed += live(asked.seconds) < BOUND
    for seed in range(asked.seeds if asked.only != "live" else 0):
        found = mapped(seed, asked.seconds)
        failed += found["latent_knn_accuracy"] < SEPARATED
        print(
            f"digits-2d, seed {seed}  {found['steps']:6} updates  ELBO {found['elbo']:.2f}  "
            f"15-NN accuracy {found['latent_knn_accuracy']:.3f}"
        )
    return failed


if __name__ == "__main__":
    sys.exit(main())
