"""A run that many watch: the same bytes for all, nobody behind gets what he can't read, nobody steers."""

import asyncio
import json
import time

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

import core.live.broadcast.broadcast as module
from core.live.broadcast import permission
from core.live.broadcast.broadcast import ENDED, MOVED, Broadcast, Broadcasts
from core.live.broadcast.room import KEYS
from core.live.broadcast.routes import _desk
from core.live.broadcast.seat import FEWEST
from core.live.codec import decode, head
from core.live.cookie import NAME
from core.live.packing import Unpacker
from core.live.route import routes
from core.live.viewer import Viewer
from core.training.run import Run
from tests.training.descent import Descent, DescentConfig

ME, YOU = "m" * 32, "y" * 32
STEERING = ("play", "pause", "step", "epoch", "gear", "set", "seek", "reset", "act", "trace")


@pytest.fixture(autouse=True)
def known(monkeypatch):
    made = Broadcasts()
    _desk.cache_clear()
    monkeypatch.setattr(module, "broadcasts", lambda: made)
    for name in ("desk", "page", "watching"):
        monkeypatch.setattr(f"core.live.broadcast.{name}.broadcasts", lambda: made)
    return made


# ---- the fan-out, without a socket ---------------------------------------------------------------
def hall(test):
    """Runs `test(broadcast, run, frame)` on an event loop; `frame()` trains a step and has it shown."""

    async def on_loop():
        run = Run(Descent, DescentConfig(), device="cpu", owner=ME)
        run.obey()
        lecturer = Viewer(run, lambda message: None)
        run.watchers.append(lecturer)
        broadcast = Broadcast(run)

        async def frame(key=False):
            run.play()
            run.obey()
            run.advance(0.001, 1)
            for room in broadcast.rooms.values():
                room._next = 0.0
                room._keyed = -KEYS if key else time.monotonic()
                if room.due(run, time.perf_counter(), 0.0):
                    room.show(run)
            await asyncio.sleep(0.01)

        try:
            await test(broadcast, run, frame)
        finally:
            broadcast._beating.cancel()

    asyncio.run(on_loop())


def sits(broadcast, panels=None, visible=True, language="en"):
    seat = broadcast.join(language)
    watch = {"type": "watch", "panels": panels or {"map": {}}, "visible": visible}
    seat.hear(json.dumps(watch))
    return seat


def waiting(seat, kind="frame"):
    return [one for one in seat._waiting if head(one)["type"] == kind]


def read(seat):
    unpacker = Unpacker()
    return [unpacker.unpack(one) for one in seat._waiting if head(one)["type"] == "frame"]


def test_all_who_see_the_same_panels_get_the_same_bytes_packed_once():
    async def test(broadcast, run, frame):
        seats = [sits(broadcast) for _ in range(5)]
        other = sits(broadcast, {"curves": {}})
        await frame(key=True)
        await frame()
        first, *others = [list(seat._waiting) for seat in seats]
        assert [head(one)["type"] for one in first] == ["meta", "frame", "frame"]
        for sent in others:
            assert all(a is b for a, b in zip(first, sent, strict=True))
        assert [room.packed for room in broadcast.rooms.values()] == [2, 2]
        assert len(run.watchers) == 3  # the lecturer's page, and a room for each set of panels
        assert read(seats[0])[-1][1]["map"] == pytest.approx(float(run.algorithm.x), abs=1e-3)
        assert "map" not in read(other)[-1][1]

    hall(test)


def test_who_joins_late_waits_for_a_frame_that_stands_for_itself_and_has_the_whole_history():
    async def test(broadcast, run, frame):
        early = sits(broadcast)
        await frame(key=True)
        for _ in range(3):
            await frame()
        late = sits(broadcast)
        await frame()
        assert waiting(late) == []
        await frame(key=True)
        await frame()
        assert decode(late._waiting[0])[0]["type"] == "meta"
        assert list(late._waiting)[1:] == list(early._waiting)[-2:]
        (key, arrays), _ = read(late)
        curves = key["history"]["curves"]
        assert curves == {name: {"from": 0} for name in run.history.curves}
        assert max(len(arrays[f"curve.{name}.x"]) for name in curves) >= run.step - 1
        assert read(early)[-1][0]["step"] == read(late)[-1][0]["step"] == run.step

    hall(test)


def test_who_reads_slowly_skips_frames_and_goes_on_with_one_that_stands_for_itself():
    async def test(broadcast, run, frame):
        slow, quick = sits(broadcast), sits(broadcast)
        broadcast.rooms[next(iter(broadcast.rooms))].interval = 1.0
        for k in range(FEWEST + 3):
            await frame(key=k == 0)
            quick.hear(json.dumps({"type": "ack", "n": 10**6}))
        assert len(waiting(slow)) == FEWEST
        assert len(waiting(quick)) == FEWEST + 3
        slow.hear(json.dumps({"type": "ack", "n": 10**6}))
        await frame()
        assert len(waiting(slow)) == FEWEST  # a change to what it has not
        await frame(key=True)
        await frame()
        steps = [header["step"] for header, _ in read(slow)]
        assert len(steps) == FEWEST + 2
        assert steps[-1] == run.step

    hall(test)


def test_a_hidden_page_gets_nothing_and_comes_back_to_the_present():
    async def test(broadcast, run, frame):
        seat = sits(broadcast, visible=False)
        await frame(key=True)
        assert not any(room.visible for room in broadcast.rooms.values())
        seat.hear(json.dumps({"type": "watch", "panels": {"map": {}}, "visible": True}))
        await frame(key=True)
        assert read(seat)[-1][0]["step"] == run.step

    hall(test)


def test_a_rebuild_is_told_to_all():
    async def test(broadcast, run, frame):
        seat = sits(broadcast)
        await frame(key=True)
        run.configure(DescentConfig(depth=2))
        await frame()
        metas = [decode(one)[0]["build"] for one in waiting(seat, "meta")]
        assert metas == [1, 2]
        assert read(seat)[-1][0]["build"] == 2

    hall(test)


@pytest.mark.parametrize("kind", STEERING)
def test_nobody_steers(kind):
    async def test(broadcast, run, frame):
        seat = sits(broadcast)
        run.play()
        run.obey()
        seat.hear(json.dumps({"type": kind, "n": 5, "gear": "crawl", "name": "lr", "value": 0.5}))
        seat.hear(json.dumps({"type": kind, "id": 7, "name": "place", "args": {"x": 3.0}}))
        run.obey()
        await asyncio.sleep(0.01)
        (told,), (answer,) = (
            [decode(one)[0] for one in waiting(seat, what)] for what in ("notice", "answer")
        )
        assert "somebody else's run" in told["text"]
        assert (answer["id"], answer["ok"]) == (7, False)
        assert (run.status, run.step, run.pace.gear) == ("running", 0, "smooth")
        assert run.config == DescentConfig()
        assert float(run.algorithm.x) == 1.0

    hall(test)


def test_a_look_closer_is_answered_to_who_asked_and_rationed_for_all():
    async def test(broadcast, run, frame):
        asking, other = sits(broadcast), sits(broadcast)
        for k in range(40):
            asking.hear(json.dumps({"type": "probe", "id": k, "name": "where", "args": {}}))
            run.obey()
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        answers = [decode(one)[0]["ok"] for one in waiting(asking, "answer")]
        assert answers.count(True) in range(30, 36)
        assert answers.count(False) == 40 - answers.count(True)
        assert waiting(other, "answer") == []

    hall(test)


def test_so_many_sets_of_panels_and_no_more():
    async def test(broadcast, run, frame):
        for k in range(module.ROOMS + 5):
            sits(broadcast, {"map": {"k": k}})
        assert len(broadcast.rooms) == module.ROOMS + 1
        assert len(broadcast.rooms[json.dumps(["en", {"curves": {}}])].seats) == 5

    hall(test)


def test_the_more_watch_the_rarer_are_frames():
    async def test(broadcast, run, frame):
        seats = [sits(broadcast) for _ in range(300)]
        (room,) = broadcast.rooms.values()
        assert 1 / 10 < room.interval < 1 / 5
        for seat in seats:
            broadcast.leave(seat)
        assert broadcast.rooms == {}
        assert len(run.watchers) == 1

    hall(test)


def test_when_the_lecturer_leaves_watchers_are_told_and_the_run_is_not_kept_awake():
    async def test(broadcast, run, frame):
        seat = sits(broadcast)
        now = asyncio.get_running_loop().time()
        lecturer = run.watchers[0]
        run.watchers = run.watchers[1:]
        assert not run.attended
        broadcast.tick(now + 1)
        assert any(room.visible for room in broadcast.rooms.values())
        broadcast.tick(now + module.GRACE + 1)
        await asyncio.sleep(0)
        assert "has left" in decode(waiting(seat, "notice")[-1])[0]["text"]
        assert not any(room.visible for room in broadcast.rooms.values())
        run.watchers = [lecturer, *run.watchers]
        broadcast.tick(now + module.GRACE + 2)
        await asyncio.sleep(0)
        assert decode(waiting(seat, "notice")[-1])[0]["text"] == ""
        assert all(room.visible for room in broadcast.rooms.values())

    hall(test)


# ---- over the routes -----------------------------------------------------------------------------
@pytest.fixture
def client(engine):
    app = Starlette(routes=[*routes(""), Route("/", lambda request: HTMLResponse("home"))])
    with TestClient(app, base_url="http://learn.example") as made:
        yield made


@pytest.fixture
def run(engine):
    made = engine.create(ME, Descent, DescentConfig(), "cpu")
    while made.session is None:
        time.sleep(0.01)
    return made


AT = "http://learn.example/learnscope/"


def begin(client, run, token=None, owner=ME, **headers):
    return client.post(
        f"/learnscope/cast/{run.id}",
        json={"at": AT, "token": token},
        headers={"cookie": f"{NAME}={owner}", "origin": "http://learn.example", **headers},
    )


def test_without_a_token_nobody_from_elsewhere_begins(client, run, known):
    answer = begin(client, run)
    assert (answer.status_code, known.of(ME)) == (403, None)
    assert permission.SETTING in answer.json()["text"]


def test_the_token_opens_for_ones_own_run_alone(client, run, known, monkeypatch):
    monkeypatch.setenv(permission.SETTING, "sesame")
    monkeypatch.setattr("core.live.broadcast.desk.WAIT", 0.0)
    assert begin(client, run, "wrong").status_code == 403
    assert begin(client, run, None).status_code == 403
    assert begin(client, run, "sesame", owner=YOU).status_code == 403
    assert begin(client, run, "sesame", origin="http://evil.example").status_code == 403
    assert known.of(ME) is None
    found = begin(client, run, "sesame").json()
    assert found["address"] == f"{AT}watch/{known.of(ME).id}"
    assert found["picture"].startswith("<svg")
    assert run.id not in found["address"]
    assert ME not in found["address"]
    again = begin(client, run).json()  # it is the owner's own by now
    assert again["id"] == found["id"]


def test_wrong_tokens_are_counted(client, run, monkeypatch):
    monkeypatch.setenv(permission.SETTING, "sesame")
    monkeypatch.setattr("core.live.broadcast.desk.WAIT", 0.0)
    for _ in range(25):
        answer = begin(client, run, "guess")
    assert answer.status_code == 429
    assert begin(client, run, "sesame").status_code == 429


@pytest.mark.parametrize(
    "at",
    ["http://evil.example/learnscope/", "javascript:alert(1)//", f"{AT}?x=", "x" * 400, 3, None],
)
def test_an_address_that_is_not_ours_makes_no_picture(client, run, known, monkeypatch, at):
    monkeypatch.setenv(permission.SETTING, "sesame")
    headers = {"cookie": f"{NAME}={ME}"}
    body = {"at": at, "token": "sesame"}
    assert client.post(f"/learnscope/cast/{run.id}", json=body, headers=headers).status_code == 400
    assert known.of(ME) is None


def test_the_link_shows_the_run_to_anybody_and_gives_no_control(client, run, known, monkeypatch):
    monkeypatch.setenv(permission.SETTING, "sesame")
    name = begin(client, run, "sesame").json()["id"]
    for path in (f"/learnscope/save/{name}", f"/learnscope/cast/{name}"):
        assert client.get(path, headers={"cookie": f"{NAME}={YOU}"}).status_code in (403, 404)
    with (
        client.websocket_connect(f"/learnscope/live/{run.id}", headers={"cookie": f"{NAME}={ME}"}),
        client.websocket_connect(f"/learnscope/watch/{name}") as watching,
    ):
        watching.send_text(json.dumps({"type": "watch", "panels": {"map": {}}, "visible": True}))
        unpacker, kinds = Unpacker(), []
        while "frame" not in kinds:
            kinds.append(unpacker.unpack(watching.receive_bytes())[0]["type"])
        assert kinds[0] == "meta"
        watching.send_text(json.dumps({"type": "play"}))
        while kinds[-1] != "notice":
            kinds.append(unpacker.unpack(watching.receive_bytes())[0]["type"])
        assert run.status == "ready"
        gone = client.delete(f"/learnscope/cast/{run.id}", headers={"cookie": f"{NAME}={ME}"})
        assert gone.status_code == 200
        while (said := watching.receive())["type"] != "websocket.close":
            pass
        assert said["code"] == ENDED
    assert known.get(name) is None
    assert client.get(f"/learnscope/watch/{name}").status_code == 404


def test_on_another_page_watchers_are_told_to_come_along(client, engine, run, known, monkeypatch):
    monkeypatch.setenv(permission.SETTING, "sesame")
    name = begin(client, run, "sesame").json()["id"]
    other = engine.create(ME, Descent, DescentConfig(depth=2), "cpu")
    with client.websocket_connect(f"/learnscope/watch/{name}") as watching:
        watching.send_text(json.dumps({"type": "watch", "panels": {"map": {}}, "visible": True}))
        watching.receive()
        assert begin(client, other).json()["id"] == name
        while (said := watching.receive())["type"] != "websocket.close":
            pass
        assert said["code"] == MOVED
    assert known.get(name).run is other


@pytest.mark.parametrize(
    ("host", "peer", "headers", "may"),
    [
        ("localhost:8501", "127.0.0.1", {}, True),
        ("127.0.0.1:8501", "::ffff:127.0.0.1", {}, True),
        ("learn.example", "127.0.0.1", {}, False),
        ("localhost:8501", "192.168.0.7", {}, False),
        ("localhost:8501", "127.0.0.1", {"x-forwarded-for": "8.8.8.8"}, False),
        ("[evil", "127.0.0.1", {}, False),
    ],
)
def test_who_sits_at_the_machine_needs_no_token(host, peer, headers, may):
    from starlette.requests import Request

    raw = [(name.encode(), value.encode()) for name, value in {"host": host, **headers}.items()]
    request = Request({"type": "http", "headers": raw, "client": (peer, 5)})
    assert (permission.needed(request) == "nothing") is may
