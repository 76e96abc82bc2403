"""A link leads to a step; the run is kept under a name there, found in the library, and opened as it was."""

from __future__ import annotations

import pytest

from tests.e2e.live import ROOT, LivePage
from tests.e2e.test_accessible import violations

NAME = "<i>Erste</i> 跑步"


@pytest.mark.view(size=(1280, 720))
def test_a_kept_run_is_renamed_deleted_brought_back_and_opened(
    page, start_server, tmp_path, monkeypatch
):
    monkeypatch.setenv("LEARNSCOPE_STORE", f"sqlite:///{tmp_path / 'runs.db'}")
    address = start_server()
    live = LivePage(page).open(f"{address}/mlp?mlp.lr=0.1&at=300&play=true")
    live.until("d.step === '300' && d.status === 'paused'")
    page.wait_for_function(
        f"document.querySelector('{ROOT} [data-metric=step]').innerText === '300'"
    )
    loss = live.metric("test_loss")
    live.settle()
    assert page.url.endswith("/mlp?mlp.lr=0.1")

    live.click("keep")
    form = page.locator(".ls-keep")
    assert form.locator("[data-link]").input_value() == f"{address}/mlp?mlp.lr=0.1&at=300"
    assert form.get_by_label("Name of the run").input_value() == "Neural network, step 300"
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    form.get_by_role("status").get_by_text(f"Kept as “{NAME}”.").wait_for()
    form.locator("[data-action=library]").click()

    page.wait_for_url("**/runs")
    row = page.locator("[class*=st-key-kept-]")
    row.get_by_text(NAME, exact=True).wait_for()
    row.get_by_text("Learning rate 0.1").wait_for()
    page.wait_for_function(
        "document.querySelector('[class*=st-key-kept-] img')?.naturalWidth >= 160"
    )
    live.settle()
    assert violations(page, "library") == []
    menu = row.get_by_role("button", name="More")
    menu.click()
    page.get_by_label("Name", exact=True).fill("Second")
    page.keyboard.press("Enter")
    row.get_by_text("Second", exact=True).wait_for()
    menu.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as a file").click()
    assert download.value.suggested_filename == "mlp-step-300.zip"
    page.get_by_role("button", name="Delete").click()
    row.wait_for(state="detached")
    page.get_by_role("button", name="Undo").click()
    row.get_by_role("button", name="Open").click()

    page.wait_for_url("**/mlp*")
    live.until("d.step === '300' && d.status === 'paused' && +d.frames > 0")
    page.wait_for_function(
        f"document.querySelector('{ROOT} [data-metric=test_loss]')?.innerText === {loss!r}"
    )
    live.click("step", "d.step === '301'")
