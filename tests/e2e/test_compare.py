"""Two runs on one page: begun by a button, kept together, given another setting, found again by the link."""

import re

import pytest

from tests.e2e.live import ROOT, LivePage

STEPS = """() => [...document.querySelectorAll('.ls-root')]
  .map(({ dataset }) => [dataset.status, +dataset.step])"""
CURVES = """() => (document.querySelector('.ls-overlay-chart').data ?? [])
  .map(({ x, line }) => [x.length, line.dash])"""


def row(page, name):
    cells = page.locator(f"{ROOT} .ls-arena-table [data-row={name}] td")
    return [one.get_attribute("data-value") for one in cells.all()]


@pytest.mark.view(size=(1280, 720))
def test_a_second_run_beside_this_one_shares_its_clock_its_chart_and_its_address(page):
    live = LivePage(page).open("/mlp?mlp.preset=tf-playground&gear=flat")
    live.settle()
    live.click("compare", "d.compare === '2'")
    other = page.locator("[data-run='1']")
    page.wait_for_function("+document.querySelector('.ls-companion').dataset.frames > 0")
    boxes = [page.locator(f"[data-run='{k}'] [data-panel=map]").bounding_box() for k in (0, 1)]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert boxes[1]["x"] + boxes[1]["width"] <= 1280
    assert max(box["y"] for box in boxes) < 560

    # What is set differs from then on; what isn't allowed is said and changes nothing
    desk = page.get_by_role("group", name="What is compared")
    field = desk.get_by_role("textbox", name="Learning rate")
    field.fill("fast")
    field.press("Enter")
    desk.get_by_role("alert").filter(has_text="fast").wait_for()
    field.fill("0.3")
    field.press("Enter")
    page.wait_for_url("**compare=lr*")
    page.wait_for_function(
        "document.querySelector('.ls-arena-table [data-row=lr] td:last-child')?.dataset.value === '0.3'"
    )
    assert row(page, "lr") == ["0.03", "0.3"]

    # What differs is changed where it stands
    cell = page.get_by_role("textbox", name="Learning rate: Run 2")
    cell.fill("0.4")
    cell.press("Enter")
    page.wait_for_function(
        "document.querySelector('.ls-arena-table [data-row=lr] td:last-child')?.dataset.value === '0.4'"
    )
    assert row(page, "lr") == ["0.03", "0.4"]
    page.wait_for_url("**compare=lr*0.4*")

    # One transport and one timeline for both
    live.click("play", "d.status === 'running' && +d.step > 300")
    live.pause()
    page.wait_for_function(f"new Set(({STEPS})().map(String)).size === 1")
    last = live.step
    page.wait_for_function(f"({CURVES})().filter(([n]) => n > 1).length === 2")
    assert [dash for _, dash in page.evaluate(CURVES)] == ["solid", "dash"]
    page.get_by_role("slider", name="Timeline of the run").press("Home")
    live.until("+d.step === 0")
    page.wait_for_function(f"({STEPS})().every(([, step]) => step === 0)")
    page.get_by_role("slider", name="Timeline of the run").press("End")
    page.wait_for_function(f"({STEPS})().every(([, step]) => step === {last})")
    page.wait_for_function(
        "[...document.querySelectorAll('.ls-arena-table [data-row=per-step] td')]"
        ".every((one) => parseFloat(one.innerText) > 0)"
    )
    assert row(page, "test_loss")[0] != row(page, "test_loss")[1]

    # The link leads here again, and the runs are those that were here
    page.reload()
    live.until(f"+d.frames > 0 && d.compare === '2' && +d.step === {last}")
    page.wait_for_function(f"+document.querySelector('.ls-companion')?.dataset.step === {last}")
    # More seeds than there is room for columns: curves of all, with their mean and a band
    page.locator(f"{ROOT} [data-action=seeds-count]").select_option("6")
    live.click("seeds", "d.compare === '6'")
    page.wait_for_function("document.querySelectorAll('.ls-arena-table thead th').length === 6")
    assert page.locator("[data-run]:visible").count() == 4
    live.click("play", "d.status === 'running'")
    live.until(f"+d.step > {last + 500}")
    live.pause()
    page.wait_for_function(f"({CURVES})().filter(([n]) => n > 1).length === 6 + 3")
    page.wait_for_function(f"new Set(({STEPS})().map(String)).size === 1")
    for k in (6, 5, 4, 3):
        page.wait_for_function(f"document.querySelector('{ROOT}').dataset.compare === '{k}'")
        page.locator("[data-run='1'] [data-action=drop-run]").click()
    page.wait_for_function(f"document.querySelector('{ROOT}').dataset.compare === '2'")
    other.get_by_role("button", name=re.compile("Take Run 2 away")).click()
    page.wait_for_function(f"!document.querySelector('{ROOT}').dataset.compare")
    assert page.locator(".ls-companion").count() == 0
    assert page.locator(f"{ROOT} > .ls-frame [data-panel=map]").count() == 1
    assert "compare" not in page.url
