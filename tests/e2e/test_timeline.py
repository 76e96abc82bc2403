"""Time as a person drags it: back, on from there, and to the line that was left."""

import re

import pytest

from tests.e2e.live import ROOT, LivePage

PALE = """() => {
  const { data } = document.querySelector('[data-panel=loss] .ls-chart');
  return data.slice(-data.length / 3).some(({ x }) => x.length > 1);
}"""


def until_field(page, label, text):
    page.wait_for_function(
        "([label, text]) => [...document.querySelectorAll('.stTextInput input')]"
        ".some((one) => one.ariaLabel.startsWith(label) && one.value === text)",
        arg=[label, text],
    )


@pytest.mark.view(size=(1280, 720))
def test_a_run_is_dragged_back_branches_and_its_old_line_is_found_again(page):
    live = LivePage(page).open("/mlp?mlp.preset=tf-playground&play=true&gear=flat")
    live.settle()
    live.until("+d.step > 3000")
    live.pause()
    last, end = live.step, live.picture()
    slider = page.get_by_role("slider", name="Timeline of the run")
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] - 8, middle)
    page.mouse.down()
    for share in (0.7, 0.5, 0.3):
        page.mouse.move(box["x"] + share * box["width"], middle)
        page.wait_for_timeout(80)
    page.mouse.up()
    live.until(f"+d.step < {last} && d.status === 'paused'")
    live.until_picture_differs(end)
    timeline = page.locator(f"{ROOT} [data-timeline]")
    said = {name: int(timeline.get_attribute(f"data-{name}")) for name in ("first", "last", "at")}
    assert said == {"first": 0, "last": last, "at": live.step}
    page.wait_for_function(PALE)

    # By keys, and in the words of a screen reader
    past = live.step
    slider.press("ArrowLeft")
    live.until(f"+d.step < {past}")
    slider.press("End")
    live.until(f"+d.step === {last}")
    text = slider.get_attribute("aria-valuetext")
    assert "now" in text or f"of {last:,}. " in text, "a mark there is named instead"
    slider.press("Home")
    live.until("+d.step === 0")

    # On from there: another line, the one before pale behind it
    live.click("branch", "d.status === 'running' && +d.step > 0")
    live.pause()
    branched = live.step
    lines = page.locator(f"{ROOT} [data-action=lines]")
    assert lines.locator("option").count() == 2
    page.wait_for_function(PALE)

    # A change is taken back by its mark, and the page shows the settings of then
    rate = page.get_by_role("textbox", name=re.compile("Learning rate"))
    rate.fill("0.5")
    rate.press("Enter")
    mark = page.locator(f"{ROOT} .ls-moment[data-mark=set]")
    mark.wait_for()
    live.click("step", f"+d.step === {branched + 1}")
    slider.press("PageUp")
    live.until(f"+d.step === {branched}")
    until_field(page, "Learning rate", "0.03")
    assert "0.5" in mark.get_attribute("aria-label")

    lines.select_option("0")
    live.until(f"+d.step === {last}")
    page.wait_for_timeout(300)
    assert live.picture() == end
