"""Named runs: whose they are, how many there may be, how long they last, and a database that can't be had."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
import sqlalchemy as sql

from core.params import ParamError
from core.store import library as module
from core.store.database import Database, runs
from core.store.shelf import shelf
from core.training.library import LONGEST, Shelved, named
from tests.store.conftest import ME, trained

YOU = "y" * 32
RUN = Shelved("one", "First", "mlp", {"lr": 0.1}, {"loss": 0.5, "gap": None}, 7, 0.0, 4, b"", 0.0)


def kept(library, owner=ME, file=b"file", **facts):
    run = replace(RUN, **{"kept": time.time(), "size": len(file), **facts})
    library.keep(owner, run, file)
    return run


@pytest.fixture
def library(serve):
    return serve().library


def test_a_run_is_its_owners_alone(library):
    run = kept(library, picture=b"picture")
    assert library.of(ME) == [run]
    assert library.file(ME, "one") == b"file"
    assert library.of(YOU) == []
    for foreign in (
        lambda: library.file(YOU, "one"),
        lambda: library.rename(YOU, "one", "Mine"),
        lambda: library.delete(YOU, "one"),
        lambda: library.restore(YOU, "one"),
        lambda: library.file(ME, "' or 1=1 --"),
    ):
        with pytest.raises(ParamError, match="no longer in the library"):
            foreign()
    assert library.of(ME) == [run]


def test_the_database_does_not_tell_the_cookie(library):
    kept(library)
    with library._writer.database.engine.connect() as connection:
        row = connection.execute(sql.select(shelf)).mappings().one()
    assert ME not in "".join(map(str, row.values()))


def test_renamed_deleted_and_brought_back_also_after_a_restart(serve, library):
    kept(library)
    library.rename(ME, "one", "  Zweite\nSpirale  ")
    library.delete(ME, "one")
    again = serve().library
    (found,) = again.of(ME)
    assert found.name == "Zweite Spirale"
    assert found.deleted
    again.restore(ME, "one")
    assert not again.of(ME)[0].deleted


def test_what_was_deleted_goes_for_good(library, monkeypatch):
    kept(library)
    library.delete(ME, "one")
    library.clean()
    assert library.of(ME)
    monkeypatch.setattr(module, "UNDO", 0.0)
    assert library.of(ME) == []
    library.clean()
    with pytest.raises(ParamError, match="no longer in the library"):
        library.restore(ME, "one")


def test_there_is_room_for_so_many_and_so_much(serve):
    few = serve(library_each=2, library_each_megabytes=1e-5).library
    for name in ("a", "b"):
        kept(few, id=name)
    with pytest.raises(ParamError, match=r"holds 2 runs\. Delete one"):
        kept(few, id="c")
    few.delete(ME, "a")
    with pytest.raises(ParamError, match=r"may take 0 MB"):
        kept(few, id="c", file=b"longer than that")
    kept(few, id="c")
    with pytest.raises(ParamError, match="holds 2 runs"):
        few.restore(ME, "a")
    kept(few, YOU, id="d")  # somebody else's room


def test_one_run_may_not_be_enormous(library, monkeypatch):
    monkeypatch.setattr(module, "LARGEST", 1e-6)
    with pytest.raises(ParamError, match="takes at most"):
        kept(library)


def test_the_one_unused_for_longest_goes_first_and_unnamed_runs_sooner(serve):
    engine = serve(library_megabytes=1e-5, days=0.0, library_days=1.0)
    run = trained(engine, 5)
    library = engine.library
    kept(library, id="old", kept=time.time() - 20)
    kept(library, id="new", kept=time.time() - 10)
    library.file(ME, "old")  # it is used, so the other one is older
    kept(library, YOU, id="third")
    library.clean()
    assert [one.id for one in library.of(ME)] == ["old"]
    kept(library, YOU, id="forgotten", kept=time.time() - 2 * 86_400)
    library.clean()
    assert [one.id for one in library.of(YOU)] == ["third"]
    database = engine.keeper.writer.database
    database.clean(0.0, 1e9, [])
    assert database.find(run.id) is None


def test_a_database_of_before_gets_the_table(serve, url):
    old = Database(url)
    with old.engine.begin() as connection:
        connection.execute(sql.text("DROP TABLE learnscope_library"))
        connection.execute(sql.select(runs).limit(0))
    old.close()
    assert serve().library.of(ME) == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("database or disk is full", "disk of this server is full"),
        ("attempt to write a readonly database", "can't be written to"),
        ("connection refused", "can't be reached"),
        ("database is locked", "busy at the moment"),
    ],
)
def test_a_database_that_cannot_be_had_gives_a_sentence(library, monkeypatch, error, words):
    def broken(*_):
        raise sql.exc.OperationalError("select", {}, Exception(error))

    monkeypatch.setattr(module.shelf, "put", broken)
    monkeypatch.setattr(module.shelf, "of", broken)
    with pytest.raises(ParamError, match=words):
        library.of(ME)
    with pytest.raises(ParamError, match=words):
        kept(library)


def test_a_damaged_file_is_not_opened(library):
    kept(library)
    with library._writer.database.engine.begin() as connection:
        connection.execute(sql.update(shelf).values(file=b"fil_"))
    with pytest.raises(ParamError, match="no longer in the library"):
        library.file(ME, "one")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  a \t b\n", "a b"),
        ("学习率 0.1", "学习率 0.1"),
        ("نمونه\u200cها", "نمونه\u200cها"),
        ("<b onload=x>&amp;", "<b onload=x>&amp;"),  # whoever shows it escapes it
        ("ab\u202ecd\x00\ud800", "abcd"),
        ("e\u0301", "é"),
    ],
)
def test_names_in_any_language(typed, name):
    assert named(typed) == name


def test_no_name_and_an_endless_one_are_refused():
    for typed in ("", " \n", "\u202e\u200d"):
        with pytest.raises(ParamError, match="type one"):
            named(typed)
    with pytest.raises(ParamError, match=f"has {LONGEST + 1} letters; at most {LONGEST}") as error:
        named("x" * (LONGEST + 1))
    assert len(error.value.nearest) == LONGEST
