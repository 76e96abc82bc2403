"""What a person does on /search, in a real browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.e2e.live import ROOT, LivePage

SETTING = "search.trials=14&search.trial_epochs=15&search.points=200&search.startup=5"


@pytest.mark.view(size=(1280, 720))
def test_a_search_runs_to_its_end_and_a_trial_opens_in_full_on_mlp(page):
    live = LivePage(page)
    live.open(f"/search?{SETTING}&gear=flat&play=true")
    live.until("d.status === 'finished'")
    page.wait_for_selector(f"{ROOT} [data-importance=seed]")
    shares = page.eval_on_selector_all(
        f"{ROOT} [data-importance]", "(all) => all.map((one) => +one.dataset.value)"
    )
    assert sum(shares) == pytest.approx(1, abs=1e-3)
    assert shares == sorted(shares, reverse=True)
    assert page.locator(f"{ROOT} [data-metric=test_loss]").count()
    stage = page.locator(f"{ROOT} .ls-grid").bounding_box()
    assert stage is not None
    assert stage["y"] + stage["height"] <= 720, "the stage fits one screen"

    slider = page.locator(f"{ROOT} [data-action=choose-trial]")
    best = slider.get_attribute("aria-valuetext")
    assert best is not None
    assert "Done" in best
    slider.focus()
    page.keyboard.press(
        "ArrowLeft" if slider.get_attribute("aria-valuenow") != "1" else "ArrowRight"
    )
    name = page.locator(f"{ROOT} .ls-search-name")
    page.wait_for_function(
        f"""document.querySelector('{ROOT} .ls-search-name').textContent
        !== {best.split(":")[0]!r}"""
    )
    chosen = name.inner_text()
    page.wait_for_function(
        f"""document.querySelector('{ROOT} [data-action=choose-trial]').ariaValueText
        .startsWith({chosen!r})"""
    )
    page.locator(f"{ROOT} [data-action=best-trial]").click()
    page.wait_for_function(
        f"""document.querySelector('{ROOT} .ls-search-name').textContent
        === {best.split(":")[0]!r}"""
    )

    link = page.locator(f"{ROOT} [data-action=open-full]")
    asked = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert asked["mlp.stop_epochs"] == ["15"]
    link.click()
    page.wait_for_selector("[data-learnscope=mlp]")
    live.until("d.status === 'finished'")
    found = parse_qs(urlsplit(page.url).query)
    assert found["mlp.lr"] == asked["mlp.lr"]
    assert found["mlp.seed"] == asked["mlp.seed"]
