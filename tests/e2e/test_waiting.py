"""A full server: the page says who waits and where in line, in both themes, and starts by itself."""

import pytest
from playwright.sync_api import expect

from tests.e2e.live import ROOT

WAITING = ".ls-waiting"


@pytest.mark.breadth(1)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_full_server_shows_the_place_in_line_and_lets_in_by_itself(
    browser, start_server, monkeypatch, theme
):
    monkeypatch.setenv("LEARNSCOPE_VIEWERS", "1")
    address = start_server()
    first, second, third = (browser.new_context(color_scheme=theme) for _ in range(3))
    inside = first.new_page()
    inside.goto(f"{address}/mlp")
    expect(inside.locator(ROOT)).to_have_attribute("data-status", "ready", timeout=20_000)
    pages = [one.new_page() for one in (second, third)]
    loads = []
    for number, page in enumerate(pages, 1):
        page.on("framenavigated", lambda frame: loads.append(frame.url))
        page.goto(f"{address}/mlp?play=true")
        expect(page.locator(WAITING)).to_have_attribute("data-place", str(number), timeout=20_000)
    expect(pages[0].locator(WAITING)).to_contain_text("You are next in line")
    expect(pages[1].locator(WAITING)).to_contain_text("You are second in line")
    expect(pages[1].locator(".ls-frame")).to_be_hidden()
    before = len(loads)
    first.close()
    expect(pages[0].locator(WAITING)).to_have_count(0, timeout=30_000)
    expect(pages[0].locator(ROOT)).to_have_attribute("data-status", "running", timeout=20_000)
    expect(pages[0].locator(".ls-frame")).to_be_visible()
    expect(pages[1].locator(WAITING)).to_have_attribute("data-place", "1")
    assert len(loads) == before  # it came over the connection that was there
    for one in (second, third):
        one.close()
