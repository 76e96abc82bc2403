"""Keys: on layouts of other scripts, and after a click with the mouse."""

import pytest

from tests.e2e.live import ROOT, LivePage

PAUSED = "/mlp?mlp.preset=tf-playground"
FOCUSED = "document.activeElement"


class Keyboard(LivePage):
    def type(self, key: str, code: str) -> None:
        """The key `code` of a keyboard on whose layout it types `key`."""
        session = self.page.context.new_cdp_session(self.page)
        for stroke in ("keyDown", "keyUp"):
            session.send("Input.dispatchKeyEvent", {"type": stroke, "key": key, "code": code})
        session.detach()

    def space(self) -> None:
        self.page.keyboard.press("Space")

    def tab_to(self, condition: str) -> None:
        for _ in range(40):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(condition):
                return
        raise AssertionError(f"Tab never came to {condition}")


@pytest.fixture
def live(page):
    return Keyboard(page)


def test_r_is_where_the_layout_has_it_or_else_where_the_key_is(live):
    live.open(PAUSED)
    for key, code in [("к", "KeyR"), ("К", "KeyR"), ("ρ", "KeyR"), ("ר", "KeyR"), ("r", "KeyO")]:
        live.press("ArrowRight", "+d.step === 1")
        for typed in ("p", "ı", "ê"):  # Dvorak, Turkish F, Bépo: their R is elsewhere
            live.type(typed, "KeyR")
        live.press("ArrowRight", "+d.step === 2")
        live.command(lambda key=key, code=code: live.type(key, code), "+d.step === 0")


def test_a_taxi_is_driven_on_a_cyrillic_layout(live):
    live.open("/qlearning?qlearning.env=Taxi-v4")
    live.click("play-world")
    steps = "document.querySelector('.ls-play-score').dataset.steps"
    live.page.wait_for_function(f"{steps} === '0'")
    live.type("в", "KeyD")
    live.page.wait_for_function(f"{steps} === '1'")
    live.type("з", "KeyP")
    live.page.wait_for_function(f"{steps} === '2'")


@pytest.mark.breadth(1)
@pytest.mark.parametrize(
    "clicked",
    ["[data-gear=slow]", "[data-action=step]", ".st-key-head [data-testid=stPopoverButton]"],
)
def test_after_a_click_space_plays_and_after_tab_it_presses(live, clicked):
    live.open(PAUSED)
    live.page.evaluate(  # where a button is pressed when Space comes up
        "document.addEventListener('keyup', (event) => { window.held = event.defaultPrevented }, true)"
    )
    button = live.page.locator(clicked).first
    if "Popover" not in clicked:
        button.click()
    else:
        live.choose("XOR")
        live.page.wait_for_url("**mlp.preset=xor*")
        live.settle()
        live.page.wait_for_function(f"{FOCUSED}.dataset.testid === 'stPopoverButton'")
    if "step" in clicked:
        live.until("+d.step === 1")
    assert button.evaluate(f"(node) => node === {FOCUSED}")
    for status in ("running", "paused", "running", "paused"):
        live.space()
        live.until(f"d.status === '{status}'")
        assert live.page.evaluate("window.held")
    assert button.evaluate(f"(node) => node === {FOCUSED}")
    if "Popover" in clicked:
        live.page.wait_for_url("**mlp.preset=xor*")
    live.page.locator("h1").first.click()  # from there on with the keyboard
    live.tab_to(f"{FOCUSED}.dataset.gear === 'smooth'")
    live.space()
    assert not live.page.evaluate("window.held")
    live.page.wait_for_selector(f"{ROOT} [data-gear=smooth][aria-pressed=true]")
    assert live.status == "paused"


def test_a_preset_is_reached_and_chosen_by_keys(live):
    live.open(PAUSED)
    live.settle()
    live.page.locator("h1").first.click()
    live.tab_to(f"{FOCUSED}.closest('.st-key-head') !== null")
    live.space()
    live.page.wait_for_function(f"{FOCUSED}.closest('.st-key-menu') !== null")
    live.page.locator(".st-key-menu [data-testid=stIconMaterial]").nth(2).wait_for()  # the failures
    live.page.keyboard.press("ArrowDown")
    live.space()
    live.page.wait_for_url("**mlp.preset=circle*")
    live.page.locator(".st-key-menu").wait_for(state="detached")
    live.page.wait_for_function(f"{FOCUSED}.dataset.testid === 'stPopoverButton'")
    assert live.status == "ready"
