"""The page in headless Chromium, side by side with the same run without a browser.

    python -m benchmarks.mlp_live [--seconds 10] [--rounds 3]

Every figure of the README's table of speeds: frames and epochs per second with all default panels drawn,
what watching costs, how soon a pause is seen, how soon a fresh server's first picture is there, and how
long a page switch takes. The server runs in a process of its own, as it does for a user.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.live import ROOT, drawn
from tests.e2e import chromium
from tests.e2e.conftest import running

PAUSES = 15


def first_picture(browser: Browser, address: str) -> float:
    """Seconds from opening a deep link in a fresh browser to the first drawn map."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    began = time.perf_counter()
    page.goto(f"{address}/mlp", wait_until="commit")
    drawn(page)
    taken = time.perf_counter() - began
    page.context.close()
    return taken


def start(page: Page) -> None:
    """Plays if the page has found the paused run of the round before."""
    page.wait_for_timeout(500)
    if page.locator(ROOT).get_attribute("data-status") != "running":
        page.locator("[data-action=play]").click()


def watched(page: Page, seconds: float) -> tuple[float, float]:
    """(frames/s, epochs/s) of the page as it stands, flat out."""
    read = f"(() => {{ const d = document.querySelector('{ROOT}').dataset; return [d.frames, d.step]; }})()"
    frames, steps = map(int, page.evaluate(read))
    began = time.perf_counter()
    page.wait_for_timeout(seconds * 1000)
    more_frames, more_steps = map(int, page.evaluate(read))
    taken = time.perf_counter() - began
    return (more_frames - frames) / taken, (more_steps - steps) / 25 / taken


def pause_latency(page: Page) -> float:
    """Milliseconds from the click on pause to the paused status in the page."""
    page.wait_for_function(f"document.querySelector('{ROOT}').dataset.status === 'running'")
    page.wait_for_timeout(300)
    return page.evaluate(
        f"""() => new Promise((done) => {{
            const root = document.querySelector('{ROOT}');
            const button = root.querySelector('[data-action=pause]');
            const began = performance.now();
            new MutationObserver((_, watch) => {{
                if (root.dataset.status !== 'paused') return;
                watch.disconnect();
                requestAnimationFrame(() => done(performance.now() - began));
            }}).observe(root, {{attributes: true, attributeFilter: ['data-status']}});
            button.click();
        }})"""
    )


def page_switch(page: Page) -> float:
    """Seconds from the click on another page's link to its first picture."""
    page.get_by_role("link", name="Learnscope").first.click()
    page.wait_for_function(f"!document.querySelector('{ROOT}')")
    page.wait_for_timeout(1000)
    link = page.get_by_role("link", name="Neural network").first
    began = time.perf_counter()
    link.click()
    drawn(page)
    return time.perf_counter() - began


def headless(seconds: float) -> float:
    command = [sys.executable, "-m", "core", "train", "mlp", "--preset", "tf-playground", "--json"]
    command += ["--seconds", str(seconds), "--device", "cpu"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])["metrics"]["epochs_per_s"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        launch = {"executable_path": chromium.ensure(own), "args": chromium.FLAGS}
        firsts = []
        for turn in range(asked.rounds):
            with running(Path(folder) / f"first-{turn}.log") as address:
                browser = playwright.chromium.launch(**launch)
                firsts.append(first_picture(browser, address))
                browser.close()
        with running(Path(folder) / "server.log") as address:
            browser = playwright.chromium.launch(**launch)
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            alone, seen = [], []
            for _ in range(asked.rounds):
                alone.append(headless(asked.seconds))
                page.goto(f"{address}/mlp?mlp.preset=tf-playground&play=true&gear=flat")
                drawn(page)
                start(page)
                page.wait_for_timeout(3000)
                seen.append(watched(page, asked.seconds))
                page.locator("[data-action=pause]").click()  # else it trains on beside the next
                page.goto("about:blank")
            page.goto(f"{address}/mlp?mlp.preset=tf-playground")
            drawn(page)
            page.locator("[data-gear=flat]").click()
            page.locator("[data-action=play]").click()
            pauses = []
            for _ in range(PAUSES):
                pauses.append(pause_latency(page))
                page.locator("[data-action=play]").click()
            switches = [page_switch(page) for _ in range(asked.rounds)]
            browser.close()
    frames, epochs = (statistics.median(column) for column in zip(*seen, strict=True))
    rate = statistics.median(alone)
    print(f"headless                 {rate:7.0f} epochs/s   each round {[round(r) for r in alone]}")
    print(f"watched, flat out        {epochs:7.0f} epochs/s   {[round(e) for _, e in seen]}")
    print(f"main picture             {frames:7.1f} frames/s   {[round(f, 1) for f, _ in seen]}")
    print(f"watched / headless       {epochs / rate:7.2f}")
    print(f"pause seen after         {statistics.median(pauses):7.0f} ms (median of {PAUSES})")
    print(
        f"first picture            {statistics.median(firsts):7.2f} s  {[round(f, 2) for f in firsts]}"
    )
    print(f"page switch              {statistics.median(switches):7.2f} s")


if __name__ == "__main__":
    main()
