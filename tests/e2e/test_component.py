"""The live view's own manners: decoding, keyboard, card, crosshair, layout in every width and theme."""

from base64 import b64encode
from pathlib import Path

import pytest

from tests.e2e.live import OURS, ROOT, LivePage

GOLDEN = Path(__file__).parents[1] / "live" / "golden" / "frame-v1.bin"
PAUSED = "/mlp?mlp.preset=tf-playground"
MAP = f"{ROOT} [data-panel=map]"
# Smallest text in px, elements wider than their box, buttons without a name.
LAYOUT = """() => {
  const root = document.querySelector('[data-learnscope]');
  const shown = (node) => node.getClientRects().length > 0;
  const all = [...root.querySelectorAll('*')].filter(shown);
  const said = (node) => [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
  const tell = (node) => node.outerHTML.slice(0, 90);
  const right = root.getBoundingClientRect().right + 1;
  return {
    smallest: Math.min(...all.filter(said).map((node) => parseFloat(getComputedStyle(node).fontSize))),
    cut: all.filter((node) => node.getBoundingClientRect().right > right).map(tell),
    nameless: all.filter((node) => node.matches('button') && node.ariaHidden !== 'true')
      .filter((node) => !(node.ariaLabel || node.textContent).trim()).map(tell),
    bottom: root.querySelector(".ls-grid").getBoundingClientRect().bottom,
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}"""


@pytest.fixture
def live(page):
    return LivePage(page)


def title(live):
    return live.page.locator(f"{MAP} .ls-title").inner_text()


def neuron(live, layer, number):
    return live.page.locator(f".ls-neuron[data-layer='{layer}'][data-neuron='{number}']")


def test_a_page_is_made_of_few_files_of_ours_and_the_next_needs_only_its_own(live):
    asked = []
    live.page.on("request", lambda request: asked.append(request.url))

    def ours():
        found = {url for url in asked if url.startswith("http") and "/learnscope/assets/" in url}
        asked.clear()
        return {url.rpartition("/")[2] for url in found}

    live.open("/vae")
    live.page.wait_for_function("window.Plotly")
    assert ours() == {"shared.json", "vae.json", "vae.css", "plotly.min.js"}
    live.page.locator("[data-testid=stTopNavSection]", has_text="Networks").click()
    live.page.locator("a", has_text="Neural network").first.click()
    live.page.wait_for_function(
        "document.querySelector('[data-learnscope=mlp]')?.dataset.frames > 0"
    )
    assert ours() == {"mlp.json", "mlp.css"}


def test_the_browser_reads_the_golden_envelope(live):
    live.open(PAUSED)
    found = live.page.evaluate(
        "async (text) => {"
        + OURS
        + r"""
          const { decode } = await ours('live/web/codec.js');
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
          const { header, arrays } = decode(bytes.buffer);
          const plain = (array) => [array.constructor.name, array.shape, [...array]];
          const told = Object.entries(arrays).map(([name, array]) => [name, plain(array)]);
          return [header.text, header.metrics, Object.fromEntries(told)];
        }""",
        b64encode(GOLDEN.read_bytes()).decode(),
    )
    text, metrics, arrays = found
    assert (text, metrics) == ("½ → η", {"test_loss": 0.25, "r2": None})
    assert arrays == {
        "map": ["Uint8Array", [2, 3], [0, 1, 2, 3, 4, 5]],
        "curve.loss.x": ["Float64Array", [2], [0, 1.5]],
        "weights": ["Float32Array", [1, 1], [-1]],
        "confusion": ["Int32Array", [2, 2], [5, 0, 1, 4]],
        "empty": ["Float32Array", [0, 2], []],
    }


def test_shortcuts_run_the_training_but_leave_controls_alone(live):
    live.open(PAUSED)
    keys = live.page.keyboard
    live.press("ArrowRight", "+d.step === 1")
    live.press("Shift+ArrowRight", "+d.step === 25")
    live.press("Space", "d.status === 'running'")
    assert live.page.locator(f"{ROOT} [data-action=pause]").count() == 1
    live.press("Space", "d.status === 'paused'")
    held = live.step
    field = live.page.get_by_role("textbox", name="Learning rate")
    field.focus()
    keys.press("ArrowRight")
    keys.press("Space")
    keys.press("r")
    live.page.locator(f"{ROOT} [data-gear=slow]").focus()
    keys.press("Space")  # presses the gear, and nothing else
    live.page.wait_for_selector("[data-gear=slow][aria-pressed=true]")
    assert (live.status, live.step) == ("paused", held)
    live.page.locator("h1").first.click()
    live.press("r", "+d.step === 0")


@pytest.mark.breadth(0)
def test_pointing_and_focusing_turn_the_map_into_a_neurons_function(live):
    live.open(PAUSED)
    output, name = live.picture(), title(live)
    neuron(live, 1, 2).hover()
    live.until_picture_differs(output)
    assert "1" in title(live)
    assert "3" in title(live)
    live.page.mouse.move(5, 5)
    live.page.wait_for_function(
        f"document.querySelector('{MAP} .ls-title').textContent === {name!r}"
    )
    live.page.locator("[data-action=add-neuron][data-layer='1']").focus()
    live.page.keyboard.press("Tab")
    assert title(live) != name


def test_a_neurons_card_takes_a_weight_and_says_what_it_refuses(live):
    live.open(PAUSED)
    neuron(live, 1, 0).focus()
    live.page.keyboard.press("Enter")
    field = live.page.locator(".ls-field[data-source='0']")
    assert field.evaluate("(node) => node === document.activeElement")
    before = live.picture()
    field.fill("2.5")
    field.press("Enter")
    live.until_picture_differs(before)
    live.page.wait_for_function(
        "document.querySelector('.ls-formula').textContent.includes('2.50·x₁')"
    )
    field.fill("1e99")
    field.press("Enter")
    live.page.wait_for_function("document.querySelector('.ls-card-answer').textContent !== ''")
    live.page.keyboard.press("Escape")
    assert not live.page.locator(".ls-neuron-card").is_visible()
    assert neuron(live, 1, 0).evaluate("(node) => node === document.activeElement")


@pytest.mark.breadth(0)
def test_a_link_names_its_weight_and_opens_its_field(live):
    live.open(PAUSED)
    start, end = neuron(live, 1, 3).bounding_box(), neuron(live, 2, 0).bounding_box()
    x = (start["x"] + start["width"] + end["x"]) / 2
    y = (start["y"] + end["y"] + end["height"]) / 2
    live.page.mouse.move(x, y)
    live.page.wait_for_selector(".ls-tooltip:not([hidden])")
    live.page.mouse.click(x, y)
    focused = live.page.evaluate("({...document.activeElement.dataset})")
    assert focused == {"layer": "2", "source": "3", "target": "0"}


def test_quick_clicks_add_up_and_the_last_input_stays(live):
    live.open(PAUSED)
    for _ in range(2):
        live.click("add-layer")
    live.until("+d.build > 1")
    live.page.wait_for_selector(".ls-neuron.ls-output[data-layer='5']")
    live.page.locator("[data-input=x1]").click()
    live.page.wait_for_selector("[data-input=x2][aria-disabled=true]")
    build = live.data("build")
    live.page.locator("[data-input=x2]").click(force=True)
    live.page.wait_for_timeout(300)
    assert live.data("build") == build


def test_the_crosshair_has_the_arrows_while_it_is_on(live):
    live.open(PAUSED)
    live.page.locator(f"{MAP} .ls-map-stage").focus()
    live.page.keyboard.press("Enter")
    read = live.page.locator(".ls-map-read")
    live.page.wait_for_function("document.querySelector('.ls-map-read').textContent.includes('x₁')")
    before = read.inner_text()
    live.page.keyboard.press("ArrowRight")
    live.page.wait_for_function(
        f"document.querySelector('.ls-map-read').textContent !== {before!r}"
    )
    assert live.step == 0
    live.page.keyboard.press("Escape")
    live.press("ArrowRight", "+d.step === 1")


def test_charts_are_smoothed_over_the_raw_curve_and_told_in_words(live):
    live.open(f"{PAUSED}&play=true&gear=smooth")
    live.page.wait_for_selector("[data-panel=loss] .js-plotly-plot", state="attached")
    live.page.select_option("[data-panel=loss] [data-action=smooth]", "25")
    live.page.wait_for_function(
        "((drawn) => drawn?.length && drawn.every((trace) => trace.x.length > 3))"
        "(document.querySelector('[data-panel=loss] .ls-chart').data?.filter((trace) => trace.x.length))"
    )
    live.page.locator("[data-panel=loss] [data-action=log]").click()
    live.page.wait_for_function(
        "document.querySelector('[data-panel=loss] .ls-chart')._fullLayout.yaxis.type === 'log'"
    )
    said = live.page.locator("[data-panel=loss] .ls-chart").get_attribute("aria-label")
    assert any(digit in said for digit in "123456789")


def test_regression_has_r2_and_no_confusion_matrix(live):
    live.open("/mlp?mlp.preset=plane")
    assert live.page.locator("[data-panel=confusion] table").count() == 0
    assert live.page.locator("[data-panel=confusion] .ls-quiet").inner_text()
    assert live.page.locator("[data-metric=test_r2]").is_visible()
    assert not live.page.locator("[data-metric=test_accuracy]").is_visible()


@pytest.mark.breadth(2)
@pytest.mark.parametrize(
    "setting",
    [
        "mlp.preset=tf-playground",
        "mlp.hidden=16,16,16,16,16,16&mlp.activation=leaky_relu",
        "mlp.hidden=",
        "mlp.preset=arms&mlp.classes=6",
    ],
)
@pytest.mark.view(theme="dark", size=(1024, 768))
def test_nothing_is_cut_at_any_width(live, setting):
    live.open(f"/mlp?{setting}")
    for width, height in [(1024, 768), (390, 844), (1440, 900)]:
        live.page.set_viewport_size({"width": width, "height": height})
        for _ in range(25):  # a resize reaches the charts a moment later
            live.page.wait_for_timeout(200)
            found = live.page.evaluate(LAYOUT)
            if not found["cut"] and found["sideways"] <= 0:
                break
        assert found["smallest"] >= 14, width
        assert not found["cut"], width
        assert not found["nameless"], width
        assert found["sideways"] <= 0, width
