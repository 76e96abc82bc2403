"""What a page asks for ahead of time: its own modules and style, whatever the framework's page looks like."""

import json
import re

import pytest
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from core.live.assets import version
from core.live.preload import Preload, links, nearby

PAGE = "<html><head><title>x</title></head><body>" + "y" * 2000 + "</body></html>"


@pytest.fixture
def client():
    async def page(_):
        return HTMLResponse(PAGE, headers={"etag": "old"})

    async def text(_):
        return PlainTextResponse("</head>")

    app = GZipMiddleware(Starlette(routes=[Route("/text/mlp", text), Route("/{rest:path}", page)]))
    with TestClient(Preload(app, lambda path: links("/lab", path))) as made:
        yield made


@pytest.mark.parametrize("path", ["/mlp", "/lab/mlp", "/mlp/"])
def test_a_playgrounds_page_brings_its_modules_and_its_style(client, path):
    got = client.get(path, headers={"if-none-match": "old"})
    # Relative to the page: a proxy may have taken a path off.
    up = "../" if path.endswith("/") else ""
    prefix = f"{up}learnscope/assets/{version()}"
    head = got.text.partition("</head>")[0]
    asked = re.findall(r'<link rel="preload" as="fetch" crossorigin href="([^"]+)"', head)
    assert asked == [f"{prefix}/modules/{part}.json" for part in ("shared", "mlp")]
    assert f'href="{prefix}/style/mlp.css"' in head
    assert got.text.replace(head, "<html><head><title>x</title>") == PAGE
    assert int(got.headers["content-length"]) == len(got.content)
    assert "etag" not in got.headers  # it was that of another page


def test_a_redirect_of_a_page_keeps_what_a_proxy_took_off():
    assert nearby("/mlp/", "/mlp?lr=1") == "../mlp?lr=1"
    assert nearby("/lab/mlp/", "http://inside:8501/lab/mlp") == "../mlp"
    assert nearby("/mlp/", "/other") == nearby("/mlp", "/other") == "/other"


@pytest.mark.parametrize("path", ["/nothing", "/mlp/_stcore/health"])
def test_other_pages_stay_as_they_are(client, path):
    assert client.get(path).text == PAGE


@pytest.mark.parametrize("path", ["/lab", "/lab/", "/lab/mlp"])
def test_the_sidebar_is_closed_before_it_is_drawn(client, path):
    assert "<script>" in client.get(path).text.partition("</head>")[0]


@pytest.mark.parametrize(
    ("language", "said"),
    [("de-AT,de;q=0.9", "Open in a tab"), ("qps", "⟦Open in a tab of its own⟧")],
)
def test_a_frame_that_lets_nothing_through_is_spoken_of(client, language, said):
    head = client.get("/mlp", headers={"accept-language": language}).text.partition("</head>")[0]
    assert json.dumps(said)[1:-1] in head


def test_what_is_no_page_stays_as_it_is(client):
    assert client.get("/text/mlp").text == "</head>"
