"""What a person does on /picture, in a real browser."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from tests.data.archives import encoded
from tests.e2e.live import ROOT, LivePage

PAINTED = f"{ROOT} [data-panel=pictures] [data-picture={{}}] canvas"


@pytest.fixture
def live(page):
    return LivePage(page)


def digest(live, name):
    return live.page.locator(PAINTED.format(name)).evaluate("(one) => one.toDataURL()")


def read(live):
    return live.page.locator(f"{ROOT} .ls-picture-read").inner_text()


@pytest.mark.view(theme="dark", size=(1280, 720))
def test_a_picture_grows_is_read_made_finer_left_alone_and_changed_for_ones_own(live):
    live.open("/picture")
    untrained = digest(live, "main")
    live.page.locator("[data-gear=flat]").click()
    live.click("play")
    psnr = f"+document.querySelector('{ROOT} [data-metric=train_psnr]').dataset.value"
    live.page.wait_for_function(f"{psnr} > 20")
    live.pause()
    assert digest(live, "main") != untrained
    assert digest(live, "main") != digest(live, "plain")
    said = live.page.locator(PAINTED.format("plain")).get_attribute("aria-label") or ""
    assert "Without features" in said
    assert "dB" in said

    live.page.locator(PAINTED.format("original")).hover()
    assert read(live).startswith("Row 3")  # of 64: the middle
    assert "without features" in read(live)
    live.page.mouse.move(5, 5)
    box = live.page.locator(f"{ROOT} .ls-pictures")
    box.focus()
    for key in ("Enter", "ArrowRight", "Shift+ArrowUp"):
        live.page.keyboard.press(key)
    assert "Row 28, column 34: original" in read(live)
    assert live.page.locator(f"{ROOT} .ls-picture-mark:visible").count() == 3
    live.page.keyboard.press("Escape")
    assert "Point at a pixel" in read(live)

    coarse = digest(live, "main")
    choice = live.page.locator(f"{ROOT} [data-action=show-as]")
    choice.select_option("error")
    assert digest(live, "main") != coarse
    choice.select_option("2")  # paused: all rows come, and then no more are asked for
    fine = PAINTED.format("main")
    live.page.wait_for_function(f"document.querySelector('{fine}').width === 128")
    live.page.wait_for_timeout(1500)
    assert digest(live, "main") == digest(live, "main") != coarse
    choice.select_option("colours")
    assert digest(live, "main") == coarse

    live.select("The same without features", "Off")
    live.page.wait_for_function(f"!document.querySelector('{PAINTED.format('plain')}')")
    live.page.wait_for_url("**picture.compare=off*")

    before = digest(live, "original")
    live.settle()
    live.page.locator("[data-testid=stSidebar] summary", has_text="Your own picture").click()
    live.page.locator("[data-testid=stFileUploaderDropzone]").first.wait_for()
    live.settle()
    noise = np.random.default_rng(0).integers(0, 255, (90, 120, 3), np.uint8)
    told = {"mimeType": "image/png", "buffer": encoded(Image.fromarray(noise))}
    field = live.page.locator("[data-testid=stFileUploaderDropzoneInput], input[type=file]").first
    field.set_input_files({"name": "mine.png", **told})
    live.page.wait_for_function(
        f"(before) => document.querySelector('{PAINTED.format('original')}').toDataURL() !== before",
        arg=before,
    )
    live.page.wait_for_url("**picture.upload=*")
