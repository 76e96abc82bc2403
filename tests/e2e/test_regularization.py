"""What a person does on /regularization, in a real browser."""

from __future__ import annotations

import pytest

from tests.e2e.live import ROOT, LivePage

STOPPED = f"""(() => {{
  const plot = document.querySelector('{ROOT} [data-panel=loss] .ls-chart');
  return plot?.layout?.annotations?.some((one) => one.text.includes('early stopping'));
}})()"""
FADED = f"""(() => {{
  const plot = document.querySelector('{ROOT} [data-panel=loss] .ls-chart');
  return (plot?.data ?? []).filter((one) => one.hoverinfo !== 'skip' && one.opacity < 0.5).length;
}})()"""


@pytest.fixture
def live(page):
    return LivePage(page)


def cell(live, name):
    return live.page.locator(f"{ROOT} [data-member={name}]")


def test_nine_copies_differ_one_leaves_and_the_chosen_ones_curves_stand_out(live):
    live.open("/regularization?regularization.preset=thrown-out&gear=flat&play=true")
    gone = live.page.locator(f"{ROOT} [data-member=l2][data-left=true]")
    gone.wait_for()
    assert "left the picture" in gone.inner_text()
    live.page.wait_for_function(STOPPED)  # the moment early stopping would have stopped is marked
    live.pause()  # the others have gone on until here
    assert live.page.locator(f"{ROOT} [data-member][data-left=false]").count() == 8
    digests = live.page.locator(f"{ROOT} .ls-maps-base").evaluate_all(
        "(all) => all.map((one) => one.toDataURL())"
    )
    assert len(set(digests)) == 9

    before = live.page.evaluate(FADED)
    cell(live, "jitter").focus()
    live.page.keyboard.press("Enter")
    live.page.wait_for_function(f"{FADED} === 16")  # of nine members' two curves each
    assert before == 0
    assert cell(live, "jitter").get_attribute("aria-pressed") == "true"
    assert "test loss" in (cell(live, "jitter").get_attribute("aria-label") or "")
    live.page.locator(f"{ROOT} [data-panel=loss] [data-curve='test_loss.none']").click()
    live.page.wait_for_function(
        f"document.querySelector('{ROOT} [data-panel=loss] .ls-chart').data"
        ".filter((one) => one.name === 'None' && one.x.length).length === 0"
    )
    zeros = live.page.locator(f"{ROOT} [data-weights=l1]").inner_text()
    assert float(zeros.split("%")[0].split()[-1]) > 50
    assert "left the picture" in live.page.locator(f"{ROOT} [data-weights=l2]").inner_text()


@pytest.mark.view(theme="dark", size=(1280, 720))
def test_double_descent_shows_its_peak_and_a_ridge_takes_it_away(live):
    live.open("/regularization?regularization.preset=double-descent&gear=flat&play=true")
    live.until("+d.step > 600")
    assert live.page.locator(f"{ROOT} [data-member]").count() == 6
    read = f"{ROOT} [data-panel=widths] canvas"
    peak = f"parseFloat(document.querySelector('{read}').ariaLabel.split(', ')[1])"
    live.page.wait_for_function(f"{peak} > 1")
    live.choose("A ridge, no peak")
    live.page.wait_for_function("location.search.includes('no-peak')")
    live.page.wait_for_function(f"{peak} < 0.6")
    live.page.locator(f"{ROOT} [data-tab=norm]").click()
    live.page.locator(f"{ROOT} [data-panel=norm] .ls-chart").wait_for()
