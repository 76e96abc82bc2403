"""What a person does on /sweep, in a real browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.e2e.live import ROOT, LivePage

DIGESTS = (
    f"""[...document.querySelectorAll('{ROOT} .ls-sweep-map')].map((one) => one.toDataURL())"""
)
LABELS = f"""[...document.querySelectorAll('{ROOT} [data-cell]')].map((one) => one.ariaLabel)"""
HEAT = f"""[...document.querySelectorAll('{ROOT} [data-heat]')].map((one) => one.textContent)"""


@pytest.mark.view(size=(1280, 720))
def test_networks_learn_side_by_side_and_the_chosen_one_opens_in_full_on_mlp(page):
    live = LivePage(page)
    live.open("/sweep?sweep.x_count=4&sweep.y_count=3")
    before = page.evaluate(DIGESTS)
    assert len(before) == 12
    live.click("play")
    live.until("+d.step > 500")
    live.pause()
    after = page.evaluate(DIGESTS)
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert len(set(after)) == 12
    page.wait_for_function(f"{HEAT}.every((one) => parseFloat(one) > 0)")
    assert len(set(page.evaluate(HEAT))) > 4, "the numbers differ"
    page.wait_for_function(f"{LABELS}.every((one) => /test loss \\d/.test(one))")
    assert page.evaluate("document.documentElement.scrollHeight - innerHeight") >= 0
    stage = page.locator(f"{ROOT} .ls-grid").bounding_box()
    assert stage is not None
    assert stage["y"] + stage["height"] <= 720, "the stage fits one screen"

    page.locator(f"{ROOT} [data-cell='1']").click()
    page.keyboard.press("ArrowDown")  # one row down, and one step is not taken
    page.wait_for_function(f"document.activeElement?.dataset.cell === '{4 + 1}'")
    name = page.locator(f"{ROOT} .ls-cell-name").inner_text()
    assert name == "Learning rate 0.014, L2 0.0032"
    chosen = page.locator(f"{ROOT} [data-cell][aria-pressed=true]")
    assert chosen.count() == 1
    page.locator(f"{ROOT} [data-action=sweep-metric]").select_option("test_accuracy")
    page.wait_for_function(f"{LABELS}[5].includes('accuracy')")

    link = page.locator(f"{ROOT} [data-action=open-full]")
    asked = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert asked["mlp.lr"] == ["0.014"]
    link.click()
    page.wait_for_selector("[data-learnscope=mlp]")
    live.until("+d.step > 100")
    found = parse_qs(urlsplit(page.url).query)
    assert found["mlp.lr"] == ["0.014"]
    assert found["mlp.weight_decay"] == ["0.0032"]
