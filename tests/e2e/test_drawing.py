"""Points drawn on /mlp with the mouse, a finger and the keyboard, and a rule that is typed."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.live import ROOT, LivePage
from tests.e2e.test_mlp import SLOW

MAP = "[data-panel=map]"
EMPTY = "/mlp?mlp.dataset=own&mlp.classes=2&mlp.hidden=4&mlp.optimizer=adam&mlp.lr=0.02"


@pytest.fixture
def live(page):
    return LivePage(page)


def at(page, x, y):
    """Where the point (x, y) of the plane is in the window."""
    box = page.locator(f"{MAP} .ls-map-base").bounding_box()
    return box["x"] + (x + 6) / 12 * box["width"], box["y"] + (6 - y) / 12 * box["height"]


def count(page):
    return int(page.locator(MAP).get_attribute("data-points"))


def until_points(page, condition):
    page.wait_for_function(f"(() => {{ const n = +document.querySelector('{MAP}').dataset.points;"
                           f" return {condition}; }})()")  # fmt: skip


def until_said(page, text):
    page.wait_for_function(
        "([where, text]) => document.querySelector(where).textContent.includes(text)",
        arg=[f"{MAP} .ls-map-read", text],
    )


def until_learned(page):
    where = f"{ROOT} [data-metric=train_loss]"
    page.wait_for_function(
        f"(() => {{ const loss = document.querySelector('{where}')?.dataset.value;"
        " return loss && +loss < 0.2; })()"
    )


def test_points_are_drawn_with_the_mouse_and_learned_while_they_are(live):
    page = live.open(f"{EMPTY}&play=true&gear=flat").page
    live.click("draw-points")
    page.locator(f"{MAP} [data-action=class-0]").click()
    page.mouse.click(*at(page, -3, 0))
    until_points(page, "n === 1")
    page.keyboard.down("Shift")
    page.mouse.click(*at(page, 3, 0))
    page.keyboard.up("Shift")
    page.mouse.click(*at(page, 3, 2), button="right")
    until_points(page, "n === 3")
    before = live.picture()
    page.mouse.move(*at(page, -4, -5))
    page.mouse.down()
    page.mouse.move(*at(page, -4, 5), steps=15)
    page.mouse.up()
    until_points(page, "n > 8")
    page.locator(f"{MAP} [data-action=class-1]").click()
    page.mouse.move(*at(page, 4, -5))
    page.mouse.down()
    page.mouse.move(*at(page, 4, 5), steps=15)
    page.mouse.up()
    until_learned(page)
    live.until_picture_differs(before)
    page.wait_for_function("location.search.includes('mlp.drawn=')")
    stamp = page.locator(f"{ROOT} .ls-stamp").first
    assert re.search(r"N \d+ → \d+", stamp.inner_text())

    drawn = count(page)
    live.click("undo-points")  # the spray as one
    until_points(page, f"n < {drawn - 4}")
    live.click("redo-points")
    until_points(page, f"n === {drawn}")
    live.click("tool-erase")
    page.mouse.click(*at(page, -3, 0))
    until_points(page, f"n === {drawn - 1}")
    live.click("tool-move")
    page.mouse.move(*at(page, 3, 2))
    page.mouse.down()
    page.mouse.move(*at(page, 0, 5), steps=4)
    page.mouse.up()
    page.wait_for_function(
        f"[...document.querySelectorAll('{ROOT} .ls-stamp')].some(e => e.textContent.includes('(x₁, x₂)'))"
    )

    page.locator(f"{MAP} .ls-map-stage").focus()  # and by the keyboard
    live.click("tool-add")
    page.locator(f"{MAP} .ls-map-stage").focus()
    held = drawn - 1
    until_points(page, f"n === {held}")  # what is moved is taken along for a moment
    for key in ("Enter", "ArrowDown", "Enter", "Shift+ArrowDown", "Enter"):
        page.keyboard.press(key)
    until_points(page, f"n === {held + 2}")
    page.keyboard.press("Delete")
    until_points(page, f"n < {held + 2}")
    page.keyboard.press("Escape")
    live.click("clear-points")
    until_points(page, "n === 0")
    live.until("d.status === 'running'")
    page.keyboard.press("Control+z")  # beside the map it is nobody's
    live.click("undo-points")
    until_points(page, "n > 20")


@pytest.mark.view(size=(390, 844), touch=True)
def test_points_are_drawn_with_a_finger_and_the_page_still_scrolls(live):
    page = live.open(SLOW).page
    stage = page.locator(f"{MAP} .ls-map-stage")
    touch = "getComputedStyle(document.querySelector('[data-panel=map] .ls-map-stage')).touchAction"
    assert page.evaluate(touch) != "none"
    page.locator(f"{MAP} [data-action=draw-points]").tap()
    assert page.evaluate(touch) == "none"
    stage.scroll_into_view_if_needed()
    page.touchscreen.tap(*at(page, 5, 5))
    until_points(page, "n === 501")
    page.locator(f"{MAP} [data-action=tool-erase]").tap()
    page.touchscreen.tap(*at(page, 5, 5))
    until_points(page, "n === 500")
    page.locator(f"{MAP} [data-action=undo-points]").tap()
    until_points(page, "n === 501")
    page.locator(f"{MAP} [data-action=restore-points]").tap()
    until_points(page, "n === 500")
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0
    page.locator(f"{MAP} [data-action=tool-look]").tap()
    assert page.evaluate(touch) != "none"


def test_a_rule_is_typed_and_a_bad_one_is_refused_with_its_place(live):
    page = live.open("/mlp?mlp.dataset=rule&mlp.rule=sin(x1) > x2").page
    live.settle()
    build, before = live.data("build"), live.picture()
    field = page.get_by_role("textbox", name="Rule")
    expect(field).to_have_value("sin(x1) > x2", timeout=20_000)
    field.fill("x1**2 + * 3")
    field.press("Enter")
    page.get_by_text("missing at place 9: x1**2 + ▸* 3").wait_for()
    assert live.data("build") == build
    field.fill("x1*x2")
    field.press("Enter")
    page.get_by_text("cross_entropy is for classes").wait_for()
    live.until(f"d.build !== '{build}'")
    page.locator(f"{ROOT} [data-metric=test_r2]").wait_for()
    live.until_picture_differs(before)
    page.wait_for_function("location.search.includes('mlp.rule=x1%2Ax2')")
