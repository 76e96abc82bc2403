"""The page /runs: what it lists and does, also under hostile names and without a database."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from core.params import Message, ParamError
from core.playgrounds import lookup
from core.saved.file import from_bytes
from core.training.library import Shelved, named
from core.ui import run_words
from core.ui.differences import Side, table
from core.ui.words import plain
from tests.saved.runs import small

EVIL = "<img src=x onerror=alert(1)> :red[*a*] [b](javascript:c)"


class Shelf:
    """A library in memory, of whoever asks."""

    def __init__(self):
        self.runs, self.files, self.trouble = {}, {}, None

    def of(self, owner):
        if self.trouble:
            raise self.trouble
        return list(self.runs.values())

    def keep(self, owner, run, file):
        self.runs[run.id], self.files[run.id] = run, file

    def file(self, owner, run_id):
        return self.files[run_id]

    def rename(self, owner, run_id, name):
        self.runs[run_id] = replace(self.runs[run_id], name=named(name))

    def delete(self, owner, run_id):
        self.runs[run_id] = replace(self.runs[run_id], deleted=time.time())

    def restore(self, owner, run_id):
        self.runs[run_id] = replace(self.runs[run_id], deleted=0.0)


@pytest.fixture
def shelf(engine):
    engine.library = Shelf()
    return engine.library


def kept(shelf, run_id="one", name="First", **facts):
    file = small()
    packed = from_bytes(file).packed
    run = Shelved(run_id, name, "mlp", packed.values, {"test_loss": 0.25}, packed.step,
                  time.time() - 7300, len(file), b"", 0.0)  # fmt: skip
    shelf.keep("", replace(run, **facts), file)


def said(app):
    return [one.value for one in app.markdown]


def button(app, label):
    return next(one for one in app.button if one.label == label)


def test_an_empty_library_says_how_it_is_filled(open_real, shelf):
    app = open_real(page="runs")
    assert not app.exception
    assert app.title[0].value == "Library"
    assert "No run is kept yet" in app.info[0].value
    assert any("bookmark" in text for text in said(app))


def test_without_a_store_the_page_says_so(open_real, engine):
    app = open_real(page="runs")
    assert not app.exception
    assert "keeps no library" in app.info[0].value


def test_a_run_is_listed_renamed_deleted_and_brought_back(open_real, shelf):
    kept(shelf)
    app = open_real(page="runs")
    assert not app.exception
    (lines,) = [text for text in said(app) if "First" in text]
    assert "**First**  \nNeural network, step 30, kept 2 hours ago" in lines
    assert "Hidden layers **3**" in lines
    assert "test loss **0\\.2500**" in lines
    shelf.rename("", "one", EVIL)
    app.run()
    (lines,) = [text for text in said(app) if "onerror" in text]
    assert plain(EVIL) in lines
    shelf.delete("", "one")
    app.run()
    assert not [text for text in said(app) if "onerror" in text]
    assert "was deleted" in app.info[0].value
    button(app, "Undo").click().run()
    assert shelf.runs["one"].deleted == 0.0
    assert not app.exception


def test_a_run_of_another_version_stays_in_the_list(open_real, shelf):
    kept(shelf, algorithm="gone")
    kept(shelf, "two", config={"nothing": 3})
    app = open_real(page="runs")
    assert not app.exception
    assert sum("another version" in text for text in said(app)) == 2


def test_a_library_that_cannot_be_reached_gives_a_sentence(open_real, shelf):
    shelf.trouble = ParamError(Message("library", "The library can't be reached."), "")
    app = open_real(page="runs")
    assert not app.exception
    assert "reached" in app.error[0].value
    assert not app.info


def test_two_runs_beside_each_other():
    mlp = lookup("mlp")
    one = Side("a|b", mlp, mlp.Config(), {"test_loss": 0.5, "train_loss": None}, 30)
    other = Side("c", mlp, mlp.Config(lr=0.5), {"test_loss": 2e-5}, 1200)
    found = table(one, other, str)
    assert "| Run | a\\|b | c |" in found
    assert "| Step | 30 | 1,200 |" in found
    assert "| Learning rate | 0\\.03 | 0\\.5 |" in found
    assert "| test loss | 0\\.5000 | 2\\.00e−05 |" in found
    assert "Hidden" not in found
    assert "All settings of the two are the same." in table(one, one, str)
    vae = lookup("vae")
    assert "| – |" in table(one, Side("v", vae, vae.Config(), {}, 3), str)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-5, "a moment ago"), (90, "a moment ago"), (150, "2 minutes ago"), (9000, "2 hours ago"),
     (3e6, "34 days ago")],
)  # fmt: skip
def test_how_old_a_run_is(seconds, words):
    assert run_words.aged(seconds, str) == words
