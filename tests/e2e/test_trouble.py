"""What stands in the way is said, with the setting that helps; what is not there yet breaks nothing."""

import re

import pytest

from core.live.codec import head
from core.playgrounds import names
from tests.e2e.conftest import running
from tests.e2e.live import ROOT, LivePage

LIVE = re.compile("/learnscope/live/")
# The live view's socket goes elsewhere as long as `window.amiss` is true.
ASTRAY = """
  window.amiss = true;
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    constructor(url, ...rest) {
      const live = window.amiss && String(url).includes('/learnscope/live/');
      super(live ? String(url).replace(FROM, TO) : url, ...rest);
    }
  };
"""
# Presses, points at, and turns everything that can be seen of the live view.
TOUCH = """() => {
  Element.prototype.setPointerCapture = () => {}; // these pointers are made up
  const root = document.querySelector('[data-learnscope]');
  const open = (node) => node.getClientRects().length && !node.closest('[inert]');
  const seen = (selector) => [...root.querySelectorAll(selector)].filter(open);
  for (const node of seen('canvas, svg, [tabindex], button')) {
    const { left, top, width, height } = node.getBoundingClientRect();
    const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true };
    for (const type of ['pointerover', 'pointermove', 'pointerdown', 'pointerup', 'click', 'pointerleave'])
      node.dispatchEvent(new PointerEvent(type, at));
    node.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY: 100 }));
    for (const key of ['Enter', 'ArrowUp', 'ArrowRight', '+', ' ', 'r', 'Escape'])
      node.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }
  for (const node of seen('select, input'))
    for (const type of ['input', 'change']) node.dispatchEvent(new Event(type, { bubbles: true }));
  return seen('button').length;
}"""


def said(page, *words):
    """Waits until the live view says all of these, aloud."""
    page.wait_for_function(
        """([root, words]) => [...document.querySelectorAll(`${root} [role=alert]`)].some(
             (node) => node.checkVisibility() && words.every((word) => node.textContent.includes(word)))""",
        arg=[ROOT, list(words)],
    )


@pytest.mark.breadth(1)
@pytest.mark.parametrize("fate", ["refused", "never answered"])
@pytest.mark.view(expect_errors="ERR_FAILED|Failed to fetch")
def test_files_that_do_not_come_are_spoken_of(page, fate):
    held = []
    page.route(
        "**/learnscope/assets/**",
        lambda file: file.abort() if fate == "refused" else held.append(file),
    )
    page.goto("/mlp")
    said(page, "/learnscope/", "server.baseUrlPath")
    for file in held:
        file.abort()


@pytest.mark.view(expect_errors="WebSocket")
def test_a_socket_that_never_opens_is_spoken_of_and_still_tried(page):
    page.add_init_script(ASTRAY.replace("FROM", "'/learnscope/'").replace("TO", "'/nowhere/'"))
    page.goto("/mlp")
    said(page, "WebSockets", "Upgrade", "/learnscope/")
    assert not page.locator(f"{ROOT} [data-panel=map]").is_visible()
    page.evaluate("window.amiss = false")
    LivePage(page).until("+d.frames > 0")
    assert not page.locator(f"{ROOT} [role=alert]").is_visible()


def test_a_wrong_host_header_is_not_called_another_visitor(page):
    page.add_init_script(ASTRAY.replace("FROM", "'127.0.0.1'").replace("TO", "'localhost'"))
    page.goto("/mlp")
    said(page, "Host", "server.corsAllowedOrigins", "http://127.0.0.1")


@pytest.mark.breadth(1)
@pytest.mark.parametrize("heard", [("meta",), ()])
def test_what_is_touched_before_there_is_a_frame_breaks_nothing(page, heard):
    def hold_back(socket):
        server = socket.connect_to_server()
        server.on_message(
            lambda told: head(told)["type"] in heard and socket.send(told)  # both bytes
        )

    page.route_web_socket(LIVE, hold_back)
    for name in names():
        page.goto(f"/{name}")
        page.wait_for_selector(f"{ROOT} .ls-transport")
        if heard:
            page.wait_for_selector(f"[data-learnscope={name}]")
        assert page.evaluate(TOUCH) > 2
        page.emulate_media(color_scheme="dark" if name > "gan" else "light")
        page.wait_for_timeout(300)


@pytest.mark.view(
    expect_errors="ERR_CONNECTION|WebSocket|disconnected|not responding|server endpoint|timed out"
)
@pytest.mark.breadth(1)
@pytest.mark.parametrize("names", [["gan", "mlp"], names()], ids=["two", "all"])
def test_every_page_outlives_a_restart_of_the_server(page, tmp_path, names):
    errors = []
    page.context.set_default_timeout(60_000)  # so many pages look for their server at once
    page.context.on("weberror", lambda error: errors.append(str(error.error)))
    with running(tmp_path / "first.log") as address:
        pages = [LivePage(page if name == "gan" else page.context.new_page()) for name in names]
        for one, name in zip(pages, names, strict=True):
            one.open(f"{address}/{name}")
            assert one.data("build") == "1"
    with running(tmp_path / "second.log", port=int(address.rpartition(":")[2])):
        for one in pages:
            one.page.emulate_media(color_scheme="dark")
            one.until("+d.build > 1")
            one.click("step")
            one.until("+d.step === 1")
    assert errors == []
