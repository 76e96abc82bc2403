"""What a person does on /regression, in a real browser."""

import pytest

from tests.e2e.live import ROOT, LivePage

FIT = "[data-panel=fit]"
STEEP = "[data-panel=formulas] [data-n=s1]"  # of the closed form


@pytest.fixture
def live(page):
    return LivePage(page)


def at(page, x, y):
    """Where the point (x, y) of the plane is in the window: read from the frame that is drawn."""
    left, top, right, bottom = 64, 8, 12, 44  # the room around it
    box = page.locator(f"{FIT} .ls-plot").bounding_box()
    wide, tall = box["width"] - left - right, box["height"] - top - bottom
    across = box["x"] + left + (x + 5) / 10 * wide
    return across, box["y"] + top + (5 - y) / 10 * tall


def number(page, selector):
    return float(page.locator(selector).first.text_content().strip("()").replace("−", "-"))


def until_said(page, text):
    page.wait_for_function(
        f"document.querySelector('{FIT} .ls-fit-said').textContent.includes('{text}')"
    )


def until_steepness_differs(page, before):
    page.wait_for_function(f"document.querySelector('{STEEP}').textContent !== '{before}'")
    return page.locator(STEEP).first.text_content()


def test_the_fit_follows_a_point_that_is_added_and_dragged_and_removed(live):
    page = live.open("/regression?play=true&gear=smooth").page
    live.until("+d.step > 60")
    first = page.locator(STEEP).first.text_content()
    page.mouse.click(*at(page, 4, -4))
    until_said(page, "Point 21 of 21")
    second = until_steepness_differs(page, first)
    assert number(page, STEEP) < float(first)
    picture = live.picture("fit")
    page.mouse.move(*at(page, 4, -4))
    page.mouse.down()
    page.mouse.move(*at(page, 4, 0), steps=5)
    page.mouse.move(*at(page, 4, 4.5), steps=5)
    page.mouse.up()
    until_said(page, "y = 4.5")
    until_steepness_differs(page, second)
    live.until_picture_differs(picture, "fit")
    page.wait_for_function(f"+document.querySelector('{STEEP}').textContent > 0.8")
    gap = f"{ROOT} [data-metric=closed_form_gap]"
    page.wait_for_function(
        f"+document.querySelector('{gap}').dataset.value < 0.01"
    )  # it has followed
    live.click("undo-points")  # the drag as one
    page.wait_for_function(f"document.querySelector('{STEEP}').textContent === '{second}'")
    live.click("undo-points")
    page.wait_for_function(f"document.querySelector('{STEEP}').textContent === '{first}'")
    page.wait_for_function(
        "document.querySelector('[data-action=undo-points]').getAttribute('aria-disabled') === 'true'"
    )


def test_points_are_moved_added_and_removed_by_keyboard(live):
    page = live.open("/regression").page
    second = page.locator(STEEP).first.text_content()
    page.locator(f"{FIT} .ls-plot").focus()
    page.keyboard.press("Enter")
    until_said(page, "Point 1 of 20")
    page.keyboard.press("n")
    until_said(page, "Point 2 of 20")
    for _ in range(4):  # one has come back before the next, so that the last is seen
        page.keyboard.press("Shift+ArrowUp")
        second = until_steepness_differs(page, second)
    assert live.step == 0  # arrows move the point, not the run
    page.keyboard.press("Insert")
    until_said(page, "Point 21 of 21")
    third = until_steepness_differs(page, second)
    page.keyboard.press("Delete")
    until_steepness_differs(page, third)
    page.keyboard.press("Escape")
    until_said(page, "Drag a point")


def test_standardising_starts_anew_with_a_round_bowl_which_turns_in_space(live):
    page = live.open("/regression?regression.preset=ravine").page
    live.settle()
    before, bound = live.picture("bowl"), number(page, "[data-panel=formulas] [data-n=bound]")
    live.open("/regression?regression.preset=ravine&regression.standardise=on").settle()
    live.until_picture_differs(before, "bowl")
    page.wait_for_function(
        f"+document.querySelector('[data-panel=formulas] [data-n=bound]').textContent > {3 * bound}"
    )
    flat = live.picture("bowl")
    live.click("space")
    live.until_picture_differs(flat, "bowl")
    space = live.picture("bowl")
    page.locator("[data-panel=bowl] .ls-plot").focus()
    page.keyboard.press("ArrowRight")
    live.until_picture_differs(space, "bowl")


def test_a_divergence_is_said_with_its_bound_and_a_member_leaves_alone(live):
    page = live.open("/regression?regression.preset=too-far&play=true").page
    live.until("d.status === 'diverged'")
    page.get_by_text("2/λmax").first.wait_for()
    live.open("/regression?regression.loss=all&regression.lr=0.45&play=true&gear=smooth")
    live.until("+d.step > 40 && d.status === 'running'")
    page.locator(f"{FIT} .ls-fit-note", has_text="has left the picture").wait_for()


def test_a_singular_regression_is_explained(live):
    page = live.open("/regression?regression.dataset=same-x").page
    page.locator(f"{FIT} .ls-fit-note", has_text="The regression is singular").wait_for()
    assert live.status == "ready"


def test_classes_are_shown_side_by_side_and_a_point_is_added_to_one(live):
    page = live.open("/regression?regression.preset=plateau&play=true&gear=smooth").page
    live.until("+d.step > 30")
    page.locator("[data-panel=fit]").wait_for(state="hidden")
    right, left = (
        f"{ROOT} [data-metric='test_accuracy.{loss}']" for loss in ("cross_entropy", "mse")
    )
    page.wait_for_function(
        f'+document.querySelector("{right}").dataset.value > 0.9'
        f' && +document.querySelector("{left}").dataset.value < 0.1'
    )
    panel = page.locator("[data-panel=classes]")
    panel.locator(".ls-fit-note", has_text="grow without bound").wait_for()
    panel.locator("[data-action=new-class]").select_option("1")
    box = panel.locator(".ls-plot").bounding_box()
    page.mouse.click(box["x"] + 0.18 * box["width"], box["y"] + 0.25 * box["height"])
    panel.locator(".ls-fit-said", has_text="Point 61 of 61, class B").wait_for()
    panel.locator("[data-action=undo-points]").click()
    panel.locator(".ls-fit-said", has_text="Drag a point").wait_for()


def test_the_curve_of_a_network_is_made_of_neurons_and_points_outlive_the_model(live):
    page = live.open("/regression?regression.dataset=sine").page
    page.mouse.click(*at(page, 4, -4))
    until_said(page, "Point 21 of 21")
    live.select("Model", "Network")
    panel = page.locator("[data-panel=neurons]")
    panel.locator("[data-neuron='7']").wait_for()
    page.locator("[data-panel=bowl]").wait_for(state="hidden")
    live.click("restore-points")  # which only points that are not as drawn allow
    page.wait_for_function(
        "document.querySelector('[data-action=restore-points]').getAttribute('aria-disabled') === 'true'"
    )
    before = live.picture("fit")
    panel.locator("[data-neuron='3']").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "document.querySelector('[data-panel=formulas] [data-n=j]').textContent === '4'"
    )
    live.until_picture_differs(before, "fit")
