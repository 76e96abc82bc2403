"""A lecturer's page and a watcher's: one run on both, nobody else steers it, and a copy is one's own."""

import pytest

from tests.e2e.live import ROOT, LivePage

SPIRAL = "/mlp?mlp.preset=spiral&mlp.seed=3"


@pytest.mark.view(size=(1280, 720))
def test_a_watcher_sees_the_lecturers_run_cant_steer_it_and_goes_on_with_a_copy(page, browser):
    live = LivePage(page).open(f"{SPIRAL}&play=true&gear=smooth")
    live.click("cast")
    page.locator("[data-action=cast-begin]").click()
    picture = page.get_by_role("img", name="QR code of the link")
    picture.wait_for()
    link = page.locator(".ls-cast-link a").get_attribute("href")
    assert link in picture.get_attribute("aria-label")
    page.keyboard.press("Escape")
    picture.wait_for(state="hidden")

    context = browser.new_context(viewport={"width": 1280, "height": 720})
    try:
        context.set_default_timeout(30000)
        other = context.new_page()
        errors = []
        other.on("pageerror", lambda error: errors.append(str(error)))
        watching = LivePage(other)
        watching.open(link)
        before = watching.step
        watching.until(f"+d.step > {before} && d.status === 'running'")
        assert other.locator("[data-action=play], [data-action=pause]").is_hidden()
        assert other.locator("[data-testid=stSidebar]").count() == 0
        assert (
            other.evaluate("document.documentElement.scrollHeight") <= 720 + 600
        )  # the stage, and details

        # What would steer is refused, on the page and by the server
        other.get_by_role("button", name="Add a hidden layer").first.click()
        other.locator(f"{ROOT} .ls-banner", has_text="somebody else's run").wait_for()
        other.keyboard.press("Space")

        # It follows a pause and a rebuild
        live.pause()
        watching.until(f"d.status === 'paused' && +d.step === {live.step}")
        live.click("reset", "d.step === '0'")
        watching.until("d.step === '0' && +d.build > 1")
        live.click("step", "d.step === '1'")
        watching.until("d.step === '1'")

        # A copy begins where the run was, with its settings, and goes its own way
        other.locator("[data-action=take-copy]").click()
        other.wait_for_url("**/mlp?**")
        watching.until("+d.frames > 0 && d.step === '1'")
        assert "mlp.seed=3" in other.url
        assert "copy" not in other.url
        watching.settle()
        watching.click("step", "d.step === '2'")
        assert live.step == 1
        assert errors == []
    finally:
        context.close()
