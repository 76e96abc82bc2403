"""What a person does on /gan, in a real browser."""

import re

import pytest

from tests.e2e.live import ROOT, LivePage
from tests.e2e.test_component import LAYOUT

RING = "/gan?gan.dataset=ring-8&gear=smooth"


@pytest.fixture
def live(page):
    return LivePage(page)


def picture(live, panel="samples"):
    """What is on a panel's canvases, as far as they are shown."""
    return live.page.evaluate(
        "(p) => [...document.querySelectorAll(`[data-panel=${p}] canvas`)]"
        ".filter((canvas) => !canvas.hidden).map((canvas) => canvas.toDataURL()).join()",
        panel,
    )


def until_differs(live, before, panel="samples"):
    for _ in range(100):
        if picture(live, panel) != before:
            return
        live.page.wait_for_timeout(50)
    raise AssertionError(f"the picture of {panel} stayed the same")


def weights(live, network):
    """The length of a network's vector of weights, as the data flow shows it."""
    read = live.page.locator(f"{ROOT} [data-metric={network}_weights]")
    return float(read.get_attribute("data-value"))


def until_weights_differ(live, network, before):
    live.page.wait_for_function(
        f"+document.querySelector('{ROOT} [data-metric={network}_weights]').dataset.value !== {before}"
    )


def test_play_moves_the_samples_and_measures_them(live):
    live.open("/gan")
    assert (live.status, live.step) == ("ready", 0)
    before = picture(live)
    live.click("play", "d.status === 'running' && +d.step > 50 && +d.frames > 5")
    until_differs(live, before)
    live.page.wait_for_function(
        f"/[0-9]/.test(document.querySelector('{ROOT} [data-metric=js_divergence]').textContent)"
    )
    assert re.fullmatch(r"\d of 2", live.metric("modes_covered"))
    assert float(live.metric("d_loss")) > 0
    assert not live.page.locator("[data-action=epoch]").is_visible()


def test_each_layer_is_switched_by_itself_and_computed_only_when_on(live):
    live.page.add_init_script(
        "window.asked = []; const say = WebSocket.prototype.send;"
        "WebSocket.prototype.send = function (text) {"
        " if (String(text).includes('watch')) window.asked.push(JSON.parse(text)); say.call(this, text); }"
    )
    live.open("/gan")
    for layer in ("real", "fake", "surface", "manifold", "arrows"):
        toggle = live.page.locator(f"[data-layer-toggle={layer}]")
        pressed = toggle.get_attribute("aria-pressed")
        before = picture(live)
        toggle.click()
        assert toggle.get_attribute("aria-pressed") != pressed
        until_differs(live, before)
    wanted = live.page.evaluate("window.asked.at(-1).panels.samples.layers")
    assert wanted == ["arrows"]


def test_a_distribution_is_drawn_with_the_mouse_and_travels_in_the_address(live):
    live.open("/gan")
    live.settle()
    build = live.data("build")
    live.click("draw")
    sheet = live.page.locator(".ls-draw-stage").bounding_box()
    x, y = sheet["x"] + sheet["width"] / 2, sheet["y"] + sheet["height"] / 2
    said = live.page.locator(".ls-draw [role=status]")
    live.click("draw-use")
    assert "two points" in said.inner_text()
    live.page.mouse.click(x, y)
    live.page.mouse.click(x, y)
    live.click("draw-use")
    assert "one spot" in said.inner_text()
    for _ in range(12):
        live.page.mouse.move(x - 100, y - 60)
        live.page.mouse.down()
        live.page.mouse.move(x + 120, y + 60, steps=20)
        live.page.mouse.up()
    assert "400" in said.inner_text()
    live.click("draw-use")
    live.page.wait_for_function("location.search.includes('gan.dataset=drawing')")
    live.until(f"d.build !== '{build}' && +d.frames > 0")
    code = re.search(r"gan\.drawing=([\w-]+)", live.page.url).group(1)
    assert len(code) == 1067  # 800 bytes
    other = LivePage(live.page.context.new_page()).open(live.page.url)
    other.settle()
    assert not other.page.locator("[data-testid=stAlert]").count()
    other.page.close()


def test_a_distribution_is_drawn_with_the_keyboard(live):
    live.open("/gan")
    keys = live.page.keyboard
    live.page.locator("[data-action=draw]").focus()
    keys.press("Enter")
    keys.press("Enter")  # shows the cross
    keys.press("Enter")
    keys.press("Shift+ArrowRight")
    keys.press("Enter")
    live.page.wait_for_function(
        "document.querySelector('.ls-draw [role=status]').textContent.startsWith('2 ')"
    )
    live.click("draw-use")
    live.page.wait_for_function("location.search.includes('gan.dataset=drawing')")


@pytest.mark.breadth(0)
def test_stepping_only_one_network_leaves_the_other_alone(live):
    live.open(RING)
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-metric=d_weights]').dataset.value"
    )
    g, d = weights(live, "g"), weights(live, "d")
    before = picture(live)
    live.click("step-g")
    until_weights_differ(live, "g", g)
    until_differs(live, before)
    assert weights(live, "d") == d
    g = weights(live, "g")
    live.click("step-d")
    until_weights_differ(live, "d", d)
    assert weights(live, "g") == g
    live.click("step-both", "+d.step === 1")


@pytest.mark.breadth(0)
def test_the_alarm_names_a_collapse(live):
    live.open("/gan?gan.preset=mode-collapse&play=true")
    live.page.wait_for_selector(".ls-alarm[data-alarm=true]", timeout=90_000)
    said = live.page.locator(".ls-alarm").inner_text()
    assert "collapse" in said.lower()


def test_slow_motion_walks_through_the_stages(live):
    live.open(RING)
    live.click("slow-motion")
    live.page.wait_for_selector(".ls-story[data-told=noise]")
    live.until("+d.step === 1 && d.status === 'paused'")
    seen = []
    for _ in range(10):
        stage = live.page.locator(".ls-story").get_attribute("data-told")
        seen.append(stage)
        assert live.page.locator(".ls-flow").get_attribute("data-told") == stage
        assert live.page.locator(".ls-flow-node:not(.ls-dim)").count() in range(1, 7)
        words = live.page.locator(".ls-story-words").inner_text()
        assert "{" not in words
        if stage != seen[0]:
            assert re.search(r"\d", words), words
        if len(seen) < 10:
            live.click("story-next")
    stages = "noise generate judge d_loss d_gradients d_update noise2 g_loss g_gradients g_update"
    assert seen == stages.split()
    live.click("story-next", "+d.step === 2")  # the next iteration
    live.click("story-auto")
    live.page.wait_for_selector(".ls-story[data-told=generate]")
    live.page.keyboard.press("Escape")
    assert not live.page.locator(".ls-story").is_visible()
    assert live.page.locator(".ls-dim").count() == 0


@pytest.mark.breadth(0)
def test_playing_on_ends_slow_motion(live):
    live.open(RING)
    live.click("slow-motion")
    live.page.wait_for_selector(".ls-story:not([hidden])")
    live.click("play")
    live.page.wait_for_selector(".ls-story", state="hidden")
    live.until("d.status === 'running'")


def test_digits_are_a_grid_a_strip_and_neighbours(live):
    live.open("/gan?gan.dataset=digits&gan.conditional=on&gan.width=8&play=true")
    for panel in ("grid", "strip", "neighbours"):
        assert live.page.locator(f"[data-panel={panel}]").is_visible()
    assert not live.page.locator("[data-panel=samples]").is_visible()
    assert live.page.locator(".ls-grid-heads span").count() == 10
    before = picture(live, "grid")
    until_differs(live, before, "grid")
    live.rest()
    before = picture(live, "strip")
    live.page.locator(".ls-pad[data-end='1']").focus()
    for _ in range(8):
        live.page.keyboard.press("ArrowLeft")
    until_differs(live, before, "strip")
    before = picture(live, "strip")
    live.page.select_option("[data-action=strip-class]", "7")
    until_differs(live, before, "strip")
    live.page.wait_for_function(
        "+document.querySelector('.ls-distances span')?.textContent >= 0", timeout=30_000
    )


@pytest.mark.breadth(0)
def test_signals_are_curves_and_what_they_have_in_common(live):
    live.open("/gan?gan.dataset=sine&play=true")
    assert live.page.locator("[data-panel=waves]").is_visible()
    before = picture(live, "waves")
    until_differs(live, before, "waves")
    live.page.locator("[data-panel=profile]").scroll_into_view_if_needed()
    live.page.wait_for_function(
        "document.querySelector('[data-panel=profile] .ls-chart').data?.[1]?.y.length > 3"
    )
    live.page.select_option("[data-panel=profile] [data-action=choose-chart]", "2")
    live.page.wait_for_function(
        "document.querySelector('[data-panel=profile] .ls-chart').data?.[1]?.y.length > 3"
    )


def test_a_csv_column_is_learned_and_a_bad_one_gets_a_sentence(live):
    live.open("/gan?gan.dataset=sine")
    live.settle()
    live.page.get_by_text("Your own signal (a table)").click()
    live.page.locator("[data-testid=stFileUploaderDropzone]").wait_for()
    live.settle()
    field = live.page.locator("[data-testid=stFileUploaderDropzoneInput], input[type=file]").first
    field.set_input_files(
        {"name": "bad.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\nx,3\nsecret,y\n"}
    )
    said = live.page.locator("[data-testid=stSidebar] [data-testid=stAlert]")
    said.wait_for()
    assert "bad.csv" in said.inner_text()
    assert "at least 64" in said.inner_text()
    assert "secret" not in said.inner_text()
    rows = "\n".join(str(i % 17) for i in range(4000)).encode()
    live.page.locator(
        "[data-testid=stFileUploaderDropzoneInput], input[type=file]"
    ).first.set_input_files(
        {"name": "good.csv", "mimeType": "text/csv", "buffer": b"level\n" + rows}
    )
    live.page.wait_for_function("location.search.includes('gan.dataset=csv')")
    live.until("d.status === 'ready' && +d.frames > 0")
    live.page.wait_for_url("**gan.upload=*")
    sidebar = live.page.locator("[data-testid=stSidebar]")
    sidebar.get_by_text("In use: good.csv").wait_for()
    live.page.goto(live.page.url)  # anew, as from a link
    sidebar.get_by_text("In use: good.csv").wait_for()
    drawn = sidebar.get_by_role("img", name="level: 4000 numbers from 0 to 16")
    assert drawn.evaluate("(one) => one.naturalWidth > 0 && one.clientHeight > 20")
    live.settle()
    sidebar.get_by_role("button", name="Stop using this file").click()
    live.page.wait_for_function("!location.search.includes('gan.upload')")
    live.page.locator("[data-panel=samples]").wait_for()


@pytest.mark.breadth(1)
@pytest.mark.parametrize(
    "address", ["gan.dataset=csv", "gan.dataset=csv&gan.upload=0123456789abcdef"]
)
def test_a_link_whose_file_is_not_there_shows_the_usual_data_and_a_sentence(live, address):
    live.open(f"/gan?{address}")
    said = live.page.locator("[data-testid=stMain] [data-testid=stAlert]")
    said.get_by_text("Used instead: Two Gaussians.").wait_for()
    assert live.page.locator("[data-panel=samples]").is_visible()


@pytest.mark.breadth(0)
def test_data_that_are_not_there_leave_a_sentence_and_nothing_else(live, start_server, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_DATA", "")
    live.page.goto(f"{start_server()}/gan?gan.dataset=mnist")
    live.page.get_by_text("its files aren't here").first.wait_for()
    live.page.wait_for_timeout(500)
    assert not live.page.locator(f"{ROOT} [data-panel]").first.is_visible()


@pytest.mark.breadth(1)
@pytest.mark.parametrize("data", ["ring-8", "digits", "sine"])
@pytest.mark.view(theme="dark", size=(1024, 768))
def test_nothing_is_cut_at_any_width(live, data):
    live.open(f"/gan?gan.dataset={data}&gan.width=8&play=true&gear=slow")
    for width, height in [(1024, 768), (390, 844), (1440, 900)]:
        live.page.set_viewport_size({"width": width, "height": height})
        for _ in range(60):  # charts follow their boxes a moment later
            live.page.wait_for_timeout(300)
            found = live.page.evaluate(LAYOUT)
            if not found["cut"] and (width < 1440 or found["bottom"] <= 900):
                break
        assert found["smallest"] >= 14, width
        assert not found["cut"], width
        assert not found["nameless"], width
        assert found["sideways"] <= 0, width
    assert found["bottom"] <= 900


@pytest.mark.breadth(0)
def test_it_does_not_move_by_itself_when_numbers_grow(live):
    live.open("/gan?play=true&gear=smooth")
    live.page.wait_for_selector("[data-panel=losses] .js-plotly-plot", state="attached")
    place = live.page.locator("[data-panel=losses]").bounding_box()
    live.until("+d.step > 300")
    assert live.page.locator("[data-panel=losses]").bounding_box() == place
