"""A run is saved from its page, and opened again on another: it is the same run, paused at its step."""

from __future__ import annotations

from tests.e2e.live import ROOT, LivePage

FILE = ".st-key-menu input[type=file]"


def test_a_run_is_downloaded_and_opened_from_another_page(page, server, tmp_path):
    live = LivePage(page).open(f"{server}/mlp?mlp.lr=0.1")
    live.click("epoch", "d.status === 'paused' && +d.step >= 25")
    step, loss = live.step, live.metric("test_loss")
    with page.expect_download() as download:
        live.click("save")
    saved = tmp_path / download.value.suggested_filename
    assert saved.name == f"mlp-step-{step}.zip"
    download.value.save_as(saved)
    (tmp_path / "cut.zip").write_bytes(saved.read_bytes()[:-50])

    live.open(f"{server}/gan")
    page.locator(".st-key-head [data-testid=stPopoverButton]").click()
    page.get_by_text("Open a saved run").click()
    page.locator(FILE).set_input_files(tmp_path / "cut.zip")
    page.locator(".st-key-menu [data-testid=stAlert]").get_by_text("cut short").wait_for()
    page.locator(FILE).set_input_files(saved)
    page.wait_for_url("**/mlp*")
    live.until(f"d.step === '{step}' && d.status === 'paused' && +d.frames > 0")
    page.wait_for_function(
        f"document.querySelector('{ROOT} [data-metric=test_loss]')?.innerText === {loss!r}"
    )
    page.wait_for_url("**mlp.lr=0.1*")
    live.click("step", f"+d.step === {step + 1}")
