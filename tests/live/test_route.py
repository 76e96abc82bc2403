"""The WebSocket route over a real ASGI server loop: who may look, what is refused, what survives."""

import asyncio
import json
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

import core.training.engine as module
from core.live.cookie import NAME, PROTOCOL, ViewerCookie
from core.live.origin import FileFromFrame, OwnOrigin
from core.live.packing import Unpacker
from core.live.refusals import FREE
from core.live.route import WATCHERS, routes
from core.training import handles
from core.training.admission import Limits
from core.training.engine import Engine
from tests.training.descent import Descent, DescentConfig

ME, YOU = "m" * 32, "y" * 32
FRIEND = "https://course.example"


@pytest.fixture(params=["", "/lab"])
def base(request):
    return request.param


@pytest.fixture
def client(engine, base):
    with TestClient(Starlette(routes=routes(base, [FRIEND]))) as made:
        yield made


def joined(client, run, base, owner=ME, **headers):
    return client.websocket_connect(
        f"{base}/learnscope/live/{run.id}", headers={"cookie": f"{NAME}={owner}", **headers}
    )


def hear(socket, kind):
    unpacker = vars(socket).setdefault("unpacker", Unpacker())
    while True:
        header, arrays = unpacker.unpack(socket.receive_bytes())
        if header["type"] == kind:
            return header, arrays


def watch(socket, **panels):
    socket.send_text(json.dumps({"type": "watch", "panels": panels, "visible": True}))


def closed_with(socket):
    try:
        while True:
            socket.receive_bytes()
    except WebSocketDisconnect as ended:
        return ended.code


def test_meta_then_frames_while_it_trains(client, engine, base):
    run = engine.create(ME, Descent, DescentConfig())
    with joined(client, run, base) as socket:
        watch(socket, map={})
        meta, _ = hear(socket, "meta")
        assert meta["config"]["lr"] == 0.1
        frame, arrays = hear(socket, "frame")
        assert (frame["status"], frame["step"], arrays["map"][0]) == ("ready", 0, 1.0)
        socket.send_text(json.dumps({"type": "step", "n": 5}))
        socket.send_text(json.dumps({"type": "ack", "n": frame["n"]}))
        while frame["step"] < 5:
            frame, arrays = hear(socket, "frame")
            socket.send_text(json.dumps({"type": "ack", "n": frame["n"]}))
        assert frame["status"] == "paused"
        assert list(arrays["curve.batch_loss.x"])[-1] == 5


def test_at_most_two_frames_in_flight_and_the_newest_wins(client, engine, base):
    run = engine.create(ME, Descent, DescentConfig())
    with joined(client, run, base) as socket:
        watch(socket, map={})
        run.play("flat")
        hear(socket, "frame")
        second, _ = hear(socket, "frame")
        time.sleep(0.3)  # time for many frames, had the server not waited
        before = run.step
        socket.send_text(json.dumps({"type": "ack", "n": second["n"]}))
        third, _ = hear(socket, "frame")
        assert third["n"] == second["n"] + 1
        assert third["step"] >= before


def test_a_reconnected_browser_gets_everything_again(client, engine, base):
    run = engine.create(ME, Descent, DescentConfig())
    run.advance_by(50)
    while run.step < 50:
        time.sleep(0.01)
    for _ in range(2):
        with joined(client, run, base) as socket:
            watch(socket, map={})
            _, arrays = hear(socket, "frame")
            assert list(arrays["curve.batch_loss.x"]) == list(range(1, 51))


def test_a_rebuild_announces_itself(client, engine, base):
    run = engine.create(ME, Descent, DescentConfig())
    with joined(client, run, base) as socket:
        watch(socket, map={})
        build = hear(socket, "meta")[0]["build"]
        run.configure(run.config.changed(start=2.0))
        assert hear(socket, "meta")[0]["build"] == build + 1


def test_a_live_change_is_described_and_stamped_without_a_rebuild(client, engine, base):
    run = engine.create(ME, Descent, DescentConfig())
    with joined(client, run, base) as socket:
        watch(socket, map={})
        build = hear(socket, "meta")[0]["build"]
        frame, _ = hear(socket, "frame")
        socket.send_text(json.dumps({"type": "ack", "n": frame["n"]}))
        run.configure(run.config.changed(lr=0.2))
        meta, _ = hear(socket, "meta")
        assert (meta["build"], meta["config"]["lr"]) == (build, 0.2)
        (event,) = hear(socket, "frame")[0]["history"]["events"]["items"]
        assert (event["name"], event["label"], event["new"]) == ("lr", "rate", "0.2")


def test_strangers_are_turned_away(client, engine, base):
    run = engine.create(ME, Descent, DescentConfig())
    with joined(client, run, base, owner=YOU) as socket:
        assert closed_with(socket) == 4403
    for origin in ("http://elsewhere.example", "http://[evil", "null", ""):
        with joined(client, run, base, origin=origin) as socket:
            assert closed_with(socket) == 4421
    with joined(client, run, base, origin="http://testserver", host="inside:8501") as socket:
        assert closed_with(socket) == 4421
    with client.websocket_connect(f"{base}/learnscope/live/{run.id}") as socket:
        assert closed_with(socket) == 4401
    with client.websocket_connect(
        f"{base}/learnscope/live/gone", headers={"cookie": f"{NAME}={ME}"}
    ) as socket:
        assert closed_with(socket) == 4404
    for origin in ("http://testserver", FRIEND):
        with joined(client, run, base, origin=origin) as socket:
            watch(socket)
            assert hear(socket, "meta")


BAD = [
    "",
    "{",
    "[]",
    "null",
    "7",
    '{"type": 5}',
    '{"type": "format_disk"}',
    '{"type": "watch"}',
    '{"type": "watch", "panels": [], "visible": true}',
    '{"type": "watch", "panels": {}, "visible": 1}',
    '{"type": "step"}',
    '{"type": "step", "n": 0}',
    '{"type": "step", "n": 1e99}',
    '{"type": "ack", "n": 99}',
    '{"type": "gear", "gear": {}}',
    '{"type": "probe", "id": 1}',
    '{"type": "act", "id": "x", "name": "y"}',
    '{"type": "step", "n": NaN}',
    '{"type": "\\ud800"}',
    "[" * 9000,
]


@pytest.mark.parametrize("text", BAD)
def test_malformed_messages_get_a_sentence_and_the_view_goes_on(client, engine, base, text):
    run = engine.create(ME, Descent, DescentConfig())
    with joined(client, run, base) as socket:
        socket.send_text(text)
        assert hear(socket, "notice")[0]["text"]
        watch(socket, map={})
        assert hear(socket, "frame")[0]["status"] == "ready"


def test_a_run_that_was_never_built_says_why_and_which_control_to_lower(
    client, engine, base, monkeypatch
):
    monkeypatch.setenv("LEARNSCOPE_RUN_MEMORY", "5")
    run = engine.create(ME, Descent, DescentConfig(width=6))
    with joined(client, run, base) as socket:
        watch(socket, map={})
        assert "lower width, to 5" in hear(socket, "notice")[0]["text"]
        run.configure(run.config.changed(width=5))
        assert hear(socket, "frame")[0]["status"] == "ready"


def test_bytes_a_flood_and_a_giant_end_one_connection_alone(client, engine, base):
    run = engine.create(ME, Descent, DescentConfig())
    with joined(client, run, base) as other:
        with joined(client, run, base) as socket:
            for _ in range(50):
                socket.send_bytes(b"\xff\xfe")
            assert closed_with(socket) == 4400
        with joined(client, run, base) as socket:
            socket.send_text('{"type": "play", "x": "' + "x" * 20_000 + '"}')
            assert closed_with(socket) == 1009
        watch(other, map={})
        assert hear(other, "frame")[0]["status"] == "ready"


def test_an_unanswerable_question_is_answered_with_a_sentence(client, engine, base):
    run = engine.create(ME, Descent, DescentConfig())
    with joined(client, run, base) as socket:
        for kind, name, ok in (
            ("probe", "where", True),
            ("probe", "x", False),
            ("act", "x", False),
        ):
            socket.send_text(json.dumps({"type": kind, "id": 7, "name": name, "args": {}}))
            answer, _ = hear(socket, "answer")
            assert (answer["id"], answer["ok"]) == (7, ok)
            assert ok or answer["text"]


def test_a_run_whose_pictures_break_is_told_to_its_viewer(client, engine, base):
    class Torn(Descent):
        def views(self, wanted):
            raise RuntimeError("torn")

        def describe(self):
            return {"dimensions": 1 / self.config.fail_at if self.steps else 1}

    run = engine.create(ME, Torn, DescentConfig())
    with joined(client, run, base) as socket:
        watch(socket, map={})
        assert hear(socket, "frame")[0]["panels"] == []
        assert "torn" in hear(socket, "notice")[0]["text"]
        assert run.status == "ready"
        socket.send_text(json.dumps({"type": "ack", "n": hear(socket, "frame")[0]["n"]}))
        run.advance_by(1)
        run.configure(run.config.changed(lr=0.2))  # to be described anew
        assert "ZeroDivisionError" in hear(socket, "notice")[0]["text"]
        assert hear(socket, "frame")[0]["status"] == "failed"
        socket.send_text('{"type": "reset"}')
        assert hear(socket, "frame")[0]["status"] == "ready"


def test_slow_motion_is_answered_with_its_stages(client, engine, base):
    run = engine.create(ME, Descent, DescentConfig())
    with joined(client, run, base) as socket:
        socket.send_text('{"type": "trace", "id": 9}')
        answer, arrays = hear(socket, "answer")
    assert (answer["id"], answer["ok"], answer["value"]["step"]) == (9, True, 1)
    assert [stage["name"] for stage in answer["value"]["stages"]] == ["step"]
    assert arrays["0.loss"].shape == ()


def test_who_waits_is_told_the_place_in_their_language_and_starts_over_the_same_connection(
    base, monkeypatch
):
    engine = Engine(limits=replace(Limits(), viewers=1, gone=0.05))
    monkeypatch.setattr(module, "engine", lambda: engine)
    first, second = (engine.create(who, Descent, DescentConfig()) for who in (ME, YOU))
    with TestClient(Starlette(routes=routes(base))) as client:
        waits = client.websocket_connect(
            f"{base}/learnscope/live/{second.id}?lang=qps", headers={"cookie": f"{NAME}={YOU}"}
        )
        with joined(client, first, base) as socket, waits as waiting:
            watch(socket, map={})
            hear(socket, "frame")
            watch(waiting, map={})
            told, _ = hear(waiting, "waiting")
            assert told["place"] == 1
            assert told["text"].startswith(
                "⟦Every place here is taken just now. You are next in line"
            )
            socket.close()
            told, _ = hear(waiting, "waiting")
            assert (told["place"], told["text"]) == (0, "")
            assert hear(waiting, "frame")[0]["status"] == "ready"
    engine.close()


def test_a_page_in_the_background_whose_run_made_room_is_told_that_it_is_gone(base, monkeypatch):
    engine = Engine(limits=replace(Limits(), runs=1, hidden=0.05))
    monkeypatch.setattr(module, "engine", lambda: engine)
    old = engine.create(ME, Descent, DescentConfig())
    with TestClient(Starlette(routes=routes(base))) as client, joined(client, old, base) as hidden:
        watch(hidden, map={})
        hear(hidden, "frame")
        hidden.send_text('{"type": "watch", "panels": {}, "visible": false}')
        new = engine.create(YOU, Descent, DescentConfig())
        with joined(client, new, base, owner=YOU) as socket:
            watch(socket, map={})
            assert hear(socket, "frame")[0]["status"] == "ready"
            assert closed_with(hidden) == 4404
    engine.close()


def test_nothing_is_left_behind(client, engine, base):
    run = engine.create(ME, Descent, DescentConfig())
    with joined(client, run, base) as socket:
        watch(socket, map={})
        hear(socket, "frame")
        assert len(run.watchers) == 1
    end = time.monotonic() + 5
    while run.watchers and time.monotonic() < end:
        time.sleep(0.01)
    assert run.watchers == []
    names = [t.name for t in threading.enumerate() if t.name.startswith("learnscope")]
    assert sorted(names) == ["learnscope-training-builds", "learnscope-training-light"]


def test_five_hundred_connections_leave_nothing_behind(engine):
    run = engine.create(ME, Descent, DescentConfig())
    with TestClient(Starlette(routes=routes(""))) as client:

        def come_and_go(times):
            for number in range(times):
                with joined(client, run, "") as socket:
                    if number % 2:
                        watch(socket, map={})
                        hear(socket, "meta")
            end = time.monotonic() + 5
            while run.watchers and time.monotonic() < end:
                time.sleep(0.01)
            return (
                handles.used(),
                threading.active_count(),
                len(asyncio.all_tasks(client.portal.call(loop))),
            )

        before = come_and_go(10)
        assert come_and_go(500) == before
        assert run.watchers == []


async def loop():
    return asyncio.get_running_loop()


def test_malformed_messages_without_end_are_soon_not_listened_to_and_nobody_else_notices(engine):
    runs = [engine.create(who, Descent, DescentConfig()) for who in (ME, YOU)]
    heard = 0
    with (
        TestClient(Starlette(routes=routes(""))) as client,
        joined(client, runs[1], "", YOU) as other,
    ):
        for _ in range(400):  # times 50 are 20,000 messages
            with suppress(WebSocketDisconnect), joined(client, runs[0], "") as socket:
                for _ in range(50):
                    socket.send_text("{")
                assert closed_with(socket) == 4400
                heard += 1
        watch(other, map={})
        assert hear(other, "frame")[0]["status"] == "ready"
    assert heard == FREE + 1
    assert runs[0].status == "ready"


def test_made_up_cookies_open_nobodys_run(client, engine, base):
    run = engine.create(ME, Descent, DescentConfig())
    for made_up in ("x" * 32, ME[:-1], f"{ME}m", ME.upper(), "", "../" * 10 + "mm", f'"{YOU}"'):
        with joined(client, run, base, owner=made_up) as socket:
            assert closed_with(socket) in (4401, 4403)
    assert run.watchers == []


def test_one_run_is_looked_at_by_so_many_sockets(client, engine, base):
    run = engine.create(ME, Descent, DescentConfig())
    with ExitStack() as open_ones:
        for _ in range(WATCHERS):
            open_ones.enter_context(joined(client, run, base))
        until = time.monotonic() + 5
        while len(run.watchers) < WATCHERS and time.monotonic() < until:
            time.sleep(0.01)
        with joined(client, run, base) as socket:
            assert closed_with(socket) == 4429


def test_assets_are_served_and_nothing_beside_them(client, base):
    prefix = f"{base}/learnscope/assets/v"
    for part in ("shared", "mlp"):
        got = client.get(f"{prefix}/modules/{part}.json")
        assert got.headers["content-type"] == "application/json"
        assert len(got.json()) > 1
        assert got.headers["cache-control"] == "no-store"  # not of this version
    assert client.get(f"{prefix}/plotly.min.js").status_code == 200
    for path in (
        "nothing.js",
        "live/web/view.js",
        "modules/nothing.json",
        "modules/..%2fassets.py",
        "modules/%2e%2e/view.py",
        "style/nothing.css",
        "a%00b.js",
        "%ff",
    ):
        assert client.get(f"{prefix}/{path}").status_code == 404
    assert client.get(f"{prefix}/{'a' * 5000}.js").status_code == 404


def converse(error, *heard, run="gone", **headers):
    """What the server says to a browser that sends `heard` and then is gone: saying more raises `error`."""
    said, gone, waiting = [], asyncio.Event(), [{"type": "websocket.connect"}, *heard]
    scope = {
        "type": "websocket",
        "path": f"/learnscope/live/{run}",
        "query_string": b"",
        "subprotocols": [],
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }

    async def receive():
        if not waiting:
            await asyncio.wait_for(gone.wait(), 10)
            return {"type": "websocket.disconnect", "code": 1006}
        return waiting.pop(0)

    async def send(message):
        said.append(message["type"])
        if message["type"] != "websocket.accept":
            gone.set()
            raise error("the browser has left")

    asyncio.run(OwnOrigin(Starlette(routes=routes("")))(scope, receive, send))
    return said


@pytest.mark.parametrize("error", [OSError, RuntimeError])
def test_who_leaves_while_spoken_to_is_let_go_in_silence(engine, error):
    mine = {"run": engine.create(ME, Descent, DescentConfig()).id, "cookie": f"{NAME}={ME}"}
    flood, watching = "x" * 20_000, '{"type": "watch", "panels": {}, "visible": true}'
    refused = ["websocket.accept", "websocket.close"]
    assert converse(error) == refused
    assert converse(error, {"type": "websocket.receive", "text": flood}, **mine) == refused
    shown = converse(error, {"type": "websocket.receive", "text": watching}, **mine)
    assert shown == ["websocket.accept", "websocket.send"]


@pytest.mark.parametrize("origin", ["http://[evil", "http://[::1", "//[x"])
def test_an_origin_that_is_no_address_reaches_nobody(engine, origin):
    client = TestClient(OwnOrigin(Starlette(routes=routes(""))))
    asked = client.websocket_connect("/learnscope/live/gone", headers={"origin": origin})
    with pytest.raises(WebSocketDisconnect) as refused, asked:
        pytest.fail("it was let in")
    assert refused.value.code == 1008


def test_a_page_without_a_cookie_is_known_by_its_token(client, engine, base):
    run = engine.create(ME, Descent, DescentConfig())
    address = f"{base}/learnscope/live/{run.id}"
    with client.websocket_connect(address, subprotocols=[PROTOCOL, ME]) as socket:
        assert socket.accepted_subprotocol == PROTOCOL  # the token is not said back
        watch(socket, map={})
        hear(socket, "frame")
    for stranger in ([PROTOCOL, YOU], [PROTOCOL, f"{ME}x"], [PROTOCOL], [f"{PROTOCOL}x", YOU]):
        with client.websocket_connect(address, subprotocols=stranger) as socket:
            assert closed_with(socket) in (4401, 4403)
    with client.websocket_connect(f"{address}?token={ME}") as socket:  # an address is shared
        assert closed_with(socket) == 4401


@pytest.mark.parametrize("told", ["https", "https, http"])
def test_under_https_the_cookies_hold_in_the_frame_of_another_site(told):
    async def page(_):
        answer = HTMLResponse("<p>hello")
        answer.headers.append("set-cookie", "_streamlit_xsrf=2|a|b|3; Path=/; SameSite=Lax")
        return answer

    def cookies(answer):
        return sorted(answer.headers.get_list("set-cookie"))

    client = TestClient(ViewerCookie(Starlette(routes=[Route("/", page)])))
    plain = cookies(client.get("/"))
    assert all("SameSite=Lax" in one and "Partitioned" not in one for one in plain)
    framed = cookies(client.get("/", headers={"x-forwarded-proto": told, "cookie": ""}))
    assert len(framed) == 2
    assert all(one.endswith("; SameSite=None; Secure; Partitioned") for one in framed)


def test_a_file_from_our_own_page_needs_no_cookie_and_one_from_elsewhere_does():
    async def taken(request):
        token = request.cookies.get("_streamlit_xsrf")
        return PlainTextResponse("yes" if token == request.headers.get("x-xsrftoken", "") else "no")

    path = "/_stcore/upload_file/session/file"
    app = FileFromFrame(Starlette(routes=[Route("/{rest:path}", taken, methods=["PUT", "POST"])]))
    client = TestClient(app)

    def put(origin, path=path, cookie="a=b", method="PUT"):
        headers = {"origin": origin, "cookie": cookie}
        return client.request(method, path, headers=headers).text

    assert put("http://testserver") == "yes"
    assert put("http://elsewhere.example") == put("null") == put("") == "no"
    assert (
        put("http://testserver", cookie="_streamlit_xsrf=held") == "no"
    )  # Streamlit's own rule holds
    assert (
        put("http://testserver", path="/elsewhere")
        == put("http://testserver", method="POST")
        == "no"
    )


def test_the_cookie_comes_with_the_first_page_and_only_then():
    async def page(_):
        return HTMLResponse("<p>hello")

    app = ViewerCookie(Starlette(routes=[Route("/", page)]), path="/lab")
    with TestClient(app, base_url="http://testserver/lab") as client:
        cookie = client.get("http://testserver/").headers["set-cookie"]
        assert cookie.startswith(f"{NAME}=")
        assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/lab"))
        value = cookie.split(";")[0]
        again = client.get("http://testserver/", headers={"cookie": value})
        assert "set-cookie" not in again.headers
