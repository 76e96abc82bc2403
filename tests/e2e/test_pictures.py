"""Pictures and films of panels, saved from the page: what is in the files; the run is left as it was."""

from __future__ import annotations

import base64
import io
import re
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image, ImageSequence

from tests.e2e.live import ROOT, LivePage

MENU = f"{ROOT} .ls-picture-menu"
# A video as the browser decodes it: its length and width, and how many pictures of three times differ.
PLAYED = """async ([text, ending]) => {
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const video = document.createElement("video");
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([bytes], { type: `video/${ending}` }));
  const once = (name) => new Promise((done, failed) => {
    video.addEventListener(name, done, { once: true });
    video.addEventListener("error", () => failed(video.error.message), { once: true });
  });
  await once("loadeddata");
  if (video.duration === Infinity) { // a recorder does not know it when it begins
    video.currentTime = 1e9;
    await once("durationchange");
  }
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
  const seen = new Set();
  const seconds = video.duration;
  for (const share of [0.02, 0.2, 0.45]) {
    video.currentTime = share * seconds;
    await once("seeked");
    canvas.getContext("2d").drawImage(video, 0, 0, 64, 64);
    seen.add(canvas.toDataURL());
  }
  return { seconds, width: video.videoWidth, pictures: seen.size };
}"""


def saved(page, panel, kind):
    """The name and the bytes of what the menu saves."""
    page.locator(f"{MENU} [data-action=picture-panel]").select_option(panel)
    page.locator(f"{MENU} [data-action=picture-kind]").select_option(kind)
    with page.expect_download(timeout=60_000) as download:
        page.locator(f"{MENU} [data-action=save-picture]").click()
    page.locator(f"{MENU} p").get_by_text(" MB").wait_for()
    return download.value.suggested_filename, download.value.path().read_bytes()


def decoded(content):
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


def box(page, panel):
    return page.locator(f"{ROOT} [data-panel={panel}]").bounding_box()


@pytest.mark.view(theme="dark", size=(1280, 720))
def test_pictures_and_a_film_are_saved_and_the_run_is_left_where_it_was(page, tmp_path):
    live = LivePage(page).open("/mlp?mlp.lr=0.1&play=true&gear=flat")
    live.settle()
    live.until("+d.step > 800")
    live.pause()
    step, picture, sent = live.step, live.picture(), live.page.url
    page.locator(f"{ROOT} .ls-chart .main-svg").first.wait_for()
    page.locator(f"{ROOT} [data-action=pictures]").focus()
    page.keyboard.press("Enter")
    page.locator(MENU).wait_for()

    # A canvas, twice as fine as the screen, light although the page is dark
    name, content = saved(page, "map", "png")
    assert name == f"mlp-map-step-{step}.png"
    pixels = decoded(content)
    at = box(page, "map")
    assert pixels.shape[1] == round(2 * (at["width"] + 32))
    assert pixels.shape[0] > 2 * at["height"]
    assert pixels[0, 0].tolist() == [255, 255, 255]
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 300
    assert live.picture() == picture  # the page has its own colours again

    # A chart as pixels and as lines
    _, content = saved(page, "loss", "png")
    assert len(np.unique(decoded(content).reshape(-1, 3), axis=0)) > 50
    name, content = saved(page, "loss", "svg")
    drawn = ElementTree.fromstring(content)
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    texts = " ".join(drawn.itertext())
    assert f"Step {step:,}" in texts
    assert "mlp.lr=0.1" in texts
    assert "Loss" in texts
    assert len(drawn.findall(".//{*}path[@class='js-line']")) >= 2

    # A film: pictures that differ, and the run as it was
    _, content = saved(page, "map", "gif")
    film = Image.open(io.BytesIO(content))
    frames = [np.asarray(one.convert("RGB")) for one in ImageSequence.Iterator(film)]
    said = page.locator(f"{MENU} p").inner_text()
    assert f"{film.n_frames} pictures" in said
    assert 4 < film.n_frames <= 24
    assert all((one != other).any() for one, other in pairwise(frames))
    live.until(f"+d.step === {step} && d.status === 'paused'")
    live.until_picture_differs("")
    assert live.picture() == picture
    assert page.url == sent
    page.locator(f"{ROOT} [data-timeline][data-at='{step}'][data-last='{step}']").wait_for()

    # The same as a video, if the browser records one: so many pictures, in about their time
    kinds = page.locator(f"{MENU} [data-action=picture-kind] option")
    assert "video" in [one.get_attribute("value") for one in kinds.all()]
    name, content = saved(page, "map", "video")
    count = int(re.search(r"(\d+) pictures", page.locator(f"{MENU} p").inner_text())[1])
    length = 0.08 * (count - 1) + 1.5
    film = page.evaluate(PLAYED, [base64.b64encode(content).decode(), name.rpartition(".")[2]])
    assert content[:4] == b"\x1a\x45\xdf\xa3" if name.endswith(".webm") else content[4:8] == b"ftyp"
    assert 0.7 * length < film["seconds"] < 2 * length + 1
    assert film["width"] > 100
    assert film["pictures"] >= 3


@pytest.mark.view(size=(390, 844), touch=True)
def test_on_a_phone_a_film_of_a_running_run_can_be_cancelled_and_it_trains_on(page):
    live = LivePage(page).open("/mlp?mlp.lr=0.1&play=true&gear=flat")
    live.settle()
    live.until("+d.step > 800")
    page.locator(f"{ROOT} [data-action=pictures]").tap()
    menu = page.locator(MENU)
    menu.wait_for()
    at = menu.bounding_box()
    assert at["x"] >= 0
    assert at["x"] + at["width"] <= 390
    menu.locator("[data-action=picture-kind]").select_option("gif")
    menu.locator("[data-action=save-picture]").tap()
    page.wait_for_function(f"document.querySelector('{MENU} progress').value > 0.05")
    menu.locator("[data-action=cancel-picture]").tap()
    menu.get_by_text("Cancelled").wait_for()
    live.until("d.status === 'running'")
    last = live.step
    live.until(f"+d.step > {last + 100}")
    lines = page.locator(f"{ROOT} [data-action=lines] option")
    assert lines.count() <= 1  # no branch: it goes on from its end
