"""The files of the browser half: each page has its own and the shared ones, and all of them are there."""

import pytest

from core.live.assets import CORE, SERVED, entries, file, folders, modules, styles
from core.playgrounds import names

MOST = 45  # files of ours on a page


@pytest.mark.parametrize("page", names())
def test_a_page_loads_its_own_and_the_shared_files_and_nothing_of_the_others(page):
    loaded = (*modules(page), *styles(page))
    assert loaded[:2] == entries(page)
    assert all(file(path) for path in loaded)
    assert all(path.startswith(("live/web/", f"playgrounds/{page}/web/")) for path in loaded)
    assert len(modules(page)) + 1 <= MOST  # all style comes as one sheet


def test_every_file_is_used_by_some_page():
    used = {path for page in names() for path in (*modules(page), *styles(page))}
    there = {
        path.relative_to(CORE).as_posix()
        for folder in folders()
        for path in folder.rglob("*")
        if path.suffix in SERVED and not path.name.endswith(".test.js")
    }
    assert used == there


@pytest.mark.parametrize(
    "path",
    [
        "live/view.py",
        "live/web/../view.py",
        "../app.py",
        "live/web/nothing.js",
        "x" * 5000,
        "a\0b.js",
        "",
    ],
)
def test_nothing_else_is_served(path):
    assert file(path) is None
