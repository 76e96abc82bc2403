"""Sets fetched from a server of ours: whole or not at all, once however many ask, and never by themselves."""

from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from core.data import download, fetch, images, official
from core.params import ParamError
from tests.data.idxfiles import write
from tests.data.servers import serving

ROOT = Path(__file__).resolve().parents[2]
NAME = "mnist"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_DATA", str(tmp_path / "sets"))
    monkeypatch.setattr(download, "_downloads", {})
    return tmp_path / "sets" / "mnist"


@pytest.fixture
def server(tmp_path, monkeypatch):
    write(tmp_path / "made", n=300)
    files = {
        f"{path.name}.gz": gzip.compress(path.read_bytes())
        for path in sorted((tmp_path / "made").iterdir())
    }
    with serving(files) as made:
        monkeypatch.setitem(official.FILES, NAME, made.table())
        yield made


def fetched():
    found = download.start(NAME, "me")
    found.wait(20)
    return found


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_set_is_fetched_learned_from_and_never_fetched_twice(folder, server):
    with pytest.raises(official.AbsentError):
        images.load(NAME)
    found = fetched()
    assert (found.stage, found.problem) == ("done", None)
    assert found.received == found.total == sum(map(len, server.files.values()))
    assert found.rate() > 0
    assert left(folder) == sorted(server.files), "the files and nothing else"
    assert all(path.stat().st_mode & 0o044 for path in folder.iterdir()), "others may read them"
    assert len(images.load(NAME).x) == 300
    assert sorted(server.asked) == sorted(server.files)
    assert fetched().stage == "done"
    assert len(server.asked) == 4, "what is here and whole is not asked for again"


def test_only_what_is_missing_or_damaged_is_fetched(folder, server):
    fetched()
    names = sorted(server.files)
    (folder / names[0]).unlink()
    (folder / names[1]).write_bytes(b"x" * len(server.files[names[1]]))
    server.asked.clear()
    assert fetched().stage == "done"
    assert sorted(server.asked) == names[:2]


def test_reading_and_asking_fetch_nothing(folder, server):
    assert not download.present(NAME)
    with pytest.raises(official.AbsentError):
        images.load(NAME)
    assert server.asked == []
    assert not folder.exists()


def test_a_server_may_forbid_it(folder, server, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_DOWNLOADS", "off")
    with pytest.raises(ParamError, match="does not let it download"):
        download.start(NAME)
    assert download.current(NAME) is None


@pytest.mark.parametrize(
    ("badly", "said"),
    [
        ({"cut": 0}, "cut short after 0.0"),
        ({"cut": 100}, "cut short after 0.0"),
        ({"status": 404}, r"was refused by 127\.0\.0\.1:\d+ \(404\)"),
        ({"status": 503}, r"was refused by 127\.0\.0\.1:\d+ \(503\)"),
        ({"wrong": b"<html>Please log in to this network</html>"}, "not the file that is known"),
        ({"wrong": bytes(2_000_000)}, "not the file that is known"),
    ],
)
def test_whatever_goes_wrong_has_a_sentence_and_leaves_nothing(folder, server, badly, said):
    for name, value in badly.items():
        setattr(server, name, value)
    found = fetched()
    assert found.stage == "failed"
    with pytest.raises(ParamError, match=said):
        raise ParamError(found.problem)
    assert found.problem.param == "dataset"
    assert left(folder) == []
    assert not folder.exists(), "nor a folder that was not there"
    server.cut, server.status, server.wrong = None, 200, b""
    assert fetched().stage == "done", "and it can be tried again"


def test_a_cut_in_a_large_file_says_how_far_it_came(folder, tmp_path, monkeypatch):
    data = np.random.default_rng(0).bytes(3_000_000)
    with serving({"train-images-idx3-ubyte.gz": data}) as server:
        monkeypatch.setitem(official.FILES, NAME, server.table())
        server.cut = 1_500_000
        found = fetched()
    assert found.problem.say().startswith("train-images-idx3-ubyte.gz was cut short after 1.")
    assert "of 3.0 MB: try again" in found.problem.say()
    assert not folder.exists()


def test_no_network_is_a_sentence(folder, server, monkeypatch):
    gone = official.File("train-images-idx3-ubyte.gz", "http://127.0.0.1:9/", 5, "0" * 32)
    monkeypatch.setitem(official.FILES, NAME, (gone,))
    assert "127.0.0.1:9 can't be reached" in fetched().problem.say()


def test_a_disk_without_room_is_found_out_before(folder, server, monkeypatch):
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(9, 9, 5_000_000)
    )
    found = fetched()
    assert "no room for mnist: it needs 17 MB, and 5 MB are free" in found.problem.say()
    assert server.asked == []
    assert not folder.exists()


def test_a_disk_that_fills_up_meanwhile_is_named(folder, server, monkeypatch):
    def full(self, count):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(fetch._Meter, "update", full)
    assert "The disk is full" in fetched().problem.say()
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_is_named(folder, server):
    folder.parent.mkdir()
    folder.write_text("in the way")
    found = fetched()
    assert found.stage == "failed"
    assert "folder mnist of the data sets can't be written" in found.problem.say()
    assert str(folder) not in found.problem.say()


# ---- many at once -------------------------------------------------------------------------------
def test_many_people_share_one_download_and_the_last_of_them_cancels(folder, server):
    server.gate.clear()
    found = [download.start(NAME, f"visitor {k}") for k in range(50)]
    assert all(one is found[0] for one in found)
    assert server.half.wait(10)
    for k in range(49):
        download.cancel(NAME, f"visitor {k}")
    download.cancel(NAME, "somebody who never asked")
    assert not found[0].stop.is_set()
    assert found[0].stage == "running"
    assert found[0].received < found[0].total
    download.cancel(NAME, "visitor 49")
    server.gate.set()
    found[0].wait(20)
    assert found[0].stage == "stopped"
    assert len(server.asked) == 1
    assert not folder.exists()
    assert fetched().stage == "done"


def test_pressed_again_right_after_cancel_it_begins_anew(folder, server):
    server.gate.clear()
    first = download.start(NAME, "me")
    assert server.half.wait(10)
    download.cancel(NAME, "me")
    second = download.start(NAME, "me")
    assert second is not first
    server.gate.set()
    for one in (first, second):
        one.wait(20)
    assert (first.stage, second.stage) == ("stopped", "done")
    assert left(folder) == sorted(server.files)


SCRIPT = """
import json, sys
from core.data import download, official
official.FILES["mnist"] = tuple(official.File(*one) for one in json.loads(sys.argv[1]))
found = download.start("mnist")
found.wait()
print(found.stage, found.problem and found.problem.say())
"""


def process(server, home):
    table = json.dumps([[one.name, one.base, one.size, one.md5] for one in server.table()])
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, table], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"LEARNSCOPE_DATA": str(home)},
    )  # fmt: skip


def test_two_processes_fetch_it_once(folder, server):
    server.gate.clear()
    both = [process(server, folder.parent) for _ in range(2)]
    assert server.half.wait(20)
    time.sleep(0.5)
    server.gate.set()
    said = [one.communicate(timeout=30)[0].split()[0] for one in both]
    assert said == ["done", "done"]
    assert sorted(server.asked) == sorted(server.files), "each file was asked for once"
    assert left(folder) == sorted(server.files)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_what_a_process_leaves_behind_the_next_removes(folder, server, by):
    server.gate.clear()
    one = process(server, folder.parent)
    assert server.half.wait(20)
    one.send_signal(by)
    server.gate.set()
    one.communicate(timeout=20)
    if by == signal.SIGINT:
        assert not [name for name in left(folder) if name not in server.files], (
            "it tidied up itself"
        )
    else:
        assert any(name.startswith(fetch.STAGING) for name in left(folder))
    assert fetched().stage == "done"
    assert left(folder) == sorted(server.files)


def test_the_end_of_the_process_ends_downloads(folder, server):
    server.gate.clear()
    found = download.start(NAME)
    assert server.half.wait(10)
    threading.Timer(0.1, server.gate.set).start()
    download.leave()
    assert found.stage == "stopped"
    assert not folder.exists()


# ---- the table ----------------------------------------------------------------------------------
def test_the_table_holds_what_the_real_files_are():
    import hashlib

    for name in ("mnist", "fashion-mnist"):
        home = Path("/work/shared/data") / name
        if not home.is_dir():
            pytest.skip("the real files are not here")
        for file in official.FILES[name]:
            data = (home / file.name).read_bytes()
            assert (len(data), hashlib.md5(data).hexdigest()) == (file.size, file.md5)


def test_importing_it_imports_no_library_for_the_network():
    check = "import sys, core.data.download; sys.exit(any(n in sys.modules for n in ('pooch', 'requests')))"
    assert subprocess.run([sys.executable, "-c", check], cwd=ROOT).returncode == 0
