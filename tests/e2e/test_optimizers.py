"""What a person does on /optimizers, in a real browser."""

import re

import pytest

from tests.e2e.live import ROOT, LivePage

MAP = f"{ROOT} .ls-race-stage"


@pytest.fixture
def live(page):
    return LivePage(page)


def numbers(live):
    """Everything that stands in the places of the formulas."""
    return live.page.locator(f"{ROOT} [data-panel=update] mn[data-n]").all_text_contents()


def stamped(live, text):
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-panel=loss] .ls-stamp')?.textContent.includes('{text}')"
    )


def test_a_click_and_the_keyboard_place_the_start_and_all_begin_there(live):
    live.open("/optimizers?gear=smooth&play=true")
    live.until("+d.step > 30 && +d.frames > 5")
    before = live.data("build")
    frame = live.page.locator(f"{MAP} .ls-map-base").bounding_box()
    live.page.mouse.click(frame["x"] + frame["width"] * 0.25, frame["y"] + frame["height"] * 0.5)
    stamped(live, "0.5, 4.5")  # from there to where the click was
    words = live.page.locator(f"{ROOT} [data-panel=loss] .ls-stamp").inner_text()
    x1, x2 = (float(one.replace("−", "-")) for one in re.findall(r"[-−]?[\d.e]+", words)[-2:])
    assert x1 == pytest.approx(-3, abs=0.1)  # a quarter of −6…6
    assert x2 == pytest.approx(0, abs=0.1)
    live.pause()
    live.page.locator(MAP).focus()
    for key in ("Enter", "Shift+ArrowRight", "Shift+ArrowUp", "Enter"):
        live.page.keyboard.press(key)
    stamped(live, "1.2, 1.2")
    assert live.data("build") == before  # nobody was built anew
    losses = live.page.locator(f"{ROOT} [data-panel=race] .ls-runner-loss")
    live.page.wait_for_function(
        f"new Set([...document.querySelectorAll('{ROOT} [data-panel=race] .ls-runner-loss')]"
        ".map((it) => it.textContent)).size === 1"
    )
    assert losses.count() == 6
    for _ in range(2):
        live.click("undo-start")
    live.page.wait_for_function(  # the race that was run first is there again
        f"new Set([...document.querySelectorAll('{ROOT} [data-panel=race] .ls-runner-loss')]"
        ".map((it) => it.textContent)).size > 1"
        f" && document.querySelector('{ROOT} [data-action=undo-start]').ariaDisabled === 'true'"
    )


def test_on_a_network_all_weights_race_and_a_range_test_tells_usable_rates(live):
    live.open("/optimizers?optimizers.preset=network&play=true")
    live.until("+d.step > 30 && +d.frames > 3")
    early = live.picture("race")
    live.page.locator(f"{ROOT} .ls-map-read", has_text="of 105 weights").first.wait_for()
    assert not live.page.locator(f"{ROOT} [data-tab=distance]").is_visible()
    live.until_picture_differs(early, "race")  # another plane by now
    live.click("spent")
    title = live.page.locator(f"{ROOT} [data-panel=loss] .xtitle")
    live.page.locator(f"{ROOT} [data-panel=loss] .xtitle", has_text="gradients").wait_for()
    assert title.text_content() == "gradients over all points"
    live.page.locator(f"{ROOT} [data-panel=race] [data-runner=muon]").click()
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-panel=update] [data-n=o1]')?.textContent"
    )
    live.choose("Range test")
    live.page.locator(f"{ROOT} [data-tab=range]").click()
    live.until("d.status === 'finished'")
    entries = live.page.locator(f"{ROOT} .ls-range-list li")
    live.page.wait_for_function(
        f"document.querySelectorAll('{ROOT} .ls-range-list li').length === 6"
        f" && document.querySelector('{ROOT} .ls-range-list').innerText.split('–').length === 7"
    )
    assert re.search(r"^GD: .*\d – .*\d", entries.first.get_attribute("aria-label"))
    live.page.locator(f"{ROOT} [data-tab=sharpness]").click()
    live.page.locator(f"{ROOT} [data-panel=sharpness] .js-plotly-plot").wait_for()


def test_the_chosen_optimisers_formulas_follow_the_race(live):
    live.open("/optimizers?gear=smooth&play=true")
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-panel=update] [data-n=mhat1]')?.textContent"
    )
    first = numbers(live)
    live.until("+d.step > 40")
    live.page.wait_for_timeout(300)
    assert numbers(live) != first
    assert all(numbers(live))
    live.page.locator(f"{ROOT} [data-panel=race] [data-runner=gd]").click()
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-panel=update] [data-n=step1]')?.textContent"
        f" && !document.querySelector('{ROOT} [data-panel=update] [data-n=mhat1]')"
    )
    assert len(numbers(live)) < len(first)
    assert "GD" in live.page.locator(f"{ROOT} [data-panel=update] .ls-title").inner_text()
    live.page.locator(f"{ROOT} [data-action=member]").select_option("momentum")
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-panel=update] [data-n=mu]')?.textContent === '0.9'"
    )


def test_another_surface_is_another_picture_from_above_and_in_relief(live):
    live.open("/optimizers")
    above = live.picture("race")
    live.page.locator(f"{ROOT} [data-tab=relief]").click()
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-panel=relief] canvas').width > 100"
    )
    relief = live.picture("relief")
    live.page.locator(f"{ROOT} .ls-relief-stage").focus()
    live.page.keyboard.press("ArrowRight")
    live.until_picture_differs(relief, "relief")
    live.choose("Bent valley")
    live.page.wait_for_function("location.search.includes('bent-valley')")
    live.page.locator(f"{ROOT} [data-tab=race]").click()
    live.until_picture_differs(above, "race")


def test_one_whose_steps_are_too_long_leaves_and_the_others_go_on(live):
    live.open("/optimizers?optimizers.preset=too-far&gear=smooth&play=true")
    gone = live.page.locator(f"{ROOT} [data-panel=race] [data-runner=gd][data-left=true]")
    gone.wait_for()
    assert "left" in gone.inner_text()
    stamped(live, "has left the picture")
    step = live.step
    live.until(f"d.status === 'running' && +d.step > {step + 30}")
    adam = live.page.locator(f"{ROOT} [data-panel=race] [data-runner=adam]")
    assert adam.get_attribute("data-left") == "false"
