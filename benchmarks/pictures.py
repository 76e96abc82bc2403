"""Makes the pictures of the README and the home page from the running app.

    python -m benchmarks.pictures [NAME …]

Each is the stage of a playground some moments after pressing play, with the line of controls above it,
written to its folder as card.png.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.e2e import chromium
from tests.e2e.conftest import ROOT, running

ROOMS = ROOT / "core" / "playgrounds"
SETTINGS = {
    "regression": ("regression.preset=line&play=true&gear=smooth", "+d.step > 30"),
    "mlp": ("mlp.preset=spiral&play=true&gear=smooth", "+d.step > 4000"),
    "qlearning": ("qlearning.preset=grid&play=true&gear=flat", "+d.step > 20000"),
    "vae": ("vae.preset=digits-2d&play=true&gear=flat", "+d.step > 4000"),
    "ddpg": ("ddpg.preset=pendulum&play=true&gear=flat", "+d.step > 9000"),
    "optimizers": ("play=true&gear=smooth", "+d.step > 150"),
    "gan": ("gan.preset=ring-8&play=true&gear=flat", "+d.step > 1500"),
    "cnn": ("cnn.preset=mnist&play=true&gear=flat", "+d.step > 500"),
    "regularization": ("play=true&gear=flat", "+d.step > 1400"),
    "search": ("play=true&gear=flat", "+d.step > 250"),
    "sweep": ("play=true&gear=flat", "+d.step > 4000"),
    "picture": ("play=true&gear=flat", "+d.step > 1200"),
}
WIDTH = 1100


def take(page: Page, address: str, name: str) -> None:
    setting, ready = SETTINGS[name]
    page.set_default_timeout(300_000)
    page.goto(f"{address}/{name}?{setting}")
    root = "document.querySelector('[data-learnscope]')"
    page.wait_for_function(f"(() => {{ const d = {root}?.dataset; return d && ({ready}); }})()")
    if page.locator(".ls-panel-chart").count():
        page.wait_for_selector(".js-plotly-plot")
    page.locator("[data-action=pause]").click()
    page.wait_for_timeout(1500)
    page.mouse.move(0, 0)
    top, stage = (page.locator(f".ls-{part}").bounding_box() for part in ("transport", "grid"))
    assert top is not None, "the line of controls is on the screen"
    assert stage is not None, "the stage is on the screen"
    clip = top | {"height": stage["y"] + stage["height"] - top["y"]}
    shot = Image.open(io.BytesIO(page.screenshot(clip=clip)))
    shot = shot.resize((WIDTH, round(shot.height * WIDTH / shot.width)), Image.Resampling.LANCZOS)
    shot.convert("RGB").quantize(256, kmeans=2).save(ROOMS / name / "card.png", optimize=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        program = chromium.ensure(Path(playwright.chromium.executable_path))
        with running(Path(folder) / "server.log") as address:
            browser = playwright.chromium.launch(executable_path=program, args=chromium.FLAGS)
            page = browser.new_page(viewport={"width": 1440, "height": 900}, device_scale_factor=2)
            for name in sys.argv[1:] or SETTINGS:
                take(page, address, name)
            browser.close()


if __name__ == "__main__":
    main()
