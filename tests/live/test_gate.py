"""Which names the server answers to, who may frame it, what every answer says, and when the door is shut."""

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from core.live.doorkeeper import Doorkeeper
from core.live.gate import AllowedHosts, SecurityHeaders, frame_rule, host_names
from core.live.origin import OwnOrigin
from core.live.refusals import FREE, LONGEST, REMEMBERED, Refusals

STREAM = "/lab/_stcore/stream"
FRIEND = "https://course.example"


async def page(_):
    return HTMLResponse("<p>hello")


async def file(_):
    return PlainTextResponse("hello")


async def socket(it):
    await it.accept()
    await it.close(4000)


SITE = Starlette(
    routes=[
        Route("/", page),
        Route("/file", file),
        WebSocketRoute(STREAM, socket),
        WebSocketRoute("/learnscope/live/x", socket),
    ]
)


def connect(app, path=STREAM, **headers):
    """The code with which a socket was closed: 4000 where it was let in."""
    with (
        pytest.raises(WebSocketDisconnect) as ended,
        TestClient(app).websocket_connect(path, headers=headers) as opened,
    ):
        opened.receive_bytes()
    return ended.value.code


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("learn.example", 200),
        ("LEARN.example:8501", 200),
        ("learn.example.", 200),
        ("a.course.example", 200),
        ("course.example", 421),
        ("notlearn.example", 421),
        ("learn.example.evil.example", 421),
        ("evil.example", 421),
        ("localhost:8501", 200),
        ("x.localhost", 200),
        ("127.0.0.1:8501", 200),
        ("192.168.1.20", 200),
        ("[::1]:8501", 200),
        ("[evil", 421),
    ],
)
def test_a_server_answers_to_its_names_to_addresses_and_to_localhost(host, status):
    app = AllowedHosts(SITE, host_names("learn.example, *.course.example"))
    answer = TestClient(app).get("/", headers={"host": host})
    assert answer.status_code == status
    assert status == 200 or "LEARNSCOPE_HOSTS" in answer.text
    assert connect(app, host=host) == (4000 if status == 200 else 1008)


def test_without_the_setting_any_name_will_do():
    app = AllowedHosts(SITE, host_names(""))
    assert TestClient(app).get("/", headers={"host": "any.example"}).status_code == 200


@pytest.mark.parametrize(
    ("setting", "rule"),
    [
        ("", ""),
        ("none", "frame-ancestors 'none'"),
        (" Self ", "frame-ancestors 'self'"),
        (
            "https://moodle.example, https://*.uni.example:8443",
            "frame-ancestors 'self' https://moodle.example https://*.uni.example:8443",
        ),
    ],
)
def test_pages_may_be_framed_by_whom_the_setting_names_and_by_all_without_it(setting, rule):
    client = TestClient(SecurityHeaders(SITE, frame_rule(setting)))
    said = client.get("/").headers
    assert said.get("content-security-policy", "") == rule
    for answer in (said, client.get("/file").headers, client.get("/nothing").headers):
        assert answer["x-content-type-options"] == "nosniff"
        assert answer["referrer-policy"] == "same-origin"
    assert "content-security-policy" not in client.get("/file").headers


@pytest.mark.parametrize(
    "setting",
    ["moodle.example", "*", "https://a.example; script-src *", "https://a\r\nb: c", "'none'"],
)
def test_half_a_rule_is_none_so_the_server_does_not_start(setting):
    with pytest.raises(ValueError, match=r"LEARNSCOPE_FRAMES: .* is not understood"):
        frame_rule(setting)


@pytest.mark.parametrize("setting", ["https://learn.example", "learn.example:8501", "*", "a b/c"])
def test_a_host_is_a_name(setting):
    with pytest.raises(ValueError, match=r"LEARNSCOPE_HOSTS: .* is not understood"):
        host_names(setting)


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        (None, 4000),
        ("http://testserver", 4000),
        (FRIEND, 4000),
        ("https://evil.example", 1008),
        ("http://testserver:81", 1008),
        ("http://localhost", 1008),
        ("null", 1008),
        ("", 1008),
        ("http://[evil", 1008),
    ],
)
def test_the_frameworks_socket_is_for_our_own_pages(origin, code):
    headers = {} if origin is None else {"origin": origin}
    assert connect(OwnOrigin(SITE, [FRIEND]), **headers) == code


def test_the_live_socket_says_itself_why_and_whoever_wants_may_allow_all():
    foreign = {"origin": "https://evil.example"}
    assert connect(OwnOrigin(SITE), "/learnscope/live/x", **foreign) == 4000
    assert connect(OwnOrigin(SITE, None), **foreign) == 4000


def test_a_shut_door_says_so_and_lets_pass_whoever_is_inside():
    full = True
    app = Doorkeeper(SITE, lambda: full)
    client = TestClient(app)
    asked = {"accept": "text/html,*/*", "accept-language": "qps,en"}
    answer = client.get("/", headers=asked)
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")
    assert 20 <= int(answer.headers["retry-after"]) < 40
    assert f'http-equiv="refresh" content="{answer.headers["retry-after"]}"' in answer.text
    assert "⟦Learnscope is full" in answer.text
    assert connect(app) == 1013
    assert connect(app, "/learnscope/live/x") == 4000
    assert client.get("/file").status_code == 200
    full = False
    assert client.get("/", headers=asked).status_code == 200
    assert connect(app) == 4000


def test_a_language_from_outside_is_no_markup():
    asked = {"accept": "text/html", "accept-language": '"><script>alert(1)</script>'}
    answer = TestClient(Doorkeeper(SITE, lambda: True)).get("/", headers=asked)
    assert "<script" not in answer.text


def test_who_is_turned_away_again_and_again_waits_longer_each_time_and_is_forgiven():
    refusals = Refusals()
    for _ in range(FREE):
        refusals.add("me", 0.0)
    assert refusals.wait("me", 0.0) == 0.0
    waits = []
    for _ in range(12):
        refusals.add("me", 0.0)
        waits.append(refusals.wait("me", 0.0))
    assert waits[:3] == [2.0, 4.0, 8.0]
    assert waits[-1] == LONGEST
    assert refusals.wait("you", 0.0) == 0.0
    assert refusals.wait("me", LONGEST + 1.0) == 0.0
    refusals.add("me", LONGEST + 1.0)
    assert refusals.wait("me", LONGEST + 1.0) == 0.0  # most of it is forgotten


def test_what_is_remembered_of_viewers_is_bounded():
    refusals = Refusals()
    for number in range(REMEMBERED + 50):
        refusals.add(f"viewer {number}", 0.0)
    assert len(refusals._counts) == REMEMBERED
