"""Inside the network of /mlp, in a real browser: what goes wrong, the spaces of its layers, one update."""

import math
import re

import pytest

from tests.e2e.live import ROOT, LivePage


@pytest.fixture
def live(page):
    return LivePage(page)


def number(live, row, name):
    cell = live.page.locator(f"[data-row='{row}'] [data-number={name}]")
    return float(cell.get_attribute("data-value"))


@pytest.mark.view(size=(1280, 720))
def test_what_goes_wrong_is_said_marked_and_counted_and_the_layers_are_walked_by_keyboard(live):
    live.open("/mlp?mlp.preset=dead-relus&play=true")
    live.until("+d.step > 500")
    live.pause()
    page = live.page

    tab = page.locator("[data-tab=layers]")
    tab.scroll_into_view_if_needed()
    alarm = page.locator("[data-panel=layers] .ls-alarm[data-alarm=true]")
    alarm.get_by_text("All units of layer 2 are dead").wait_for()
    alarm.get_by_text("No gradient reaches layer 1").wait_for()
    assert [number(live, row, "dead") for row in (2, 3)] == [8, 0]
    assert number(live, 1, "signal") == 0 < number(live, 3, "signal")
    dead = page.locator(f"{ROOT} .ls-neuron[data-layer='2'][data-unit=dead]")
    page.wait_for_function(
        "document.querySelectorAll(\".ls-neuron[data-layer='2'][data-unit=dead]\").length === 8"
    )
    assert dead.first.locator(".ls-unit-sign").inner_text() == "✕"
    page.wait_for_function(
        "document.querySelector('.ls-neuron[data-unit=dead]').ariaLabel.includes('dead')"
    )
    marked = page.locator(f"{ROOT} .ls-neuron[data-layer='1'][data-unit=dead]").count()
    assert marked == number(live, 1, "dead")
    page.locator("[data-action=histogram]").select_option("gradients")
    page.locator("canvas.ls-ridges[aria-label^='Gradients'][data-ridges]").wait_for()

    tab.focus()
    page.keyboard.press("ArrowRight")
    canvas = page.locator("canvas.ls-space")
    canvas.and_(page.locator("[data-at='2.00']")).wait_for()
    slider = page.locator("[data-action=space-layer]")
    slider.focus()
    page.keyboard.press("Home")
    page.locator("canvas.ls-space[data-at='0.00']").wait_for()
    inputs = live.picture("space")
    page.keyboard.press("ArrowRight")
    page.locator("canvas.ls-space[data-at='0.05']").wait_for()
    assert "Layer 1" in slider.get_attribute("aria-valuetext")
    assert live.picture("space") != inputs
    page.locator("[data-action=space-play]").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("+document.querySelector('canvas.ls-space').dataset.at > 0.2")
    page.keyboard.press("Enter")
    assert page.locator("[data-action=space-play]").get_attribute("aria-pressed") == "false"
    slider.focus()
    page.keyboard.press("End")
    page.locator("[data-action=space-by]").select_option("neurons")
    page.locator("[data-action=space-x]").select_option("3")
    assert page.locator("[data-action=space-y]").is_visible()
    assert live.step == int(live.data("step"))


@pytest.mark.view(size=(1280, 720))
def test_an_update_is_explained_on_the_drawing_forwards_and_back(live):
    live.open("/mlp?mlp.preset=circle&play=true&gear=slow")
    live.until("+d.step > 10")
    live.pause()
    page, before = live.page, live.step
    card, numbers = page.locator(".ls-story"), page.locator(".ls-told-number")

    def told(name, count):
        page.locator(f".ls-story[data-told={name}]", has_text=f"{count} of 9").wait_for()
        assert page.locator(".ls-net").get_attribute("data-told") == name

    live.click("slow-motion")
    told("minibatch", 1)
    assert numbers.count() == 2, "the followed point's inputs, in their neurons"
    value = numbers.first.inner_text()
    assert f"x₁ = {value}" in card.inner_text()
    page.keyboard.press("ArrowRight")
    told("forward", 2)
    assert page.locator("[data-kind=a]").count() == 2 + 6
    found = re.search(r"neuron (\d): z = (\S+), answer (\S+)\.", card.inner_text())
    neuron, _, answer = found.groups()
    assert page.locator(f"[data-value-of='1-{int(neuron) - 1}']").inner_text() == answer
    for count in (3, 4):
        page.keyboard.press("ArrowRight")
        told("forward", count)
    page.keyboard.press("ArrowRight")
    told("loss", 5)
    page.keyboard.press("ArrowRight")
    told("backward", 6)
    assert page.locator("[data-kind=delta]").count() == 1
    live.click("story-next")
    told("backward", 7)
    assert page.locator("[data-kind=delta]").count() == 1 + 3
    assert page.locator("[data-kind=link]").count() >= 3
    page.locator(".ls-neuron[data-layer='2'][data-neuron='1']").click()  # is followed from now on
    card.get_by_text("Layer 2, neuron 2").wait_for()
    page.locator("[data-action=story-next]").focus()
    page.keyboard.press("ArrowRight")
    told("backward", 8)
    page.keyboard.press("ArrowRight")
    told("update", 9)
    changes = page.locator("[data-kind=link]").all_inner_texts()
    assert changes
    assert all(re.fullmatch(r"−?\d+\.\d{4,7}\s→ −?\d+\.\d{4,7}", one) for one in changes)
    assert any(one.split("→")[0].strip() != one.split("→")[1].strip() for one in changes)
    page.keyboard.press("ArrowLeft")
    told("backward", 8)
    live.click("story-back")
    told("backward", 7)
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    assert numbers.count() == 0
    assert live.step == before + 1, "one step was taken, and told"

    # Who goes back in the run has left the step that was told
    live.click("slow-motion")
    told("minibatch", 1)
    timeline = page.get_by_role("slider", name="Timeline of the run")
    timeline.press("Home")
    card.wait_for(state="hidden")
    assert live.step == 0


@pytest.mark.view(size=(1280, 720))
def test_normalised_layers_with_a_way_around_say_so_and_show_what_they_compute(live):
    live.open("/mlp?mlp.preset=batch-norm&mlp.residual=on&mlp.hidden=3,3,2&play=true")
    live.until("+d.step > 100")
    live.pause()
    page = live.page
    said = page.locator(".ls-net-inside").inner_text()
    assert (
        said
        == "Hidden layers are batch-normalised. Arc: layer 2 adds what it is fed to its answer."
    )
    page.locator(f"{ROOT} .ls-neuron[data-layer='2'][data-neuron='1']").click()
    lines = page.locator(".ls-neuron-card .ls-formula")
    assert re.fullmatch(r"y = \S+ · \(z [+−] \S+\) / \S+ [+−] \S+", lines.nth(1).inner_text())
    assert lines.nth(2).inner_text() == "a = 1 / (1 + e⁻ʸ) + a₁,₂"
    assert page.get_by_label("Shift β, added after the normalisation").count() == 1
    page.keyboard.press("Escape")
    live.click("slow-motion")
    card = page.locator(".ls-story")
    page.locator(".ls-story[data-told=minibatch]").wait_for()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    card.get_by_text("normalises the sum over the minibatch", exact=False).wait_for()
    page.locator(".ls-story", has_text="3 of 11").wait_for()
    text = card.inner_text().replace("−", "-")
    z, y, a = map(float, re.search(r"z = (\S+), y = (\S+), answer (\S+)\.", text).groups())
    gamma, sign, mean, deviation, more, beta = re.search(
        r"(\S+) · \(z ([+-]) (\S+)\) / (\S+) ([+-]) (\S+) =", text
    ).groups()
    shifted = z + float(sign + mean)
    assert float(gamma) * shifted / float(deviation) + float(more + beta) == pytest.approx(
        y, abs=0.1
    )
    handed = float(re.search(r"\(1 \+ e⁻ʸ\) \+ (\S+) =", text).group(1))
    assert 1 / (1 + math.exp(-y)) + handed == pytest.approx(a, abs=0.02)
