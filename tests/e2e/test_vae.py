"""What a person does on /vae, in a real browser."""

import io
import math
import re

import pytest
from PIL import Image

from tests.data.archives import two_classes, zipped
from tests.e2e.live import ROOT, LivePage
from tests.e2e.test_component import LAYOUT
from tests.e2e.test_gan import picture, until_differs

LENS = f"{ROOT} [data-panel=latent] .ls-lens"
PLANE = f"{ROOT} [data-panel=latent] .ls-latent-stage"


@pytest.fixture
def live(page):
    return LivePage(page)


def lens(live):
    """The cursor's image and the place that it is decoded from."""
    return live.page.evaluate(
        "(p) => { const c = document.querySelector(p); return [c.toDataURL(), c.dataset.place]; }",
        LENS,
    )


def until_lens_at(live, condition):
    """Wait until the lens shows a place `[u, v]` of which the JavaScript condition holds."""
    live.page.wait_for_function(
        f"(() => {{ const [u, v] = (document.querySelector('{LENS}')?.dataset.place ?? 'x').split(',')"
        f".map(Number); return {condition}; }})()"
    )


def point(live, across, up):
    """Moves the mouse to shares of the latent square's stage."""
    box = live.page.locator(PLANE).bounding_box()
    live.page.mouse.move(box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"])


def tab(live, name):
    live.page.locator(f"{ROOT} [data-tab={name}]").click()
    live.page.locator(f"{ROOT} [data-panel={name}]").wait_for()


def test_the_cursor_shows_what_is_decoded_from_its_place_also_while_running(live):
    live.open("/vae")
    assert (live.status, live.step) == ("ready", 0)
    point(live, 0.3, 0.3)
    until_lens_at(live, "u < 0 && v < 0")
    live.click("play", "+d.step > 60")
    point(live, 0.35, 0.75)
    until_lens_at(live, "u < 0 && v > 0")
    before, _place = lens(live)
    live.page.wait_for_function(
        "([p, old]) => document.querySelector(p).toDataURL() !== old", arg=[LENS, before]
    )  # the same place, another decoder
    box = live.page.locator(PLANE).bounding_box()
    live.page.mouse.click(box["x"] + 0.6 * box["width"], box["y"] + 0.5 * box["height"])
    until_lens_at(live, "u > 0 && Math.abs(v) < 2")
    assert live.status == "running"


@pytest.mark.breadth(0)
def test_the_cursor_is_pinned_and_moved_by_keys(live):
    live.open("/vae")
    live.page.locator(PLANE).focus()
    until_lens_at(live, "u > 0")
    start = [float(value) for value in lens(live)[1].split(",")]
    live.page.keyboard.press("Shift+ArrowLeft")
    live.page.keyboard.press("ArrowDown")
    until_lens_at(live, f"u < {start[0]} && v < {start[1]}")
    assert live.step == 0  # the arrow keys were the cursor's
    pinned = lens(live)[1]
    point(live, 0.8, 0.8)
    live.page.wait_for_timeout(300)
    assert lens(live)[1] == pinned
    live.page.keyboard.press("Escape")
    point(live, 0.82, 0.82)
    until_lens_at(live, "u > 1 && v > 1")


@pytest.mark.breadth(0)
def test_the_decoded_plane_changes_while_it_trains_and_with_its_spacing(live):
    live.open("/vae?play=true")
    live.page.wait_for_selector("[data-panel=decode] canvas[data-drawn]")
    until_differs(live, picture(live, "decode"), "decode")
    live.rest()
    before = picture(live, "decode")
    live.page.select_option("[data-panel=decode] [data-action=spacing]", "quantile")
    until_differs(live, before, "decode")


def test_sliders_decode_what_they_say(live):
    live.open("/vae?vae.preset=digits-2d&play=true")
    live.until("+d.step > 100")
    live.click("pause")
    tab(live, "sliders")
    image = f"{ROOT} .ls-slider-image"
    live.page.wait_for_selector(f"{image}[data-z='0,0']")
    before = picture(live, "sliders")
    live.page.locator(".ls-range[data-dim='1']").focus()
    for _ in range(20):
        live.page.keyboard.press("ArrowRight")
    live.page.wait_for_selector(f"{image}[data-z='0,1']")
    assert picture(live, "sliders") != before
    assert live.page.locator(".ls-range-value").nth(1).inner_text() == "1.00"
    live.page.locator("[data-panel=sliders] [data-image='3']").click()
    live.page.wait_for_function(
        f"!['0,0', '0,1'].includes(document.querySelector('{image}').dataset.z)"
    )
    live.click("sliders-reset")
    live.page.wait_for_selector(f"{image}[data-z='0,0']")


@pytest.mark.breadth(0)
def test_a_path_between_two_images_is_saved_as_a_film(live):
    live.open("/vae")
    tab(live, "interpolation")
    strip = f"{ROOT} .ls-interpolation"
    live.page.wait_for_selector(f"{strip}[data-drawn]")
    before = picture(live, "interpolation")
    live.page.locator("[data-panel=interpolation] [data-image='7']").click()
    live.page.locator("[data-panel=interpolation] [data-image='9']").focus()
    live.page.keyboard.press("ArrowRight")
    live.page.keyboard.press("Enter")
    chosen = live.page.locator("[data-panel=interpolation] [data-image][aria-pressed=true]")
    assert [one.get_attribute("data-image") for one in chosen.all()] == ["7", "10"]
    until_differs(live, before, "interpolation")
    before = picture(live, "interpolation")
    live.page.select_option("[data-action=path]", "spherical")
    until_differs(live, before, "interpolation")
    with live.page.expect_download() as download:
        live.click("save-gif")
    said = live.page.locator(".ls-saved").inner_text()
    frames = int(re.search(r"(\d+) frames", said).group(1))
    with open(download.value.path(), "rb") as file, Image.open(io.BytesIO(file.read())) as film:
        assert film.format == "GIF"
        assert film.n_frames == frames
        assert min(film.size) >= 200
    assert download.value.suggested_filename in said


def test_the_numbers_of_the_trick_hold(live):
    live.open("/vae?play=true")
    live.until("+d.step > 30")
    tab(live, "trick")

    def table():
        live.page.wait_for_selector("[data-panel=trick] td[data-term=z]:not([data-value=''])")
        return live.page.evaluate(
            "[...document.querySelectorAll('[data-panel=trick] tr[data-dim]')].map((row) =>"
            " Object.fromEntries([...row.querySelectorAll('td')]"
            ".map((td) => [td.dataset.term, +td.dataset.value])))"
        )

    live.rest()
    rows = before = table()  # exact, now that the run rests
    assert len(rows) == 2
    for row in rows:
        assert row["z"] == pytest.approx(row["mu"] + row["sigma"] * row["eps"], abs=1e-5)
        kl = (row["mu"] ** 2 + row["sigma"] ** 2 - 1 - 2 * math.log(row["sigma"])) / 2
        assert row["kl"] == pytest.approx(kl, abs=1e-4)
    live.click("another-draw")
    live.page.wait_for_function(
        "(old) => +document.querySelector('[data-panel=trick] td[data-term=eps]').dataset.value !== old",
        arg=before[0]["eps"],
    )
    assert [row["mu"] for row in table()] == [row["mu"] for row in before]


def test_slow_motion_walks_through_one_step(live):
    live.open("/vae")
    tab(live, "trick")
    live.click("slow-motion")
    seen = []
    for _ in range(7):
        live.page.wait_for_selector(".ls-story:not([hidden])")
        seen.append(live.page.locator(".ls-story").get_attribute("data-told"))
        words = live.page.locator(".ls-story-words").inner_text()
        assert "{" not in words
        assert "–" not in words, words  # a number that was not there
        if len(seen) < 7:
            live.click("story-next")
    assert seen == ["input", "encode", "sample", "decode", "loss", "gradients", "update"]
    live.until("+d.step === 1 && d.status === 'paused'")
    live.page.keyboard.press("Escape")
    assert not live.page.locator(".ls-story").is_visible()


@pytest.mark.breadth(0)
def test_collapse_is_named_in_its_preset(live):
    live.open("/vae?vae.preset=collapse&play=true")
    live.page.wait_for_selector(".ls-alarm[data-alarm=true]", timeout=90_000)
    assert "collapse" in live.page.locator(".ls-alarm").inner_text().lower()
    live.page.wait_for_function(
        "document.querySelector('[data-panel=dimensions] [data-active]').textContent.includes('0 of')"
    )


@pytest.mark.breadth(0)
def test_axes_are_chosen_in_a_space_of_many_dimensions(live):
    live.open("/vae?vae.latent_dim=20&play=true")
    live.until("+d.step > 50")
    live.rest()
    across, up = (
        live.page.locator("[data-action=axis-across]"),
        live.page.locator("[data-action=axis-up]"),
    )
    assert not up.is_visible()
    before = picture(live, "latent")
    across.select_option("7")
    until_differs(live, before, "latent")
    before = picture(live, "latent")
    up.select_option("19")
    until_differs(live, before, "latent")
    tab(live, "trick")
    live.page.wait_for_selector("[data-panel=trick] tr[data-dim]")
    assert live.page.locator("[data-panel=trick] tr[data-dim]").count() == 4
    assert "of 20" in live.page.locator("[data-panel=trick]").inner_text()


@pytest.mark.breadth(0)
def test_a_wider_picture_shows_codes_that_no_prior_holds(live):
    live.open("/vae?vae.preset=holes&play=true")
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-panel=latent] .ls-map-read').textContent.includes('outside')",
        timeout=60_000,
    )
    live.rest()
    scatter, plane = picture(live, "latent"), picture(live, "decode")
    live.page.select_option("[data-action=zoom]", "8")
    until_differs(live, scatter, "latent")
    until_differs(live, plane, "decode")
    point(live, 0.9, 0.9)
    until_lens_at(live, "u > 15 && v > 15")


def listen(live):
    """From now on `window.asked` has what the server is asked to compute, the latest last."""
    live.page.add_init_script(
        "window.asked = []; const say = WebSocket.prototype.send;"
        "WebSocket.prototype.send = function (text) {"
        " if (String(text).includes('watch')) window.asked.push(JSON.parse(text)); say.call(this, text); }"
    )


@pytest.mark.breadth(0)
def test_axes_of_the_model_before_are_not_asked_for_again(live):
    listen(live)
    live.open("/vae?vae.latent_dim=20")
    live.page.locator("[data-action=axis-across]").select_option("7")
    live.page.wait_for_function("window.asked.at(-1).panels.latent.axes?.[0] === 7")
    live.settle()
    live.page.locator("[data-testid=stSidebar] summary", has_text="Model").click()
    field = live.page.get_by_role("slider", name="Latent dimensions")
    field.focus()
    field.press("Home")
    live.until("+d.build > 1")
    live.page.wait_for_function("window.asked.at(-1).panels.latent.axes === null")


@pytest.mark.breadth(0)
def test_what_is_not_seen_is_not_asked_for(live):
    listen(live)
    live.open("/vae")
    live.page.wait_for_function("window.asked.at(-1).panels.decode")
    tab(live, "traversals")
    live.page.wait_for_function("window.asked.at(-1).panels.traversals")
    wanted = live.page.evaluate("Object.keys(window.asked.at(-1).panels)")
    assert {"latent", "reconstructions", "dimensions", "curves", "traversals"} == set(wanted)


def hand_in(live, *files, field=0):
    """Opens the place for one's own images and gives it files (name, bytes)."""
    fields = live.page.locator("[data-testid=stFileUploaderDropzoneInput], input[type=file]")
    if not live.page.locator("[data-testid=stFileUploaderDropzone]").first.is_visible():
        live.settle()
        live.page.locator("[data-testid=stSidebar] summary", has_text="Your own images").click()
        live.page.locator("[data-testid=stFileUploaderDropzone]").first.wait_for()
        live.settle()
    told = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        for name, data in files
    ]
    fields.nth(field).set_input_files(told)


def test_an_upload_that_is_no_image_is_refused_with_a_sentence(live):
    live.open("/vae")
    hand_in(live, ("notes.png", b"these are words, not pixels"))
    said = live.page.locator("[data-testid=stSidebar] [data-testid=stAlert]")
    said.wait_for()
    assert "notes.png" in said.inner_text()
    assert live.status == "ready"


@pytest.mark.breadth(0)
def test_a_good_upload_counts_beside_a_bad_one_that_is_named(live):
    live.open("/vae")
    hand_in(live, ("notes.png", b"these are words, not pixels"))
    live.page.locator("[data-testid=stSidebar] [data-testid=stAlert]").wait_for()
    hand_in(live, ("mine.zip", zipped(two_classes())))
    live.page.wait_for_function("location.search.includes('vae.dataset=upload')")
    told = live.page.locator("[data-testid=stSidebar] [data-testid=stAlert]")
    told.get_by_text("dark, noise").wait_for()
    assert "notes.png is no image" in told.inner_text()


def test_ones_own_images_are_learned_and_a_link_leads_to_them(live):
    live.open("/vae")
    hand_in(live, ("mine.zip", zipped(two_classes())))
    live.page.wait_for_function("location.search.includes('vae.dataset=upload')")
    live.page.locator("[data-testid=stSidebar]").get_by_text("dark, noise").wait_for()
    live.until("d.status === 'ready' && +d.frames > 0")
    live.page.locator(".ls-class", has_text="noise").wait_for()
    before = picture(live, "decode")
    live.click("play")
    until_differs(live, before, "decode")
    address = live.page.url
    live.page.goto("about:blank")
    live.open(address)
    live.page.locator(".ls-class", has_text="noise").wait_for()


@pytest.mark.view(theme="light", size=(1024, 768))
def test_the_tricks_table_holds_whatever_its_numbers_are(live):
    live.open("/vae?vae.latent_dim=32")
    tab(live, "trick")
    live.page.wait_for_selector("[data-panel=trick] td[data-term=kl]:not([data-value=''])")
    for width in (1024, 390, 1440):
        live.page.set_viewport_size({"width": width, "height": 768})
        live.page.wait_for_timeout(500)
        for text in ("−88.88", "−1.2e−10", "−123456789012345678901234567890"):
            found = live.page.evaluate(
                "([text, layout]) => { document.querySelectorAll('[data-panel=trick] td')"
                ".forEach((cell) => { cell.textContent = text; }); return eval(layout)(); }",
                [text, LAYOUT],
            )
            assert not found["cut"], (width, text)
            assert found["sideways"] <= 0, (width, text)


@pytest.mark.breadth(1)
@pytest.mark.parametrize(
    "setting", ["", "vae.latent_dim=20&vae.conditional=on", "vae.dataset=shapes"]
)
@pytest.mark.view(theme="dark", size=(1024, 768))
def test_nothing_is_cut_at_any_width(live, setting):
    live.open(f"/vae?{setting}&play=true&gear=slow")
    tabs = live.page.locator(f"{ROOT} .ls-column-bench [role=tab]:visible").count()
    assert tabs >= 5
    for width, height in [(1024, 768), (390, 844), (1440, 900)]:
        live.page.set_viewport_size({"width": width, "height": height})
        for index in range(tabs):
            live.page.locator(f"{ROOT} .ls-column-bench [role=tab]:visible").nth(index).click()
            for _ in range(60):  # charts follow their boxes a moment later
                live.page.wait_for_timeout(200)
                found = live.page.evaluate(LAYOUT)
                if not found["cut"] and (width < 1440 or found["bottom"] <= 900):
                    break
            assert found["smallest"] >= 14, (width, index)
            assert not found["cut"], (width, index)
            assert not found["nameless"], (width, index)
            assert found["sideways"] <= 0, (width, index)
            assert width < 1440 or found["bottom"] <= 900, index


@pytest.mark.breadth(0)
def test_first_points_that_fall_out_of_the_picture_leave_a_mark(live):
    live.open("/vae?play=true&gear=flat")
    mark = live.page.locator("[data-panel=bound] .annotation-text", has_text="▾")
    mark.wait_for()
    assert -60 < float(mark.text_content().split()[-1].replace("−", "-")) < -30
