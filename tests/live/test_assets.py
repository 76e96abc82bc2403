"""The files of the browser half: each page has its own and the shared ones, and all of them are there."""

import pytest

from core.live.assets import entries, files, later, modules, styles
from core.playgrounds import names

MOST = 45  # files of ours on a page


@pytest.mark.parametrize("page", names())
def test_a_page_loads_its_own_and_the_shared_files_and_nothing_of_the_others(page):
    loaded = (*modules(page), *styles(page), *later(page))
    assert loaded[:2] == entries(page)
    assert set(loaded) <= files().keys()
    assert all(path.startswith(("live/web/", f"playgrounds/{page}/web/")) for path in loaded)
    assert len(modules(page)) + 1 <= MOST  # all style comes as one sheet


def test_every_file_is_used_by_some_page():
    used = {path for page in names() for path in (*modules(page), *styles(page), *later(page))}
    assert used | {"plotly.min.js"} == files().keys()
