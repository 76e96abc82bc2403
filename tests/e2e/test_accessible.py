"""What assistive technology meets: axe-core's rules on every page and in every tab, and contrasts.

The rules come from the package: nothing is fetched.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from core.playgrounds import names
from tests.e2e.live import ROOT, LivePage

THEMES = ["light", "dark"]
ENOUGH = 4.5  # contrast that WCAG AA asks for
# Streamlit's field for files is a presentation that can be focused, which is not ours to mend.
RULES = {"rules": {"presentation-role-conflict": {"enabled": False}}}
CONTRASTS = {"runOnly": ["color-contrast"]}  # all that another theme changes
MATRIX = "mlp?mlp.dataset=arms&mlp.classes=3&mlp.lr=0.3"
# Contrasts of what stands in `selector`, with everything that shines through: axe passes over what lies on
# a ground that is see-through itself.
CONTRAST = """(selector) => {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], ground) => [r, g, b].map((one, i) => one * a + ground[i] * (1 - a));
  const light = (colour) => colour.map((one) => one / 255)
    .map((one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, i) => sum + one * [0.2126, 0.7152, 0.0722][i], 0);
  const resting = ':disabled, [disabled], [aria-disabled=true], [data-testid=stSliderThumbValue]';
  const shown = (node) => node.checkVisibility({ opacityProperty: true }) && [...node.childNodes].some(
    (child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
  return [...document.querySelectorAll(selector)].filter(shown)
    .filter((node) => !node.closest(resting)).map((node) => {
      const above = [];
      for (let one = node; one; one = one.parentElement) above.unshift(getComputedStyle(one));
      let ground = [255, 255, 255];
      let opacity = 1;
      for (const style of above) {
        opacity *= +style.opacity;
        ground = over(rgba(style.backgroundColor), ground);
      }
      const [r, g, b, a] = rgba(above.at(-1).color);
      const [low, high] = [light(over([r, g, b, a * opacity], ground)), light(ground)].sort((a, b) => a - b);
      return [node.textContent.trim().slice(0, 40), (high + 0.05) / (low + 0.05)];
    });
}"""


@pytest.fixture
def visit(visitors, server):
    """visit(address, theme) is the page with its first picture, its script at rest."""
    opened = []

    def open_it(address, theme):
        page = visitors.page((1280, 720), theme)
        opened.append(page)
        live = LivePage(page)
        if address:
            live.open(f"/{address}")
        else:
            page.goto("/")
            page.wait_for_selector("img")
        live.settle()
        return live

    yield open_it
    for page in opened[:1]:
        visitors.forget(page.context, server)


def violations(page, where, rules=RULES, within=None):
    options = {**rules, "resultTypes": ["violations"]}
    found = Axe().run(page, context=within, options=options).response["violations"]
    return [(where, one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]


def in_both_themes(live, where, within=None):
    found = []
    for theme in THEMES:
        live.page.emulate_media(color_scheme=theme)
        live.until(f"getComputedStyle(document.querySelector('{ROOT}')).colorScheme === '{theme}'")
        live.page.wait_for_timeout(200)  # colours fade
        rules = RULES if theme == "light" else CONTRASTS
        found += violations(live.page, f"{where}, {theme}", rules, within)
    return found


@pytest.mark.breadth(1)
@pytest.mark.parametrize("theme", THEMES)
def test_home_breaks_no_rule(visit, theme):
    assert violations(visit("", theme).page, "home") == []


PAGES = ["mlp", "qlearning", *sorted({*names()} - {"mlp", "qlearning"})]


@pytest.mark.breadth(2)
@pytest.mark.parametrize("address", [*PAGES, "gan?gan.dataset=digits", "vae?vae.dataset=shapes"])
def test_a_playground_breaks_no_rule_whatever_is_open(visit, address):
    live = visit(address, "light")
    page = live.page
    live.click("step", "+d.step === 1")
    page.wait_for_selector(f"{ROOT} .js-plotly-plot")
    for group in page.locator("[data-testid=stSidebar] details:not([open]) summary").all()[::-1]:
        group.click()
    found = in_both_themes(live, "opened")
    for tab in page.locator(f"{ROOT} [data-tab]:visible").all():
        tab.click()
        page.wait_for_timeout(200)
        found += in_both_themes(live, tab.inner_text(), ROOT)
    page.locator(".st-key-head [data-testid=stPopoverButton]").click()
    page.locator(".st-key-menu").wait_for()
    page.wait_for_timeout(500)  # it fades in
    found += in_both_themes(live, "presets", ".st-key-menu")
    assert found == []


@pytest.mark.breadth(1)
@pytest.mark.parametrize("theme", THEMES)
def test_what_is_written_can_be_read(visit, theme):
    live = visit(MATRIX, theme)
    for _ in range(3):
        live.click("epoch")
        live.page.wait_for_timeout(200)
    live.page.locator("[data-testid=stSidebar] .stSlider").nth(3).wait_for()
    live.page.locator(".ls-matrix").first.scroll_into_view_if_needed()
    live.page.wait_for_function(
        "[...document.querySelectorAll('.ls-matrix td')].some((cell) => +cell.textContent > 20)"
    )
    cells = live.page.evaluate(CONTRAST, ".ls-matrix td, .ls-matrix th, .ls-matrix span")
    labels = "[data-testid=stCaptionContainer] p, [data-testid=stWidgetLabel] p, summary p"
    sidebar = live.page.evaluate(CONTRAST, labels)
    assert len(cells) >= 9
    assert len(sidebar) > 10
    assert [one for one in cells + sidebar if one[1] < ENOUGH] == []


def test_the_sidebars_button_is_there_unasked(visit):
    page = visit("mlp", "light").page
    page.mouse.move(900, 500)  # far from it
    page.wait_for_timeout(300)
    assert page.locator("[data-testid=stSidebarCollapseButton]").evaluate(
        "(node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true })"
    )
