"""The files of the browser half: each page has its own and the shared ones, and all of them are there."""

import json
import re

import pytest

from core.live.assets import (
    ARENA,
    LATER_VIEWS,
    PICTURES,
    SHARED,
    bundle,
    entries,
    files,
    modules,
    styles,
)
from core.playgrounds import names

IMPORTED = re.compile(r'(^import\b[^;"]*|\bawait import\()"\.[^"]+"', re.MULTILINE)


@pytest.mark.parametrize("page", names())
def test_a_page_loads_its_own_and_the_shared_files_and_nothing_of_the_others(page):
    loaded = (*modules(page), *styles(page))
    assert set(entries(page)) <= set(loaded) <= files().keys()
    assert all(path.startswith(("live/web/", f"playgrounds/{page}/web/")) for path in loaded)
    bundled = [path for part in (SHARED, page) for path, _ in json.loads(bundle(part))]
    assert set(modules(page)) <= set(bundled)
    assert not any(path.startswith("playgrounds/") for path, _ in json.loads(bundle(SHARED)))


@pytest.mark.parametrize("page", names())
def test_what_a_module_imports_comes_before_it_and_nothing_else_of_it_is_changed(page):
    here = set()
    for path, text in (one for part in (SHARED, page) for one in json.loads(bundle(part))):
        source = (files()[path]).read_text(encoding="utf-8")
        imported = re.findall(r'"module:([^"]+)"', text)
        assert set(imported) <= here
        assert len(imported) == len(IMPORTED.findall(source))
        assert re.sub(r'"module:[^"]+"', "", text) == IMPORTED.sub(lambda m: m[1], source)
        here.add(path)


def test_every_file_is_used_by_some_page():
    used = {path for page in (*LATER_VIEWS, *names()) for path in (*modules(page), *styles(page))}
    assert used | {"plotly.min.js"} == files().keys()


@pytest.mark.parametrize(
    ("part", "button"), [(ARENA, "compare.js"), (PICTURES, "pictures/camera.js")]
)
def test_what_few_pages_need_is_fetched_where_it_is_asked_for(part, button):
    everywhere = {path for path, _ in json.loads(bundle(SHARED))}
    own = {path for path, _ in json.loads(bundle(part))}
    folder = {
        path for path in files() if path.startswith(f"live/web/{part}/") and path.endswith(".js")
    }
    assert own == folder - {f"live/web/{button}"}
    assert not own & everywhere
    assert f"live/web/{button}" in everywhere
