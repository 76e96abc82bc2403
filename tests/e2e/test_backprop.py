"""What a person does on /backprop, in a real browser."""

import pytest

from tests.e2e.live import ROOT, LivePage

TEXTBOOK = "/backprop?backprop.preset=textbook"
STAGES = 9  # of a step through two layers


@pytest.fixture
def live(page):
    return LivePage(page)


def numbers(live):
    """All that is written on the drawing: fields, weights and neurons."""
    return live.page.evaluate(
        """() => [...document.querySelectorAll('[data-panel=network] :is([data-number], .ls-port, input)')]
          .map((node) => node.value || node.textContent)"""
    )


def until_numbers(live, cell, name, text):
    live.page.wait_for_function(
        "([cell, name, text]) => document.querySelector("
        "`[data-cell='${cell}'] [data-number=${name}]`)?.textContent === text",
        arg=[cell, name, text],
    )


def until_stage(live, stage):
    live.page.wait_for_function(
        "(text) => document.querySelector('.ls-stage-words').textContent.includes(text)",
        arg=f"stage {stage} of {STAGES}",
    )


def test_stages_go_forward_and_back_over_the_steps_border_to_the_same_numbers(live):
    live.open(TEXTBOOK)
    until_stage(live, STAGES - 1)
    live.click("stage-next")
    until_stage(live, STAGES)
    first = numbers(live)
    assert "b0.35→0.35" in first
    live.click("stage-next", "+d.step === 1")
    until_stage(live, 1)
    until_numbers(live, "1-0", "z", "·")
    live.page.wait_for_function(
        "document.querySelector(\"[data-port='2-0-0']\").textContent.includes('0.36')"
    )
    for _ in range(3):
        live.click("stage-next")
    until_numbers(live, "1-0", "a", "0.59")
    until_numbers(live, "2-0", "a", "·")
    for _ in range(4):
        live.click("stage-back")
    until_stage(live, STAGES)
    live.page.wait_for_function(
        "document.querySelector(\"[data-port='2-0-0']\").textContent.includes('0.40')"
    )
    assert numbers(live) == first


def test_a_weight_and_an_input_by_hand_and_everything_follows(live):
    live.open(TEXTBOOK)
    until_numbers(live, "1-0", "z", "0.38")
    live.page.locator("[data-port='1-0-0']").click()
    field = live.page.locator("[data-weight]")
    field.fill("2.15")
    field.press("Enter")
    until_numbers(live, "1-0", "z", "0.48")
    field = live.page.locator("[data-input='0']")
    field.fill("0.15")
    field.press("Enter")
    until_numbers(live, "1-0", "z", "0.69")
    target = live.page.locator("[data-target='0']")
    before = live.page.locator("[data-number=loss]").inner_text()
    target.fill("0.8")
    target.press("Enter")
    live.page.wait_for_function(
        "(before) => document.querySelector('[data-number=loss]').textContent !== before",
        arg=before,
    )
    target.fill("3")
    target.press("Enter")
    live.page.get_by_text("value = 3", exact=False).first.wait_for()


def test_the_chain_rule_of_the_weight_under_the_pointer_and_its_check(live):
    live.open(TEXTBOOK)
    rule = live.page.locator("[data-rule=gradient]")
    live.page.locator("[data-port='2-0-0']").hover()
    live.page.wait_for_function(
        "document.querySelector('[data-rule=gradient]').textContent.includes('0.59·0.14')"
    )
    assert "0.082" in rule.inner_text()
    live.page.wait_for_function(
        "document.querySelector('[data-rule=check]').textContent.includes('0.082')"
    )
    live.page.locator("[data-port='1-0-0']").focus()
    live.page.wait_for_function(
        "document.querySelector('[data-rule=delta]').textContent.includes('0.40·0.14')"
    )
    assert live.page.locator("[data-port='1-0-0']").get_attribute("aria-pressed") == "true"


def test_the_loop_leads_to_its_stages(live):
    live.open(TEXTBOOK)
    until_numbers(live, "2-0", "delta", "0.14")
    for station, stage in (("input", 1), ("network", 4), ("metric", 6), ("optimisation", 9)):
        button = live.page.locator(f"{ROOT} [data-station={station}]")
        button.click()
        until_stage(live, stage)
        assert button.get_attribute("aria-current") == "step"
    live.page.locator(f"{ROOT} [data-station=input]").click()
    until_numbers(live, "2-0", "delta", "·")
