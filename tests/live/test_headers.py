"""What a proxy must have room for: all headers of every answer of the real server, below a base path too."""

import re
import urllib.request

from core.live.assets import SHARED, version
from core.ui.pages import names
from tests.e2e.conftest import running

MOST = 3000  # bytes; nginx takes 4 KB as it comes


def headers(url):
    with urllib.request.urlopen(url) as answer:
        return str(answer.headers)


def test_every_answer_has_few_headers(tmp_path):
    with running(tmp_path / "server.log", "--server.baseUrlPath=course/learnscope") as address:
        assets = f"{address}/learnscope/assets/{version()}"
        pages = {page: headers(f"{address}/{page}") for page in ("", *names())}
        files = [f"modules/{part}.json" for part in (SHARED, *names())]
        files += ["plotly.min.js", *(f"style/{page}.css" for page in names())]
        served = {path: headers(f"{assets}/{path}") for path in files}
    assert all(re.search("(?im)^set-cookie: .+", said) for said in pages.values())
    assert {path: len(said) for path, said in (pages | served).items() if len(said) >= MOST} == {}
