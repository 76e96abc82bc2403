"""kill -9 in the middle of training, and the page that is open."""

import signal

import pytest

from tests.e2e.conftest import begun, end
from tests.e2e.live import LivePage


@pytest.mark.view(
    expect_errors="ERR_CONNECTION|WebSocket|disconnected|not responding|server endpoint|timed out"
)
def test_an_open_page_and_a_reload_have_their_run_back_playing(page, tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_STORE", f"sqlite:///{tmp_path / 'runs.db'}")
    monkeypatch.setenv("LEARNSCOPE_STORE_EVERY", "1")
    page.set_default_timeout(60_000)
    process, address = begun(tmp_path / "first.log")
    try:
        live = LivePage(page).open(f"{address}/mlp?play=true&gear=flat")
        live.until("+d.step > 500")
        page.wait_for_timeout(2500)
        before = live.step
        end(process)
        process, _ = begun(tmp_path / "second.log", port=int(address.rpartition(":")[2]))
        page.locator(".ls-anew", has_text="is back as it was stored").wait_for()
        live.until(f"d.status === 'running' && +d.step > {before}")
        assert live.data("build") == "1"  # no other run has taken its place
        page.locator(".ls-anew [data-action=dismiss]").click()
        page.emulate_media(color_scheme="dark")
        page.reload()
        live.until(f"+d.frames > 0 && +d.step > {before}")
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) in (0, -signal.SIGTERM)
        assert "Traceback" not in (tmp_path / "second.log").read_text()
    finally:
        end(process)
