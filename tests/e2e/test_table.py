"""A table of one's own on /mlp, in a real browser: handed in, its target chosen, its map turned."""

import random

import pytest

from tests.e2e.live import ROOT, LivePage

MAP = "[data-panel=map]"


@pytest.fixture
def live(page):
    return LivePage(page)


def plants():
    rng = random.Random(0)
    rows = ["height,width,leaf,flowers,age"]
    for _ in range(300):
        height, width, age = rng.gauss(50, 10), rng.gauss(20, 5), rng.gauss(8, 2)
        kind = "tall" if height + width > 70 else "small"
        rows.append(f"{height:.1f},{width:.1f},{rng.choice(['round', 'long'])},{kind},{age:.2f}")
    return "\n".join(rows).encode()


def until_read(page, text):
    page.wait_for_function(
        f"document.querySelector('{MAP} .ls-map-read').textContent.includes('{text}')"
    )


def test_a_table_is_handed_in_its_target_chosen_learned_and_its_map_turned(live):
    page = live.open("/mlp?mlp.hidden=8&mlp.optimizer=adam&mlp.lr=0.01").page
    sidebar = page.locator("[data-testid=stSidebar]")
    live.settle()
    sidebar.locator("summary", has_text="Your own table").click()
    sidebar.locator("[data-testid=stFileUploaderDropzone]").first.wait_for()
    live.settle()
    field = sidebar.locator("[data-testid=stFileUploaderDropzoneInput], input[type=file]").first
    field.set_input_files({"name": "plants.csv", "mimeType": "text/csv", "buffer": plants()})
    sidebar.get_by_text("In use: plants.csv").wait_for()
    page.locator(f"{MAP} [data-action=plane-x]").wait_for()
    sidebar.get_by_text("Column age is predicted, a number.").wait_for()
    live.select("Target: what is predicted", "flowers (classes)")
    sidebar.get_by_text("Column flowers is predicted: 2 classes.").wait_for()
    page.locator(f"{MAP} .ls-map-legend", has_text="tall").wait_for()
    page.locator("[data-panel=network] .ls-input", has_text="leaf = long").wait_for()
    live.click("play", "+d.step > 1500")
    live.click("pause", "d.status === 'paused'")
    measured = page.locator(f"{ROOT} [data-metric=test_accuracy]").first
    assert float(measured.get_attribute("data-value") or 0) > 0.9
    axes = (
        page.locator(f"{MAP} [data-action=plane-x]"),
        page.locator(f"{MAP} [data-action=plane-y]"),
    )
    chosen = {axis.evaluate("node => node.selectedOptions[0].text") for axis in axes}
    assert chosen == {"height", "width"}  # the two that tell most
    stage = page.locator(f"{MAP} .ls-map-stage").bounding_box()
    page.mouse.move(stage["x"] + 100, stage["y"] + 60)
    until_read(page, "height = ")
    until_read(page, "%)")
    before = live.picture("map")
    axes[0].select_option(label="age")
    live.until_picture_differs(before, "map")
    page.mouse.move(stage["x"] + 101, stage["y"] + 60)
    until_read(page, "age = ")
    moved = live.picture("map")
    page.locator(f"{MAP} [data-action=plane-other]").select_option(index=0)
    slider = page.locator(f"{MAP} [data-action=plane-move]")
    slider.focus()
    page.keyboard.press("End")
    live.until_picture_differs(moved, "map")
    page.locator(f"{MAP} [data-action=medians]").click()
    components = live.picture("map")
    live.click("components")
    page.locator(f"{MAP} .ls-plane-loads", has_text="Component 2:").wait_for()
    live.until_picture_differs(components, "map")
    matrix = page.locator("[data-panel=confusion]")
    assert matrix.locator("th[scope=col]").all_inner_texts() == ["small", "tall"]
