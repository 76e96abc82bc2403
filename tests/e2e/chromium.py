"""Finds the machine's Chromium, or gets one: the system's own, Playwright's, or a fresh install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The one without windows first: what it draws is the same, for a fifth less of the processor.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    # Two hidden pages of the address bar, which every window would load: a sixth of what a page costs. This
    # takes the place of Playwright's list, of which what keeps the network quiet is repeated.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,MediaRouter,OptimizationHints,"
    "NetworkTimeServiceQuerying,PreconnectToSearch,PaintHolding",
]
HELP = """No Chromium was found and none could be installed, so the browser tests cannot run.
Do one of these and start the tests again:
  - Debian, Ubuntu: sudo apt-get install chromium   (other systems: Chromium or Google Chrome)
  - any system: .venv/bin/playwright install --with-deps chromium
  - or leave the browser tests out: .venv/bin/python -m pytest -m "not browser"
What was tried: {tried}"""


def find(own: Path) -> Path | None:
    """The browser's program: on the PATH, at macOS's usual place, or Playwright's at `own`."""
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    candidates = [Path(on_path)] if on_path else [MAC, own]
    return next((path for path in candidates if path.exists()), None)


def ensure(own: Path) -> Path:
    """The browser's program, installed first where there is none. Raises RuntimeError with HELP."""
    tried = []
    for command in ([], *installers()):
        if command:
            done = subprocess.run(command, capture_output=True, text=True, timeout=900)
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            tried.append(f"{' '.join(command)} → exit {done.returncode} {' '.join(last)}")
        if found := find(own):
            return found
    raise RuntimeError(HELP.format(tried="; ".join(tried)))


def installers() -> list[list[str]]:
    """Commands that may bring a Chromium, in the order to try them."""
    commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        apt = ["apt-get", "install", "-y", "--no-install-recommends"]
        commands = [["apt-get", "update"], [*apt, "chromium", "fonts-dejavu-core"], *commands]
    return commands
