"""For a hall, a frame, paper and a system's own colours: the stage alone, large, and nothing lost."""

import re

import pytest

from tests.e2e.live import ROOT, LivePage, settled

HALL = (1280, 720)  # the projector
LEAST, SHARE = 18, 0.85  # px of any text; of the window that the stage's panels fill
SEEN = "(node) => node.getClientRects().length > 0 && node.checkVisibility({ visibilityProperty: true })"
# The share of the window that panels of the stage cover, the smallest texts on it, and what overlaps.
MEASURE = f"""() => {{
  const seen = {SEEN};
  const root = document.querySelector('[data-learnscope]');
  const panels = [...root.querySelectorAll('[data-panel]')].filter(seen);
  const stage = panels.filter((node) => 'stage' in node.dataset)
    .map((node) => [node.dataset.panel, node.getBoundingClientRect()]);
  const pairs = stage.flatMap((one, i) => stage.slice(i + 1).map((other) => [one, other]));
  const area = stage.reduce((sum, [, {{ width, height }}]) => sum + width * height, 0);
  const frame = ['stSidebar', 'stHeader'];
  const texts = [...root.querySelectorAll('*')].filter((node) => seen(node)
    && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()));
  const meets = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  return {{
    share: area / (innerWidth * innerHeight),
    small: texts.filter((node) => parseFloat(getComputedStyle(node).fontSize) < {LEAST})
      .map((node) => `${{node.tagName}}.${{node.className}}: ${{node.textContent}}`),
    beyond: stage.filter(([, box]) => box.top < -1 || box.left < -1
      || box.right > innerWidth + 1 || box.bottom > innerHeight + 1).map(([name]) => name),
    overlapping: pairs.filter(([[, a], [, b]]) => meets(a, b)).map(([[one], [other]]) => [one, other]),
    panels: panels.map((node) => node.dataset.panel),
    frame: frame.filter((id) => [...document.querySelectorAll(`[data-testid=${{id}}]`)].some(seen)),
    sideways: document.documentElement.scrollWidth - innerWidth,
    width: Math.max(...panels.map((node) => node.getBoundingClientRect().width)),
  }};
}}"""

# Whether some curve has more than one point.
DRAWN = """[...document.querySelectorAll('.ls-chart .scatterlayer path.js-line')]
  .some((line) => line.getBoundingClientRect().width > 0)"""


def measured(page, holds):
    return settled(page, MEASURE, holds)


def fills(found):
    return found["share"] >= SHARE and not found["small"] and not found["beyond"]


def presenting(page):
    return page.evaluate("document.documentElement.classList.contains('ls-present')")


def fills_the_hall(page, live):
    """A presentation, in large type and both themes; Escape leaves it, and the address."""
    if page.locator(f"{ROOT} .ls-chart").count():
        page.wait_for_function("document.querySelector('.ls-chart .main-svg text')")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        live.until(f"getComputedStyle(document.querySelector('{ROOT}')).colorScheme === '{theme}'")
        found = measured(page, fills)
        assert found["share"] >= SHARE, theme
        assert found["small"] == [], theme
        assert (found["beyond"], found["overlapping"], found["frame"]) == ([], [], []), theme
    assert page.locator(f"{ROOT} [data-action=pause]").is_visible()
    page.keyboard.press("Escape")
    assert not presenting(page)
    assert page.locator("[data-testid=stHeader]").is_visible()
    live.settle()
    page.wait_for_function("!location.search.includes('present')")


def prints(page):
    """A dark page on paper: light, its panels below each other, the curves there."""
    if charts := page.locator(f"{ROOT} .ls-chart").count():
        page.wait_for_function(DRAWN)
    page.emulate_media(media="print", color_scheme="dark")
    found = measured(page, lambda it: not it["overlapping"] and it["width"] < 600)
    assert (found["overlapping"], found["frame"]) == ([], [])
    assert found["width"] < 600  # of A4
    assert found["sideways"] <= 0
    if charts:
        page.wait_for_function(DRAWN)  # anew, for paper
    page.wait_for_function(  # those below, which nobody has scrolled to, are there too
        "[...document.querySelectorAll('.ls-chart')].every((one) => !one.clientWidth"
        " || one.querySelector('.main-svg'))"
    )
    outside = """() => [...document.querySelectorAll('[data-panel] canvas')].filter((node) => {
      const [inner, outer] = [node, node.closest('[data-panel]')].map((it) => it.getBoundingClientRect());
      return inner.width && (inner.bottom > outer.bottom + 1 || inner.right > outer.right + 1);
    }).map((node) => node.closest('[data-panel]').dataset.panel)"""
    page.wait_for_function(f"({outside})().length === 0")
    ink = page.evaluate("getComputedStyle(document.querySelector('[data-learnscope]')).color")
    assert ink == "rgb(26, 32, 41)"
    page.emulate_media(media="screen")
    page.wait_for_function("!document.documentElement.classList.contains('ls-paper')")


@pytest.mark.view(size=HALL)
def test_the_key_and_the_button_present_and_the_address_keeps_it(page):
    live = LivePage(page).open("/mlp")
    before = page.locator("[data-panel=map] canvas").first.bounding_box()["width"]
    page.locator(f"{ROOT} [data-action=present]").wait_for()
    page.keyboard.press("f")
    assert presenting(page)
    page.wait_for_url("**present=true**")
    live.settle()
    assert presenting(page)  # Streamlit's answer changes nothing
    width = "document.querySelector('[data-panel=map] canvas').getBoundingClientRect().width"
    page.wait_for_function(f"{width} > {before} + 20")
    live.click("present")
    assert not presenting(page)
    page.wait_for_function("!location.search.includes('present')")
    live.settle()
    assert not presenting(page)


@pytest.mark.breadth(0)
@pytest.mark.view(size=HALL)
def test_typing_an_f_presents_nothing(page):
    LivePage(page).open("/mlp").settle()
    page.locator(f"{ROOT} [data-action=present]").wait_for()
    page.locator("[data-testid=stSidebar] .stTextInput input:enabled").first.focus()
    page.keyboard.press("f")
    assert not presenting(page)
    page.keyboard.press("Escape")


@pytest.mark.view(size=HALL)
def test_any_panel_can_be_the_only_one_and_is_put_back(page):
    LivePage(page).open("/mlp?present=true").settle()
    page.wait_for_function("document.querySelector('[data-panel=loss] .ls-title')?.tabIndex === 0")
    everything = measured(page, fills)["panels"]

    def alone(found):
        return found["panels"] == ["loss"] and found["share"] >= SHARE

    page.locator("[data-panel=loss] .ls-title").dblclick()
    assert alone(measured(page, alone))
    page.locator("[data-panel=loss] .ls-title").dblclick()
    assert measured(page, fills)["panels"] == everything
    page.locator("[data-panel=loss] .ls-title").focus()
    page.keyboard.press("Enter")
    assert alone(measured(page, alone))
    page.keyboard.press("Enter")
    assert measured(page, fills)["panels"] == everything
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert "network" in measured(page, lambda it: "network" in it["panels"])["panels"]


@pytest.mark.breadth(0)
@pytest.mark.view(size=HALL)
def test_a_panel_behind_a_tab_can_be_the_only_one(page):
    LivePage(page).open("/ddpg?present=true").settle()
    tab = page.locator("[data-tab=replay]")
    page.wait_for_function("document.querySelector('[data-panel=world] .ls-title')?.tabIndex === 0")
    tab.dblclick()
    found = measured(page, lambda it: it["panels"] == ["replay"])
    assert found["panels"] == ["replay"]
    assert page.locator("[data-panel=replay] .ls-title").is_visible()
    page.locator("[data-panel=replay] .ls-title").dblclick()
    assert "world" in measured(page, lambda it: "world" in it["panels"])["panels"]


@pytest.mark.view(size=HALL)
def test_an_address_picks_panels(page):
    LivePage(page).open("/mlp?show=map,loss")
    assert set(page.evaluate(MEASURE)["panels"]) == {"map", "loss"}
    LivePage(page).open("/mlp?show=map,lost").settle()
    assert page.evaluate(MEASURE)["panels"] == ["map"]
    said = page.locator(".st-key-complaints").inner_text()
    assert re.search(r"show = lost .*network, map, loss, score, .*confusion", said)
    assert "show=map" in page.url
    LivePage(page).open("/mlp?show=loss")  # a chart alone is the picture that counts


@pytest.mark.view(size=(900, 600))
def test_embedded_there_is_the_stage_alone(page):
    LivePage(page).open("/mlp?embed=true").settle()
    found = page.evaluate(MEASURE)
    assert found["frame"] == []
    assert "confusion" not in found["panels"]
    assert not page.locator(".st-key-words").is_visible()
    assert page.locator(".st-key-head h1").bounding_box()["y"] >= 0
    assert page.locator(f"{ROOT} [data-action=play]").bounding_box()["y"] < 100


@pytest.mark.view(size=HALL, theme="light")
def test_the_theme_is_switched_at_once_and_kept(page):
    live = LivePage(page).open("/mlp")
    light = live.picture()
    colour = "getComputedStyle(document.querySelector('[data-learnscope]')).colorScheme"
    page.locator(".ls-theme").select_option("dark")
    page.wait_for_function(f"{colour} === 'dark'")
    live.until_picture_differs(light)
    page.goto("/gan")
    live.until("+d.frames > 0")
    assert page.evaluate(colour) == "dark"
    page.locator(".ls-theme").select_option("system")
    page.wait_for_function(f"{colour} === 'light'")


@pytest.mark.view(size=(1280, 720))
def test_a_printed_map_is_not_wiped_out_by_its_points(page):
    LivePage(page).open("/mlp").settle()
    pages = page.pdf(format="A4")
    images = {(int(w), int(h)) for w, h in re.findall(rb"/Width (\d+)\s*/Height (\d+)", pages)}
    assert (100, 100) in images  # the map
    assert any(
        width > 300 for width, _ in images
    )  # its points lie on it as pixels, not as strokes and a clearing


@pytest.mark.view(size=(1280, 720))
def test_forced_colours_show_what_is_chosen_and_keep_the_legends(page):
    page.emulate_media(forced_colors="active")
    LivePage(page).open("/gan").settle()
    page.locator("[data-testid=stSidebar] .stSlider input[type=range]").first.wait_for(
        state="attached"
    )
    looks = page.evaluate(
        """() => {
      const of = (what) => getComputedStyle(document.querySelector(what));
      const gears = [...document.querySelectorAll('.ls-gear')].map((one) =>
        [one.getAttribute('aria-pressed'), getComputedStyle(one).backgroundColor]);
      return {
        chosen: gears.filter(([pressed]) => pressed === 'true').map(([, colour]) => colour),
        others: gears.filter(([pressed]) => pressed !== 'true').map(([, colour]) => colour),
        layers: [...document.querySelectorAll('.ls-layer')].map((one) =>
          [one.getAttribute('aria-pressed'), getComputedStyle(one).backgroundColor]),
        lines: [...document.querySelectorAll('.ls-line')].map((one) => getComputedStyle(one).borderTopColor),
        mark: of('.ls-mark-fake').backgroundColor,
        real: of('.ls-mark-real').backgroundColor,
        thumb: of('[data-testid=stSidebar] .stSlider [data-rac]:has(> div > input)').backgroundColor,
        sidebar: of('[data-testid=stSidebar]').backgroundColor,
      };
    }"""
    )
    assert len(looks["chosen"]) == 1
    assert looks["chosen"][0] not in looks["others"]
    assert len({colour for _, colour in looks["layers"]}) == 2
    assert len(set(looks["lines"])) > 1
    assert looks["mark"] != looks["real"]
    assert looks["thumb"] != looks["sidebar"]
