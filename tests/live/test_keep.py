"""A run is kept under a name over HTTP: whose it is, and what is made of a name and a picture that lie."""

from __future__ import annotations

import base64
import io
import time
import zipfile

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.live.cookie import NAME
from core.live.route import routes
from core.live.save import TOKEN
from core.live.thumbnail import MOST, SIZE, thumbnail
from core.playgrounds import lookup
from core.saved import archive
from core.saved.file import from_bytes
from core.store import start
from core.store.settings import Settings

ME, YOU = "m" * 32, "y" * 32


@pytest.fixture
def client(engine, tmp_path):
    start(engine, Settings(f"sqlite:///{tmp_path / 'runs.db'}"))
    with TestClient(Starlette(routes=routes("/lab"))) as made:
        yield made


@pytest.fixture
def run(engine):
    algorithm = lookup("mlp")
    made = engine.create(ME, algorithm, algorithm.Config(lr=0.3))
    made.advance_by(40)
    while made.step < 40:
        time.sleep(0.01)
    return made


def asked(client, run, owner=ME, told=None, **headers):
    known = {"cookie": f"{NAME}={owner}"} if owner else {}
    told = {"name": "Spiral", "picture": None} if told is None else told
    return client.post(f"/lab/learnscope/keep/{run.id}", json=told, headers=known | headers)


def picture(kind="PNG", size=(640, 300), mode="RGBA"):
    made = io.BytesIO()
    Image.effect_noise(size, 90).convert(mode).save(made, kind)
    return made.getvalue()


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        return {one: held.read(one) for one in held.namelist()}


def as_url(content):
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


def test_the_run_lies_in_the_library_as_the_file_that_save_gives(client, engine, run):
    answer = asked(
        client, run, told={"name": " <b>学</b>\n1 ", "picture": as_url(picture(size=(320, 150)))}
    )
    assert answer.status_code == 200
    assert answer.json()["name"] == "<b>学</b> 1"
    assert answer.json()["lasts"] is True
    cookie = answer.headers["set-cookie"]
    assert f"{NAME}={ME}; Path=/lab; Max-Age=34560000; HttpOnly" in cookie
    (found,) = engine.library.of(ME)
    assert (found.name, found.algorithm, found.step) == ("<b>学</b> 1", "mlp", 40)
    assert found.config["lr"] == 0.3
    assert found.latest == {name: pytest.approx(v) for name, v in run.history.latest.items()}
    with Image.open(io.BytesIO(found.picture)) as small:
        assert (small.format, small.size) == ("WEBP", (320, 150))
    content = engine.library.file(ME, found.id)
    saved = client.get(f"/lab/learnscope/save/{run.id}", headers={"cookie": f"{NAME}={ME}"}).content
    assert parts(content) == {
        one: said for one, said in parts(saved).items() if one != archive.FRAMES
    }
    assert from_bytes(content).packed.step == 40


def test_whose_it_is(client, engine, run):
    assert asked(client, run, YOU).status_code == 403
    assert asked(client, run, "").status_code == 403
    assert asked(client, run, origin="https://evil.example").status_code == 403
    assert engine.library.of(ME) == engine.library.of(YOU) == []
    answer = asked(client, run, "", **{TOKEN: ME})  # in a frame without a cookie
    assert answer.json()["lasts"] is False
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"name": " "}, "type one"),
        ({"name": "x" * 81}, "81 letters; at most 80"),
        ({"name": "x" * 300_000}, "at most 80"),
        ({"name": "x" * 500_000}, "no request to keep"),
        ({"name": 3}, "no request to keep"),
        (["name"], "no request to keep"),
    ],
)
def test_what_is_no_request_gets_a_sentence(client, engine, run, told, words):
    answer = asked(client, run, told=told)
    assert (answer.status_code, answer.headers["content-type"][:10]) == (409, "text/plain")
    assert words in answer.text
    assert engine.library.of(ME) == []


def test_only_json_is_heard(client, run):
    headers = {"cookie": f"{NAME}={ME}", "content-type": "text/plain"}
    answer = client.post(
        f"/lab/learnscope/keep/{run.id}", content=b'{"name": "a"}', headers=headers
    )
    assert answer.status_code == 409


def test_without_a_library_there_is_a_sentence(client, engine, run):
    engine.library = None
    assert "keeps no library" in asked(client, run).text


@pytest.mark.parametrize(
    "sent", ["nonsense", as_url(b"<svg onload=x>"), as_url(b""), 7, "data:,=é"]
)
def test_a_picture_that_is_none_is_left_out(client, engine, run, sent):
    assert asked(client, run, told={"name": "a", "picture": sent}).status_code == 200
    assert engine.library.of(ME)[0].picture == b""


def test_a_picture_is_drawn_anew_and_small():
    for kind, mode in (("PNG", "RGBA"), ("WEBP", "RGB"), ("JPEG", "L")):
        made = thumbnail(picture(kind, mode=mode))
        with Image.open(io.BytesIO(made)) as small:
            small.load()
            assert (small.format, small.mode) == ("WEBP", "RGB")
            assert all(one <= most for one, most in zip(small.size, SIZE, strict=True))
        assert 0 < len(made) <= MOST


def test_pictures_of_other_kinds_too_large_or_cut_are_none():
    assert thumbnail(picture("BMP", mode="RGB")) == b""
    assert thumbnail(picture("PNG", (1300, 10))) == b""
    assert thumbnail(picture()[:2000]) == b""
    bomb = picture("PNG", (1, 1))
    assert thumbnail(bomb.replace(b"IHDR\0\0\0\1\0\0\0\1", b"IHDR\0\1\0\0\0\1\0\0")) == b""
