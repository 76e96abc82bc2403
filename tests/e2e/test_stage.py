"""What moves fits one window, of a projector or a laptop; small windows stack it, the picture first.

One page is opened once for all of that, and for the hall and the paper of test_hall.py: opening costs most.
"""

import pytest

from core.playgrounds import names
from tests.e2e.live import ROOT, LivePage, settled
from tests.e2e.test_hall import HALL, fills_the_hall, prints

SIZES = [(1440, 900), (1280, 720), (1024, 768)]
SMALL = [(390, 844), (320, 640), (640, 360), (720, 450)]  # phones, 1280×720 and 1440×900 at 200%
LOWEST_TOP = 190  # px
# Where the first panel begins, which panels of the stage are seen, and what of them lies outside: the panels
# have to be in the window, what is drawn in its panel.
MEASURE = """() => {
  const shown = (node) => node.getClientRects().length > 0;
  const panels = [...document.querySelectorAll('[data-panel]')].filter(shown);
  const stage = panels.filter((node) => 'stage' in node.dataset);
  const beyond = (node, { left, top, right, bottom }) => {
    const box = node.getBoundingClientRect();
    return box.left < left - 1 || box.top < top - 1 || box.right > right + 1 || box.bottom > bottom + 1;
  };
  const page = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  // a head may stand beside the tabs above its panel
  const room = (panel) => ({ ...panel.getBoundingClientRect().toJSON(), top: 0 });
  const drawn = (panel) => [...panel.querySelectorAll('canvas, .ls-chart, .ls-head')].filter(shown);
  const flow = [...document.querySelectorAll('.ls-flow-node')].filter(shown);
  const meets = (one, other) => {
    const [a, b] = [one, other].map((node) => node.getBoundingClientRect());
    return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  };
  const main = document.querySelector('[data-testid=stMain]');
  return {
    top: Math.min(...panels.map((node) => node.getBoundingClientRect().top)),
    stage: stage.map((node) => node.dataset.panel),
    outside: stage.filter((node) => beyond(node, page)).map((node) => node.dataset.panel),
    cut: stage.flatMap((panel) => drawn(panel).filter((node) => beyond(node, room(panel)))
      .map((node) => `${panel.dataset.panel}: ${node.className}`)),
    sideways: Math.max(...[document.documentElement, main].map((it) => it.scrollWidth - it.clientWidth)),
    crowded: flow.filter((one) => flow.some((other) => other !== one && meets(one, other)))
      .map((node) => node.textContent),
    covered: [...document.querySelectorAll('[data-testid^=stTopNav] p')]
      .filter((node) => node.checkVisibility({ opacityProperty: true })
        && meets(node, document.querySelector('.ls-theme')))
      .map((node) => node.textContent),
    keys: shown(document.querySelector('[data-action=keys]')),
    playing: document.querySelector('[data-action=play]').getBoundingClientRect().bottom,
    picture: document.querySelector('.ls-first canvas').getBoundingClientRect().top,
  };
}"""


def sidebar_is_open(page):
    return page.locator("[data-testid=stSidebar]").bounding_box()["x"] > -100


def turn_sidebar(page, wanted):
    if sidebar_is_open(page) == wanted:
        return
    button = "stExpandSidebarButton]" if wanted else "stSidebarCollapseButton] button"
    page.locator(f"[data-testid={button}").first.evaluate("(it) => it.click()")
    page.wait_for_timeout(400)


def fits(page, live):
    """Of a projector or a laptop, in both themes, with the sidebar and without."""
    for theme, opened in [("light", True), ("light", False), ("dark", False), ("dark", True)]:
        page.emulate_media(color_scheme=theme)
        live.until(f"getComputedStyle(document.querySelector('{ROOT}')).colorScheme === '{theme}'")
        turn_sidebar(page, opened)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            turn_sidebar(page, opened)  # a narrow window closes it by itself
            found = settled(
                page, MEASURE, lambda it: not (it["outside"] or it["cut"] or it["covered"])
            )
            where = (width, height, theme, "open" if opened else "closed")
            assert found["top"] <= LOWEST_TOP, where
            assert len(found["stage"]) >= 2, where
            assert (found["outside"], found["cut"]) == ([], []), where
            assert found["sideways"] <= 0, where
            assert found["covered"] == [], where


def stacks(page):
    """Panels below each other in small windows, the picture first."""
    turn_sidebar(page, wanted=False)
    for width, height in SMALL:
        page.set_viewport_size({"width": width, "height": height})
        found = settled(
            page, MEASURE, lambda it: it["sideways"] <= 0 and not it["cut"] and not it["crowded"]
        )
        assert found["sideways"] <= 0, width
        assert found["cut"] == [], width
        assert found["crowded"] == [], width
        assert not found["keys"], width
        assert found["playing"] < height, width
        assert found["picture"] < height - 100, width


FIRST = ["mlp", "gan", "vae", "qlearning"]


@pytest.mark.breadth(4)
@pytest.mark.parametrize("name", [*FIRST, *sorted({*names()} - {*FIRST})])
def test_a_page_suits_every_window_a_hall_and_paper(page, name):
    live = LivePage(page).open(f"/{name}")
    live.settle()
    fits(page, live)
    stacks(page)
    page.set_viewport_size({"width": HALL[0], "height": HALL[1]})
    live.click("play", "d.status === 'running'")
    page.keyboard.press("f")
    fills_the_hall(page, live)
    prints(page)


@pytest.mark.view(size=(1280, 720))
def test_the_controls_stay_while_one_scrolls(page):
    LivePage(page).open("/qlearning").settle()
    for far in (800, 100_000):
        page.evaluate(
            "(far) => document.querySelector('[data-testid=stMain]').scrollTo(0, far)", far
        )
        page.wait_for_function(
            "(play) => { const { y } = document.querySelector(play).getBoundingClientRect();"
            " return 0 < y && y < 120; }",
            arg=f"{ROOT} [data-action=play]",
        )


@pytest.mark.view(size=(1024, 768))
def test_a_narrow_window_starts_without_the_sidebar_and_keeps_what_one_does_to_it(page):
    LivePage(page).open("/mlp").settle()
    assert not sidebar_is_open(page)
    turn_sidebar(page, wanted=True)
    page.reload()
    LivePage(page).until("+d.frames > 0")
    assert sidebar_is_open(page)
