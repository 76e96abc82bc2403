"""What a person does on /cnn, in a real browser."""

import re

import pytest

from tests.e2e.live import ROOT, LivePage

MAPS = f"{ROOT} .ls-cnn-maps"
# Read-outs that are seen without a click.
FRONT = (
    f"[...document.querySelectorAll('{ROOT} .ls-numbers [data-metric]')].filter((one) => one.offsetWidth &&"
    " one.getBoundingClientRect().bottom <= one.closest('dl').getBoundingClientRect().bottom)"
    ".map((one) => one.dataset.metric)"
)
TABS = "[...document.querySelectorAll('.ls-tab')].map((one) => [one.offsetLeft, one.offsetTop])"


@pytest.fixture
def live(page):
    return LivePage(page)


def show(live, tab):
    live.page.locator(f"{ROOT} [data-tab={tab}]").click()
    live.page.locator(f"{ROOT} [data-panel={tab}]").wait_for()


def said(live, condition):
    """Waits until the class that is said fulfils a JavaScript condition on `k`."""
    live.page.wait_for_function(
        f"(() => {{ const k = document.querySelector('{ROOT} [data-panel=maps]')?.dataset.said;"
        f" return k !== undefined && ({condition}); }})()"
    )


def test_digits_are_learned_to_95_per_cent_and_a_map_is_taken_apart(live):
    live.open("/cnn?play=true&gear=flat")
    accuracy = f"document.querySelector('{ROOT} [data-metric=test_accuracy]')?.dataset.value"
    live.page.wait_for_function(f"+({accuracy} ?? 0) >= 0.95", timeout=120_000)
    live.pause()
    box = live.page.locator(MAPS).bounding_box()
    before = live.picture("maps")
    live.click("image-next")
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-panel=maps] .ls-head .ls-quiet').textContent.includes('2')"
    )
    live.until_picture_differs(before, "maps")

    # A click on a map of the first convolution: its kernel and the sum with its numbers.
    live.page.locator(MAPS).click(position={"x": 0.24 * box["width"], "y": 0.5 * box["height"]})
    panel = live.page.locator(f"{ROOT} [data-panel=apart]")
    panel.locator(".ls-cnn-grid").first.wait_for()
    assert "conv 16" in panel.locator(".ls-cnn-apart-title").inner_text()
    assert "bias" in panel.locator(".ls-cnn-sum").inner_text()
    window = panel.locator("[data-window]").first
    was = window.get_attribute("data-window")
    panel.locator("[data-window]").last.focus()
    live.page.keyboard.press("ArrowUp")
    live.page.wait_for_function(
        "(was) => document.querySelector('[data-panel=apart] [data-window]').dataset.window !== was",
        arg=was,
    )


def test_a_drawn_seven_is_told_and_what_decides_is_shown(live):
    live.open("/cnn?play=true&gear=flat&cnn.stop_epochs=12")
    live.page.wait_for_selector(f"{ROOT}[data-status=finished]", timeout=90_000)
    show(live, "draw")
    pad = live.page.locator(f"{ROOT} .ls-cnn-draw").bounding_box()

    def to(x, y, **more):
        live.page.mouse.move(pad["x"] + x * pad["width"], pad["y"] + y * pad["height"], **more)

    to(0.3, 0.12)
    live.page.mouse.down()
    to(0.72, 0.12, steps=4)
    to(0.45, 0.9, steps=6)
    live.page.mouse.up()
    said(live, "k === '7'")
    assert "drawn" in live.page.locator(f"{ROOT} [data-panel=maps] .ls-head").inner_text()
    show(live, "why")
    words = live.page.locator(f"{ROOT} [data-panel=why] .ls-map-read")
    live.page.wait_for_function(
        "document.querySelector('[data-panel=why] .ls-map-read').textContent.includes('7')"
    )
    live.page.locator(f"{ROOT} [data-action=why-method]").select_option("fgsm")
    live.page.wait_for_function(
        "document.querySelector('[data-panel=why] .ls-map-read').textContent.startsWith('Before')"
    )
    assert "%" in words.inner_text()


def test_the_embedding_is_laid_out_anew_a_unit_is_maximised_and_the_toy_moves(live):
    live.open("/cnn?play=true&gear=flat&cnn.stop_epochs=2")
    live.until("d.status === 'finished'")
    show(live, "embedding")
    row = live.page.evaluate(TABS)
    before = live.picture("embedding")
    live.click("tsne")
    live.page.locator("[data-tsne=works] progress").wait_for()
    live.page.locator("[data-tsne=done]").wait_for(timeout=60_000)
    live.until_picture_differs(before, "embedding")
    assert f"at step {live.step}" in live.page.locator(".ls-cnn-tsne").inner_text()
    live.click("tsne-plane")
    live.page.locator("[data-tsne='']").wait_for()

    show(live, "maximised")
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-panel=maximised] progress').value > 20"
    )
    show(live, "toy")
    assert live.page.evaluate(TABS) == row, "the row never breaks anew"
    toy = live.page.locator(f"{ROOT} .ls-cnn-toy").first
    label = toy.get_attribute("aria-label")
    toy.focus()
    live.page.keyboard.press("ArrowRight")
    live.page.wait_for_function(
        f"(was) => document.querySelector('{ROOT} .ls-cnn-toy').ariaLabel !== was", arg=label
    )


def test_what_was_transferred_stands_beside_its_twin_and_an_ensemble_beside_its_members(live):
    """On the digits, which are always there; one page for both, as all is in one run."""
    live.page.set_viewport_size({"width": 1280, "height": 720})
    live.open(
        "/cnn?cnn.preset=transfer&cnn.dataset=digits&cnn.ensemble=2&cnn.freeze=1&play=true&gear=flat"
    )
    live.until("d.status === 'finished'")
    panel = f"document.querySelector('{ROOT} [data-panel=curve]')"
    live.page.wait_for_function(
        f"[...{panel}.querySelectorAll('.ls-stamp')].some((one) => one.textContent.includes('the target'))"
    )
    drawn = (
        f"{panel}.querySelector('.ls-chart').data.filter((one) => one.x.length > 1)"
        ".map((one) => one.name).join()"
    )
    live.page.wait_for_function(f"{drawn} === 'source,from scratch,transferred'")

    front = live.page.evaluate(FRONT)
    assert "ensemble_accuracy" in front, "this needs no click"
    together = float(
        live.page.locator(f"{ROOT} .ls-numbers [data-metric=ensemble_accuracy]").inner_text()[:-2]
    )
    show(live, "ensemble")
    words = live.page.locator(f"{ROOT} [data-panel=ensemble] .ls-map-read")
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-panel=ensemble] .ls-map-read').textContent.includes('right')"
    )
    assert f"{together:.1f} % by the mean" in words.inner_text()

    table = live.page.locator(f"{ROOT} [data-panel=layers]").inner_text
    assert "learned: conv 16 s2 k5 bn." in table()
    live.page.locator("[data-testid=stSidebar] summary", has_text="Transfer").click()
    live.page.get_by_role("slider", name=re.compile("Frozen layers")).press("ArrowRight")
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-frozen]').textContent.endsWith('bn, conv 32 bn')"
    )
    assert "learned: conv 16 s2 k5 bn, conv 32 bn." in table()
