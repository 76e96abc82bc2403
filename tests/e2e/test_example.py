"""The example playground of tests/example in the browser: navigation, card, and a page that draws."""

from __future__ import annotations

from tests.e2e.live import LivePage
from tests.test_example import NAME, copy  # noqa: F401  # a fixture


def test_it_has_navigation_card_and_a_page_that_draws(page, start_server, copy):  # noqa: F811
    address = start_server(root=copy)
    page.goto(f"{address}/")
    page.locator(f".st-key-card-{NAME}").get_by_role("link").wait_for()
    page.get_by_text("First steps").first.wait_for()
    live = LivePage(page).open(f"{address}/{NAME}")
    before = live.picture("line")
    live.click("step", "+d.step === 1")
    live.until_picture_differs(before, "line")
    page.locator("[data-testid=stSidebar] input").first.wait_for()  # the last to come
