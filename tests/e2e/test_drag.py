"""Controls that are dragged, stepped and typed into while the network trains; the address follows."""

import pytest

from tests.e2e.live import LivePage
from tests.e2e.tap import EARS, tap

TRAINING = "/mlp?mlp.preset=tf-playground&mlp.optimizer=momentum&mlp.momentum=0.5&play=true"
MOMENTUM = ".st-key-mlp-momentum"
THUMB = f"{MOMENTUM} [data-orientation] > *:has(> [data-testid=stSliderThumbValue])"
# Every change of a hyperparameter that the run reports, as [name, value].
LISTEN = """
  globalThis.reported = [];
  globalThis.told = (header) => {
    for (const { name, new: value } of header.history?.events?.items ?? []) reported.push([name, value]);
  };
"""


@pytest.fixture
def live(page):
    page.add_init_script(f"{{ {LISTEN} {EARS} }}")
    return LivePage(page)


def training(live):
    live.open(TRAINING)
    tap(live.page)
    live.page.locator(THUMB).scroll_into_view_if_needed()
    live.settle()
    return live


def until_reported(live, name, value):
    live.page.wait_for_function(
        "([name, value]) => reported.some((one) => one[0] === name && one[1] === value)",
        arg=[name, value],
    )


def until_addressed(live, text):
    live.page.wait_for_function("(text) => location.search.includes(text)", arg=text)


def presses(field, *keys):
    """All in one go: on a slow machine, keys that come one by one are no longer one change."""
    field.evaluate(
        """(field, keys) => {
          field.focus();
          for (const key of keys) {
            field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
          }
        }""",
        keys,
    )


def entries(live):
    return live.page.evaluate("history.length")


def test_a_drag_reaches_the_run_at_once_and_the_address_in_the_end(live):
    training(live)
    before, thumb = entries(live), live.page.locator(THUMB).bounding_box()
    x, y = thumb["x"] + thumb["width"] / 2, thumb["y"] + thumb["height"] / 2
    live.page.mouse.move(x, y)
    live.page.mouse.down()
    for far in range(1, 6):
        live.page.mouse.move(x + 10 * far, y)
        live.page.wait_for_timeout(60)
    held = live.page.locator(f"{MOMENTUM} input").input_value()
    until_reported(live, "momentum", held)  # while it is held
    live.page.wait_for_url("**mlp.momentum=0.5&*")
    live.page.mouse.up()
    until_addressed(live, f"mlp.momentum={held}&")
    live.settle()
    assert entries(live) == before + 1
    assert live.page.locator(f"{MOMENTUM} input").input_value() == held
    assert "play=true" in live.page.url
    live.page.go_back()
    live.page.wait_for_function(
        f"document.querySelector('{MOMENTUM} input').getAttribute('aria-valuetext') === '0.5'"
    )
    until_reported(live, "momentum", "0.5")
    assert live.data("build") == "1"


def test_presses_that_follow_each_other_are_one_change(live):
    training(live)
    before = entries(live)
    presses(live.page.locator(f"{MOMENTUM} input"), *["ArrowRight"] * 4, "PageDown")
    until_reported(live, "momentum", "0.44")
    until_addressed(live, "mlp.momentum=0.44&")
    live.settle()
    field = live.page.get_by_role("textbox", name="Learning rate")
    field.fill("0.02")
    presses(field, *["ArrowUp"] * 3)
    until_reported(live, "lr", "0.05")
    until_addressed(live, "mlp.lr=0.05&")
    live.settle()
    assert entries(live) == before + 2
    assert live.page.locator(f"{MOMENTUM} input").input_value() == "0.44"
    assert live.page.evaluate("document.activeElement.value") == "0.05"
    assert live.status == "running"


def test_escape_brings_back_what_a_field_held(live):
    live.open("/mlp?mlp.preset=tf-playground&mlp.lr=0.00123456&mlp.hidden=5,3")
    rate = live.page.get_by_role("textbox", name="Learning rate")
    live.page.wait_for_function(
        "document.querySelector('.st-key-mlp-lr input')?.value === '0.00123456'"
    )
    rate.evaluate("""(field) => {  // before Streamlit has heard of it
      field.focus();
      for (const key of ["ArrowUp", "Escape"]) {
        field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      }
    }""")
    assert rate.input_value() == "0.00123456"
    rate.press("End")
    live.page.keyboard.type("9")
    assert rate.input_value() == "0.001234569"
    rate.press("Escape")
    assert rate.input_value() == "0.00123456"
    live.page.locator("[data-testid=stSidebar] summary", has_text="Network").click()
    layers = live.page.get_by_role("textbox", name="Hidden layers")
    layers.click()
    live.page.keyboard.type(",7")
    live.page.keyboard.press("Escape")
    assert layers.input_value() == "5,3"
    layers.press("Tab")
    live.settle()
    assert "mlp.hidden=5,3" in live.page.url  # as it came
    assert "mlp.lr=0.00123456" in live.page.url
    assert live.data("build") == "1"


def test_a_gear_stands_in_the_address_and_outlives_a_reload(live):
    live.open("/mlp?mlp.preset=tf-playground")
    live.page.locator("[data-gear=crawl]").click()
    until_addressed(live, "gear=crawl")
    assert "play=" not in live.page.url
    live.page.reload()
    live.until("+d.frames > 0")
    live.page.locator("[data-gear=crawl][aria-pressed=true]").wait_for()
    live.page.locator("[data-gear=slow]").click()
    until_addressed(live, "gear=slow")
    live.page.go_back()
    live.page.locator("[data-gear=crawl][aria-pressed=true]").wait_for()


def test_a_link_that_went_through_a_mailer_says_what_it_said(live):
    live.open("/mlp?utm_source=list&mlp.preset=tf-playground&fbclid=x.y&mlp.lr=0.5).")
    live.page.wait_for_function("document.querySelector('.st-key-mlp-lr input')?.value === '0.5'")
    assert live.page.locator("[data-testid=stAlert]").count() == 0
