"""The store of uploads: bounded, content-addressed, and never outside its folder."""

from __future__ import annotations

import os

import pytest

from core.data import uploads
from core.params import ParamError


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path / "here"))
    return tmp_path / "here"


def test_what_is_stored_can_be_read_and_is_stored_once(folder):
    upload = uploads.store(b"1\n2\n")
    assert uploads.ID.fullmatch(upload)
    assert uploads.read(upload) == b"1\n2\n"
    assert uploads.store(b"1\n2\n") == upload
    assert uploads.store(b"1\n3\n") != upload
    assert len(list(folder.iterdir())) == 2


def test_the_one_unused_for_longest_makes_way(monkeypatch):
    monkeypatch.setattr(uploads, "TOTAL", 10)
    first, second = uploads.store(b"aaaa"), uploads.store(b"bbbb")
    for age, upload in enumerate((second, first)):  # the second was used less recently
        os.utime(uploads.folder() / upload, (1000 + age, 1000 + age))
    third = uploads.store(b"cccc")
    assert uploads.read(first) == b"aaaa"
    assert uploads.read(third) == b"cccc"
    with pytest.raises(ParamError, match="isn't here any more; upload it again"):
        uploads.read(second)


def test_other_files_of_the_folder_are_left_alone(folder, monkeypatch):
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    monkeypatch.setattr(uploads, "TOTAL", 3)
    uploads.store(b"aaa")
    uploads.store(b"bbb")
    assert (folder / "notes.txt").read_text() == "mine"


def test_too_much_and_nothing_are_refused(folder, monkeypatch):
    monkeypatch.setattr(uploads, "KEPT", 2**20)
    with pytest.raises(ParamError, match=r"has 1\.5 MB: at most 1 MB"):
        uploads.store(bytes(3 * 2**19))
    with pytest.raises(ParamError, match="is empty"):
        uploads.store(b"")
    assert not folder.exists()


@pytest.mark.parametrize(
    "upload", ["../secret", "ABCDEF0123456789", "0" * 15, "0" * 17, "a/b", "\0" * 16]
)
def test_only_ids_are_looked_up(upload):
    with pytest.raises(ParamError, match="this file isn't here any more"):
        uploads.read(upload)


def test_links_and_changed_files_are_not_read(folder, tmp_path):
    upload = uploads.store(b"1\n2\n")
    (folder / upload).write_bytes(b"3\n4\n")
    with pytest.raises(ParamError, match="isn't here any more"):
        uploads.read(upload)
    (tmp_path / "secret").write_bytes(b"1\n2\n")
    (folder / upload).unlink()
    (folder / upload).symlink_to(tmp_path / "secret")
    with pytest.raises(ParamError, match="isn't here any more"):
        uploads.read(upload)


def test_no_upload_yet_is_said():
    with pytest.raises(ParamError, match="There is no file yet"):
        uploads.read("")


def test_a_folder_that_leads_elsewhere_is_refused(folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ParamError, match="can't be kept"):
        uploads.store(b"1\n2\n")


def test_without_the_variable_files_are_temporary(monkeypatch):
    monkeypatch.delenv("LEARNSCOPE_UPLOADS")
    assert uploads.folder().name.startswith("learnscope-uploads-")
