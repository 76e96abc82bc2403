"""How soon a deep link shows something, beside a bare page of the framework, in one run.

    python -m benchmarks.first_picture [--rounds 3] [--base ../other-checkout]

Each round takes a fresh server and a fresh browser for every page: a script with one line of text, our
home, and each playground until its first drawn picture. Told are seconds, the requests there were and
how many of them were for files of ours, and the size of the page's response headers. With `--base` the
same pages of another checkout are opened in turns with ours.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e import chromium
from tests.e2e.conftest import ROOT, running

VIEW = "[data-learnscope]"
BARE = "import streamlit\n\nstreamlit.write('bare')\n"
PAGES = ("home", "mlp", "gan", "vae", "qlearning", "ddpg")
READY = {
    "bare": "document.body.innerText.includes('bare')",
    "home": "document.querySelector('[class*=st-key-card]')",
}
PICTURE = f"+document.querySelector('{VIEW}')?.dataset.frames > 0"


def opened(browser: Browser, address: str, page_name: str) -> tuple[float, int, int, int]:
    """Seconds to the first picture, all requests, ours, and bytes of the page's response headers."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page: Page = context.new_page()
    page.set_default_timeout(60_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    path = "" if page_name in READY else page_name
    began = time.perf_counter()
    answer = page.goto(f"{address}/{path}", wait_until="commit")
    page.wait_for_function(READY.get(page_name, PICTURE), polling=10)
    taken = time.perf_counter() - began
    size = sum(len(name) + len(value) + 4 for name, value in answer.all_headers().items())
    context.close()
    return taken, len(asked), sum("/learnscope/" in url for url in asked), size


def bare_tree(folder: Path) -> Path:
    """A checkout of nothing: one script, and our configuration."""
    root = folder / "bare"
    root.mkdir()
    (root / "app.py").write_text(BARE, encoding="utf-8")
    shutil.copytree(ROOT / ".streamlit", root / ".streamlit")
    return root


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--pages", nargs="*", default=["home", "mlp"], choices=PAGES)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        program = chromium.ensure(Path(playwright.chromium.executable_path))
        bare = bare_tree(Path(folder))
        cases = [("bare", bare, "bare")]
        for page in asked.pages:
            cases += [(f"{page}, base", asked.base.resolve(), page)] if asked.base else []
            cases.append((page, ROOT, page))
        found: dict[str, list[tuple[float, int, int, int]]] = {label: [] for label, _, _ in cases}
        for turn in range(asked.rounds):
            for label, root, page in cases:
                log = Path(folder) / f"{turn}-{label}.log"
                with running(log, root=root) as address:
                    browser = playwright.chromium.launch(
                        executable_path=program, args=chromium.FLAGS
                    )
                    found[label].append(opened(browser, address, page))
                    browser.close()
    print(f"{'page':<18}{'seconds':>8}{'requests':>10}{'ours':>6}{'headers':>9}   each round")
    for label, rounds in found.items():
        seconds = statistics.median(one[0] for one in rounds)
        _, requests, ours, size = rounds[-1]
        each = " ".join(f"{one[0]:.2f}" for one in rounds)
        print(f"{label:<18}{seconds:>8.2f}{requests:>10}{ours:>6}{size:>9}   {each}")


if __name__ == "__main__":
    main()
