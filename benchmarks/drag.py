"""A live control dragged while its network trains: does the picture go on, when has the run its value?

    python -m benchmarks.drag [--drags 5] [--seconds 3] [--changes 12 32] [--base ../other-checkout]

On /mlp, flat out: the slider of the momentum is dragged by the mouse and moved by the arrow keys, and the
typed learning rate is stepped by the arrow keys; so many changes in so many seconds, evenly. Told are
medians over the drags, in milliseconds: the longest gap between two drawn frames, from a drag's beginning to
two seconds after its end; the worst and the usual time from a change to the first frame that names it (or a
later one) among what happened to the run. Besides, how many entries of the browser's history a drag made, and
the longest gap while nothing is touched. With `--base` another checkout is measured in turns with ours.
"""

from __future__ import annotations

import argparse
import itertools
import math
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.live import drawn
from tests.e2e import chromium
from tests.e2e.conftest import ROOT, running
from tests.e2e.tap import EARS, tap

ADDRESS = (
    "/mlp?mlp.preset=tf-playground&mlp.optimizer=momentum&mlp.momentum=0.5&play=true&gear=flat"
)
THUMB = ".st-key-mlp-momentum [data-orientation] > *:has(> [data-testid=stSliderThumbValue])"
REST = 2.0  # seconds after a drag in which what it has set off is still waited for
# Notes when frames are drawn, when a control shows another value, and when the run has it.
WATCH = """() => {
  const seen = globalThis.seen = { frames: [], changes: [], run: [] };
  globalThis.told = (header) => {
    for (const item of header.history?.events?.items ?? []) {
      seen.run.push([performance.now(), item.name, Number(item.new)]);
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        if (target.hasAttribute?.("data-learnscope")) seen.frames.push(performance.now());
      }
    }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-frames"] });
  });
  document.addEventListener("input", ({ target }) => {
    if (target.closest(".st-key-mlp-lr")) seen.changes.push([performance.now(), "lr", Number(target.value)]);
  }, true);
  setInterval(() => {
    const value = document.querySelector(".st-key-mlp-momentum input")?.value;
    if (value === undefined || value === seen.momentum) return;
    if (seen.momentum !== undefined) seen.changes.push([performance.now(), "momentum", Number(value)]);
    seen.momentum = value;
  }, 4);
}"""


@dataclass(frozen=True)
class Drag:
    """What one drag did: ms, and entries of the history."""

    gap: float
    worst: float
    usual: float
    entries: int


def mouse(page: Page, changes: int, seconds: float) -> None:
    """To and fro on the slider's track, and let go at another place than the last time."""
    thumb = page.locator(THUMB).bounding_box()
    track = page.locator(THUMB).locator("xpath=..").bounding_box()
    y = thumb["y"] + thumb["height"] / 2
    begin = (thumb["x"] + thumb["width"] / 2 - track["x"]) / track["width"]
    end = 0.3 if begin > 0.5 else 0.7
    page.mouse.move(track["x"] + track["width"] * begin, y)
    page.mouse.down()
    for at in range(1, changes + 1):
        page.wait_for_timeout(1000 * seconds / changes)
        bend = 0.25 * math.sin(2 * math.pi * at / changes)
        share = begin + (end - begin) * at / changes + bend
        page.mouse.move(track["x"] + track["width"] * share, y)
    page.mouse.up()


def keys(page: Page, changes: int, seconds: float) -> None:
    page.locator(".st-key-mlp-momentum input").focus()
    press(page, "ArrowRight", "ArrowLeft", changes, seconds)


def typed(page: Page, changes: int, seconds: float) -> None:
    page.locator(".st-key-mlp-lr input").focus()
    press(page, "ArrowUp", "ArrowDown", changes, seconds)


def press(page: Page, there: str, back: str, changes: int, seconds: float) -> None:
    for at in range(changes):
        page.wait_for_timeout(1000 * seconds / changes)
        page.keyboard.press(there if at < 2 * changes // 3 else back)


def rest(page: Page, changes: int, seconds: float) -> None:
    """Nothing is touched."""
    page.wait_for_timeout(1000 * seconds)


WAYS = {"mouse": mouse, "keys": keys, "typed": typed, "at rest": rest}


def measured(page: Page, way: str, changes: int, seconds: float) -> Drag:
    page.evaluate(
        "() => { for (const list of ['frames', 'changes', 'run']) seen[list].length = 0; }"
    )
    before, began = page.evaluate("[history.length, performance.now()]")
    WAYS[way](page, changes, seconds)
    page.wait_for_timeout(1000 * REST)
    seen = page.evaluate("seen")
    frames = [began, *seen["frames"], page.evaluate("performance.now()")]
    gap = max(later - earlier for earlier, later in itertools.pairwise(frames))
    late = [lateness(seen, at) for at in range(len(seen["changes"]))] or [0.0]
    entries = page.evaluate("history.length") - before
    return Drag(gap, max(late), statistics.median(late), entries)


def lateness(seen: dict, at: int) -> float:
    """ms from change number `at` until the run had its value, or that of a later change."""
    began = seen["changes"][at][0]
    good = {tuple(change[1:]) for change in seen["changes"][at:]}
    return next(
        (when - began for when, *what in seen["run"] if when >= began and tuple(what) in good), 1e4
    )


def opened(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(f"{{ ({WATCH})(); {EARS} }}")
    page.goto(address + ADDRESS)
    drawn(page)
    tap(page)
    page.locator(".st-key-mlp-momentum input").wait_for(state="attached")
    page.locator(THUMB).scroll_into_view_if_needed()
    page.wait_for_timeout(3000)
    return page


def table(drags: list[Drag]) -> str:
    columns = [
        [getattr(one, name) for one in drags] for name in ("gap", "worst", "usual", "entries")
    ]
    each = " ".join(f"{gap:.0f}" for gap in columns[0])
    return "".join(f"{statistics.median(one):>8.0f}" for one in columns) + f"   {each}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drags", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--changes", type=int, nargs="*", default=[12, 32])
    parser.add_argument("--ways", nargs="*", choices=WAYS, default=list(WAYS))
    parser.add_argument("--base", type=Path)
    asked = parser.parse_args()
    trees = {"base": asked.base.resolve()} if asked.base else {}
    trees["here"] = ROOT
    print(
        f"{'':<6}{'way':<9}{'changes':>8}{'gap':>8}{'worst':>8}{'usual':>8}{'entries':>8}   each gap (ms)"
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        for way in asked.ways:
            for changes in asked.changes if way != "at rest" else asked.changes[:1]:
                for label, root in trees.items():
                    with running(Path(folder) / "server.log", root=root) as address:
                        browser = playwright.chromium.launch(
                            executable_path=chromium.ensure(own), args=chromium.FLAGS
                        )
                        page = opened(browser, address)
                        drags = [
                            measured(page, way, changes, asked.seconds) for _ in range(asked.drags)
                        ]
                        browser.close()
                    print(f"{label:<6}{way:<9}{changes:>8}{table(drags)}", flush=True)


if __name__ == "__main__":
    main()
