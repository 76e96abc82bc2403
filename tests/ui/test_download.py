"""A page whose data set is missing: what belongs where, a button, progress, cancel, and then the run."""

from __future__ import annotations

import gzip

import pytest

from core.data import download, official
from core.ui import download as box
from tests.data.cifarfiles import put
from tests.data.idxfiles import write
from tests.data.servers import serving


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_DATA", str(tmp_path / "sets"))
    monkeypatch.setattr(download, "_downloads", {})
    write(tmp_path / "made")
    files = {
        f"{one.name}.gz": gzip.compress(one.read_bytes()) for one in (tmp_path / "made").iterdir()
    }
    with serving(files) as made:
        monkeypatch.setitem(official.FILES, "mnist", made.table())
        yield made


def button(app, label):
    return next((one for one in app.main.get("button") if one.label.startswith(label)), None)


def captions(app):
    return " ".join(one.value.replace("\\", "") for one in app.main.caption)


def test_missing_files_are_fetched_where_somebody_asks_and_then_learned_from(
    open_real, engine, server, tmp_path
):
    app = open_real({"vae.dataset": "mnist", "play": "true"}, "vae")
    assert not app.exception
    assert engine.run.config.dataset == "mnist", "the run waits for it"
    assert server.asked == [], "opening a page fetches nothing"
    assert str(tmp_path) not in captions(app), (
        "where the server keeps its files is nobody's business"
    )
    server.gate.clear()
    app = button(app, "Download MNIST 28×28").click().run()
    found = download.current("mnist")
    assert server.half.wait(10)
    app = app.run()
    assert button(app, "Download") is None
    assert button(app, "Cancel") is not None
    assert not app.exception
    server.gate.set()
    found.wait(20)
    engine.run.said.clear()
    app = app.run()
    assert not app.exception
    assert button(app, "Download") is None
    assert engine.run.said == [("configure", engine.run.config), ("play", None)], (
        "it is built again"
    )
    engine.run.said.clear()
    app.run()
    assert engine.run.said == [], "once"


def test_it_can_be_cancelled_by_who_asked_and_by_nobody_else(open_real, engine, server):
    server.gate.clear()
    found = download.start("mnist", "somebody else")
    app = open_real({"vae.dataset": "mnist"}, "vae")
    assert button(app, "Cancel") is None
    assert "Somebody else" in captions(app)
    download.cancel("mnist", "somebody else")
    server.gate.set()
    found.wait(20)
    server.gate.clear()
    server.half.clear()
    app = button(app.run(), "Download MNIST").click().run()
    assert server.half.wait(10)
    app = button(app.run(), "Cancel").click().run()
    server.gate.set()
    download.current("mnist").wait(20)
    assert download.current("mnist").stage == "stopped"
    assert button(app.run(), "Download MNIST") is not None


def test_what_went_wrong_is_said_beside_the_button(open_real, engine, server):
    server.status = 404
    download.start("mnist", "me").wait(20)
    app = open_real({"vae.dataset": "mnist"}, "vae")
    (error,) = app.main.error
    assert "was refused" in error.value
    assert button(app, "Download MNIST") is not None


def test_whoever_runs_the_server_can_forbid_it(open_real, engine, server, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_DOWNLOADS", "off")
    app = open_real({"vae.dataset": "mnist"}, "vae")
    assert button(app, "Download") is None
    assert any("are not on this server yet" in one.value for one in app.main.markdown)


def test_who_sits_at_the_server_is_told_which_files_to_put_where(
    open_real, engine, server, monkeypatch, tmp_path
):
    monkeypatch.setattr(box, "_at_home", lambda: True)
    app = open_real({"vae.dataset": "mnist"}, "vae")
    assert "train-images-idx3-ubyte.gz" in captions(app)
    assert f"into {tmp_path / 'sets' / 'mnist'}." in captions(app)


def test_data_that_are_here_need_no_box(open_real, engine, server, tmp_path):
    write(tmp_path / "sets" / "mnist")
    app = open_real({"vae.dataset": "mnist"}, "vae")
    assert button(app, "Download") is None
    assert not app.exception


@pytest.mark.parametrize(
    ("headers", "home"),
    [
        ({"Host": "localhost:8501"}, True),
        ({"Host": "127.0.0.1:8501"}, True),
        ({"Host": "[::1]:8501"}, True),
        ({"Host": "localhost"}, True),
        ({"Host": "learn.example"}, False),
        ({"Host": "learn.example:443"}, False),
        ({"Host": "192.168.0.7:8501"}, False),
        ({"Host": "localhost:8501", "X-Forwarded-For": "8.8.8.8"}, False),
        ({}, False),
    ],
)
def test_the_full_path_is_for_those_who_sit_at_the_server(monkeypatch, headers, home):
    class Context:
        pass

    context = Context()
    context.headers = headers
    monkeypatch.setattr(box.st, "context", context)
    assert box._at_home() is home


def test_of_a_set_that_is_here_in_part_the_rest_is_fetched_and_learned_from_when_asked(
    open_real, engine, tmp_path, monkeypatch
):
    sets = tmp_path / "sets"
    monkeypatch.setenv("LEARNSCOPE_DATA", str(sets))
    monkeypatch.setattr(download, "_downloads", {})
    put(sets / "cifar-10", "bin", ("data_batch_1",))
    put(tmp_path / "made", "tar of bin")
    (whole,) = (tmp_path / "made").iterdir()

    def label(app, beginning):
        return next(
            (one for one in app.sidebar.get("button") if one.label.startswith(beginning)), None
        )

    with serving({whole.name: whole.read_bytes()}) as server:
        monkeypatch.setitem(official.FILES, "cifar-10", server.table())
        app = open_real({"cnn.dataset": "cifar-10"}, "cnn")
        assert not app.exception
        assert server.asked == []
        app = label(app, "Download all of it").click().run()
        download.current("cifar-10").wait(20)
        assert download.current("cifar-10").stage == "done"
        engine.run.said.clear()
        app = app.run()
        assert engine.run.said == [], "the run goes on with what it has"
        app = label(app, "Begin anew").click().run()
        assert not app.exception
        assert ("configure", engine.run.config) in engine.run.said
        app = app.run()
        assert label(app, "Begin anew") is None
