"""What the benchmarks of live pages share: server, headless Chromium, and the same run without them."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.e2e import chromium
from tests.e2e.conftest import running

ROOT = "[data-learnscope]"
READ = (
    f"(() => {{ const d = document.querySelector('{ROOT}').dataset;"
    " return [d.frames, d.step, performance.now() / 1000].map(Number); })()"
)


@contextmanager
def browsing() -> Iterator[tuple[str, Page]]:
    """A fresh server's address, and a page of 1440 × 900."""
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        running(Path(folder) / "server.log") as address,
    ):
        own = Path(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(
            executable_path=chromium.ensure(own), args=chromium.FLAGS
        )
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.set_default_timeout(180_000)
        yield address, page
        browser.close()


def drawn(page: Page) -> None:
    """Wait for the first picture."""
    page.wait_for_function(f"+document.querySelector('{ROOT}')?.dataset.frames > 0", polling=10)


def watched(page: Page, seconds: float) -> tuple[float, float]:
    """Frames/s and steps/s over so many seconds."""
    frames, steps, begin = page.evaluate(READ)
    page.wait_for_timeout(seconds * 1000)
    more_frames, more_steps, end = page.evaluate(READ)
    return (more_frames - frames) / (end - begin), (more_steps - steps) / (end - begin)


def headless(name: str, preset: str | None, seconds: float) -> float:
    """Steps/s of the command line, with defaults where there is no preset; without the final evaluation."""
    command = [sys.executable, "-m", "core", "train", name, "--json"]
    command += ["--preset", preset] if preset else []
    command += ["--seconds", str(seconds), "--device", "cpu"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout.splitlines()[-1])
    return said["steps"] / said["seconds"]
