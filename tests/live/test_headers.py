"""What every answer of the real server says: no more than a proxy has room for, and what a browser may do."""

import re
import urllib.error
import urllib.request

import pytest

from core.live.assets import SHARED, version
from core.ui.pages import names
from tests.e2e.conftest import running

MOST = 3000  # bytes; nginx takes 4 KB as it comes


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A server below a base path, with every rule that a public one may set."""
    with pytest.MonkeyPatch.context() as set_by:
        set_by.setenv("LEARNSCOPE_HOSTS", "learn.example")
        set_by.setenv("LEARNSCOPE_FRAMES", "https://moodle.example")
        log = tmp_path_factory.mktemp("server") / "server.log"
        with running(log, "--server.baseUrlPath=course/learnscope") as found:
            yield found


def headers(url, **asked):
    with urllib.request.urlopen(urllib.request.Request(url, headers=asked), timeout=20) as answer:
        return answer.headers


def test_every_answer_has_few_headers(address):
    assets = f"{address}/learnscope/assets/{version()}"
    pages = {page: str(headers(f"{address}/{page}")) for page in ("", *names())}
    files = [f"modules/{part}.json" for part in (SHARED, *names())]
    files += ["plotly.min.js", *(f"style/{page}.css" for page in names())]
    served = {path: str(headers(f"{assets}/{path}")) for path in files}
    assert all(re.search("(?im)^set-cookie: .+", said) for said in pages.values())
    assert {path: len(said) for path, said in (pages | served).items() if len(said) >= MOST} == {}


def test_every_answer_says_what_a_browser_may_do_with_it(address):
    asset = f"learnscope/assets/{version()}/plotly.min.js"
    for path in ("", "mlp", asset, "_stcore/health"):
        said = headers(f"{address}/{path}", Host="learn.example")
        assert said["x-content-type-options"] == "nosniff"
        assert said["referrer-policy"] == "same-origin"
        rule = "frame-ancestors 'self' https://moodle.example" if path in ("", "mlp") else None
        assert said["content-security-policy"] == rule


def test_under_another_name_nobody_answers(address):
    for path in ("", "_stcore/health"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            headers(f"{address}/{path}", Host="evil.example")
        assert refused.value.code == 421
