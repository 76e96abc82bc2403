"""Shorthand for tests that watch a run in the browser."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

ROOT = "[data-learnscope]"
NOTICE = "document.querySelector('.ls-banner[data-kind=notice]:not([hidden])')"
HELD_BACK = (
    "document.querySelector('.ls-card-answer:not(:empty)')"  # where a field answers for itself
)


class LivePage:
    """The live view on a page, read through its measuring contract."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str) -> LivePage:
        """Open and wait for the first picture."""
        self.page.goto(address)
        self.until("+d.frames > 0")
        return self

    def data(self, name: str) -> str:
        return self.page.locator(ROOT).get_attribute(f"data-{name}") or ""

    @property
    def step(self) -> int:
        return int(self.data("step"))

    @property
    def status(self) -> str:
        return self.data("status")

    def until(self, condition: str) -> None:
        """Wait until a JavaScript condition on `d`, the root's dataset, holds."""
        self.page.wait_for_function(
            f"(() => {{ const d = document.querySelector('{ROOT}')?.dataset; return d && ({condition}); }})()"
        )

    def click(self, action: str, condition: str = "") -> None:
        """Clicks on a control, and waits for `condition` if there is one."""
        button = self.page.locator(f"{ROOT} [data-action={action}]").first
        self.command(button.click, condition) if condition else button.click()

    def press(self, key: str, condition: str) -> None:
        """Presses `key` and waits until `condition` holds."""
        self.command(lambda: self.page.keyboard.press(key), condition)

    def pause(self) -> None:
        self.click("pause", "d.status === 'paused'")

    def rest(self) -> None:
        """Pauses, and waits until the last picture has come."""
        self.pause()
        self.still()

    def still(self) -> None:
        """Wait until no more frames come: of a slow machine's several are on their way."""
        for _ in range(20):
            frames = self.data("frames")
            self.page.wait_for_timeout(300)
            if self.data("frames") == frames:
                return

    def command(self, give: Callable[[], None], condition: str) -> None:
        """Until `condition` holds. Given again where the page says that it came too late to be carried out: a
        machine with too much to do may hold it up for that long."""
        for _ in range(3):
            give()
            self.until(f"({condition}) || {NOTICE} || {HELD_BACK}")
            if not self.page.evaluate(f"Boolean({NOTICE} || {HELD_BACK})"):
                break
            self.until(f"!{NOTICE}")
        self.until(condition)

    def choose(self, preset: str) -> None:
        """A preset by its label, from the menu."""
        self.page.locator(".st-key-head [data-testid=stPopoverButton]").click()
        self.page.locator(".st-key-menu button", has_text=preset).first.click()
        self.page.locator(".st-key-menu").wait_for(state="detached")

    def select(self, label: str, option: str) -> None:
        """An option of a list in the sidebar. A list closes where it is drawn anew: it is opened again."""
        lists = self.page.locator("[data-testid=stSidebar] [data-testid=stSelectbox]")
        begins = re.compile(rf"^\W*{re.escape(label)}\b")
        wanted = self.page.get_by_role("option", name=option)
        for _ in range(4):
            self.settle()
            lists.filter(has_text=begins).locator("input").click()
            self.page.wait_for_timeout(1000)
            if wanted.count():
                break
        wanted.click()

    def metric(self, name: str) -> str:
        return self.page.locator(f"{ROOT} [data-metric={name}]").inner_text()

    def picture(self, panel: str = "map") -> str:
        """A digest of the panel's first canvas: equal where the pictures are."""
        pixels = self.page.evaluate(
            "(p) => document.querySelector(`[data-panel=${p}] canvas`).toDataURL()", panel
        )
        return hashlib.sha256(pixels.encode()).hexdigest()

    def until_picture_differs(self, before: str, panel: str = "map") -> None:
        for _ in range(100):
            if self.picture(panel) != before:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"the picture of {panel} stayed the same")

    def settle(self) -> None:
        """Wait until Streamlit's script has run."""
        self.page.wait_for_function(
            "!document.querySelector('[data-testid=stStatusWidget]')"
            " && document.querySelector('[data-testid=stApp]')?.dataset.testScriptState !== 'running'"
        )


def settled(page: Page, measure: str, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """What `measure` finds once it `holds`: a resize reaches pictures and charts a moment later."""
    for _ in range(60):
        found = page.evaluate(measure)
        if holds(found):
            break
        page.wait_for_timeout(100)
    return found


# A shared module by its path below core/, imported once more: `const { decode } = await ours(path);`
OURS = r"""
  const ours = async (path) => {
    const sheet = document.querySelector('link[data-ls-style]').href;
    const answer = await fetch(sheet.replace(/style\/.*/, 'modules/shared.json'));
    const here = {};
    for (const [one, text] of await answer.json()) {
      const source = text.replace(/"module:([^"]+)"/g, (_, imported) => `"${here[imported]}"`);
      here[one] = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    }
    return import(here[path]);
  };
"""
