"""How soon /transformer answers: a token that is pointed at, 100 characters, what views take from training.

    LEARNSCOPE_DATA=… python -m benchmarks.sequences_live [PRESET …] [--parts inside browser frames]

In the process itself, one torch thread, milliseconds of its own time: a pointed token's arithmetic (the view
`apart`), 100 characters that are written on with what has been read kept, and median and worst of every view
over 12 looks, the weights being others each time. In a browser, milliseconds that pass, paused and while it
trains flat out: from the pointer's move over the map of weights to the token's numbers on the page (goal:
50), and from a click on Another to the new text; frames a second of the default panels while it trains flat
out, and what share of the command line's updates a second it still makes (goals: 25 for addition, 12 for
Shakespeare; 0.8). On a machine that others use too more time passes.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from playwright.sync_api import Page, sync_playwright

from benchmarks.live import drawn, headless, watched
from benchmarks.sequences import build
from core.playgrounds.transformer.algorithm import Transformer
from core.playgrounds.transformer.sampling import go_on
from core.training.engine import thread_for_training
from tests.e2e import chromium
from tests.e2e.conftest import running
from tests.e2e.live import ROOT

PARTS = ("inside", "browser", "frames")
PRESETS = ("addition", "shakespeare", "shakespeare-lstm", "nanogpt", "grokking")
LOOKS, MOVES, ROUNDS, SECONDS = 12, 30, 2, 8.0
TOP = 150  # px below which nothing covers the map
VIEWS = ("attention", "samples", "apart", "heads", "patch", "lens", "reach", "clock")
# Notes how long after a pointer's move, or a click, the element's text has changed and been painted.
WATCH = """([selector, kind]) => {
  const seen = globalThis.seen = [];
  let began = 0;
  document.addEventListener(kind, () => began ||= performance.now(), { capture: true });
  new MutationObserver(() => requestAnimationFrame(() => {
    if (began) seen.push(performance.now() - began);
    began = 0;
  })).observe(document.querySelector(selector), { childList: true, characterData: true, subtree: true });
  globalThis.begin = () => began = 0;
}"""


def spent(run: Callable[[], object]) -> float:
    """ms of the process."""
    before = time.process_time()
    run()
    return 1000 * (time.process_time() - before)


def inside(preset: str) -> None:
    algorithm = build(preset, 0)
    model = next(iter(algorithm.learners.values())).model
    prompt = algorithm.task.encode(algorithm.task.prompt)
    go_on(model, prompt, 8)
    found = [spent(lambda: go_on(model, prompt, 100)) for _ in range(5)]
    print(f"{preset}: 100 characters {statistics.median(found):.0f} ms (worst {max(found):.0f})")
    for name in VIEWS:
        each = [looked(algorithm, name, at) for at in range(LOOKS)]
        print(f"  {name:<10} {statistics.median(each):6.1f} ms (worst {max(each):.1f})", flush=True)


def looked(algorithm: Transformer, name: str, at: int) -> float:
    algorithm.step()
    options = {"position": at} if name == "apart" else {}
    with torch.no_grad():
        return spent(lambda: algorithm.views({name: options}))


def in_browser(page: Page, address: str, preset: str) -> None:
    page.goto(f"{address}/transformer?transformer.preset={preset}")
    drawn(page)
    page.locator(f"{ROOT} [data-tab=apart]").scroll_into_view_if_needed()
    page.wait_for_function(
        f"document.querySelector('{ROOT} [data-panel=apart] .ls-seq-who').innerText"
    )
    for status in ("paused", "running"):
        if status == "running":
            page.locator(f"{ROOT} [data-action=play]").first.click()
            page.wait_for_function(f"+document.querySelector('{ROOT}').dataset.step > 20")
        page.wait_for_timeout(1500)
        print(f"  {status:<8} pointer → numbers {table(pointed(page))}", flush=True)
        print(f"  {status:<8} Another → text    {table(another(page))}", flush=True)


def frames(page: Page, address: str, preset: str) -> None:
    """At 1280 × 720 and by turns: without a browser, and with one that looks at the stage."""
    page.set_viewport_size({"width": 1280, "height": 720})
    alone, seen = [], []
    for _ in range(ROUNDS):
        page.goto("about:blank")
        alone.append(headless("transformer", preset, SECONDS))
        page.goto(f"{address}/transformer?transformer.preset={preset}&play=true&gear=flat")
        drawn(page)
        page.wait_for_function(f"document.querySelector('{ROOT}').dataset.status === 'running'")
        page.wait_for_timeout(3000)
        seen.append(watched(page, SECONDS))
    each, rate = (statistics.median(column) for column in zip(*seen, strict=True))
    plain = statistics.median(alone)
    print(
        f"  {each:.1f} frames/s, {rate:.1f} updates/s where there are {plain:.1f} without a browser:"
        f" {rate / plain:.2f}",
        flush=True,
    )


def pointed(page: Page) -> list[float]:
    """The pointer goes down and up over the map of weights."""
    who = page.locator(f"{ROOT} [data-panel=apart] .ls-seq-who")
    who.evaluate("e => e.scrollIntoView({block: 'end'})")  # as much of the map as there is room for
    page.wait_for_timeout(1000)
    page.evaluate(WATCH, [f"{ROOT} [data-panel=apart] .ls-seq-who", "pointermove"])
    box = page.locator(f"{ROOT} [data-panel=attention] .ls-plot canvas").bounding_box()
    assert box is not None
    top = max(box["y"], TOP)
    tall = box["y"] + box["height"] - top
    for at in range(MOVES):
        down = 0.02 + 0.8 * (at * 7 % MOVES) / MOVES
        page.evaluate("begin()")
        page.mouse.move(box["x"] + 0.5 * box["width"], top + down * tall)
        page.wait_for_timeout(230)
    found: list[float] = page.evaluate("seen")
    return found


def another(page: Page) -> list[float]:
    page.evaluate(WATCH, [f"{ROOT} [data-samples]", "click"])
    for _ in range(10):
        page.evaluate("begin()")
        page.locator(f"{ROOT} [data-action=sample-again]").click()
        page.wait_for_timeout(500)
    found: list[float] = page.evaluate("seen")
    return found


def table(found: list[float]) -> str:
    if len(found) < 2:
        return f"not seen ({len(found)})"
    later = statistics.quantiles(found, n=10)[-1]
    return (
        f"median {statistics.median(found):.0f} ms, 9 of 10 within {later:.0f} ({len(found)} seen)"
    )


def main() -> None:
    read = argparse.ArgumentParser()
    read.add_argument("presets", nargs="*")
    read.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS)
    given = read.parse_args()
    presets = given.presets or PRESETS
    if "inside" in given.parts:
        with thread_for_training():
            for preset in presets:
                inside(preset)
    if {"browser", "frames"} & {*given.parts}:
        browsing(presets, given.parts)


def browsing(presets: Sequence[str], parts: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(
            executable_path=chromium.ensure(own), args=chromium.FLAGS
        )
        with running(Path(folder) / "server.log") as address:
            for preset in presets:
                print(f"{preset}, in a browser:", flush=True)
                page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
                if "browser" in parts:
                    in_browser(page, address, preset)
                if "frames" in parts:
                    frames(page, address, preset)
                page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
