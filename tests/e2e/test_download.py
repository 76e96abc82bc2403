"""A missing data set is fetched from a server of ours: progress, cancel, and the whole of it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.data.idxfiles import write
from tests.data.servers import serving
from tests.e2e.conftest import ROOT
from tests.e2e.live import LivePage

ELSEWHERE = """
from core.data import official

official.FILES["mnist"] = tuple(official.File(*one) for one in {table!r})
"""


@pytest.fixture
def server_of_sets(tmp_path):
    write(tmp_path / "made", n=600)
    made = sorted((tmp_path / "made").iterdir())
    with serving({f"{one.name}.gz": gzip.compress(one.read_bytes()) for one in made}) as found:
        yield found


def app_with(folder: Path, table: list[tuple[object, ...]]) -> Path:
    """The app, for which the official addresses are others."""
    folder.mkdir()
    for name in ("core", "pages", ".streamlit"):
        (folder / name).symlink_to(ROOT / name)
    source = (ROOT / "app.py").read_text(encoding="utf-8")
    (folder / "app.py").write_text(source + ELSEWHERE.format(table=table), encoding="utf-8")
    return folder


def test_a_missing_set_is_fetched_with_progress_cancelled_and_then_whole(
    page, start_server, server_of_sets, tmp_path, monkeypatch
):
    sets = tmp_path / "sets"
    monkeypatch.setenv("LEARNSCOPE_DATA", str(sets))
    table = [(one.name, one.base, one.size, one.md5) for one in server_of_sets.table()]
    address = start_server(root=app_with(tmp_path / "app", table))
    server_of_sets.gate.clear()
    page.goto(f"{address}/cnn?cnn.dataset=mnist")
    fetch = page.get_by_role("button", name="Download MNIST")
    fetch.click()
    page.locator("[data-testid=stProgress]").get_by_text(" MB").wait_for()
    assert "of 0." in page.locator("[data-testid=stProgress]").inner_text()
    page.get_by_role("button", name="Cancel").click()
    server_of_sets.gate.set()
    fetch.wait_for()
    for one in sets.rglob("*.gz"):  # nothing half-written stays, what was there before is whole
        gzip.decompress(one.read_bytes())

    fetch.click()
    live = LivePage(page)
    live.until("+d.frames > 0")
    there = {one.name: one.read_bytes() for one in sets.rglob("*.gz")}
    assert there == server_of_sets.files
    assert fetch.count() == 0
