"""The page under AppTest, on a fake algorithm and a fake engine."""

from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

import core.playgrounds
import core.training.engine
from tests.ui.fakes import FakeAlgorithm, FakeEngine, fake_view

SHELL = Path(__file__).parents[2] / "core" / "ui" / "shell.py"


@pytest.fixture
def engine(monkeypatch):
    made = FakeEngine()
    monkeypatch.setattr(core.training.engine, "engine", lambda: made)
    return made


@pytest.fixture
def shown(monkeypatch):
    return fake_view(monkeypatch)


@pytest.fixture
def open_real(engine, shown, monkeypatch):
    """open_real(query, page) is the page at that address, run once, with its own algorithm.

    Its fragments are never drawn alone, since AppTest would forget everything else.
    """
    monkeypatch.setattr(streamlit, "rerun", lambda fragment: None)

    def open_it(query=None, page="mlp"):
        app = AppTest.from_file(str(SHELL), default_timeout=30)
        app.run()
        if page:
            app.switch_page(f"../../pages/{page}.py")
        app.query_params.update(query or {})
        return app.run()

    return open_it


@pytest.fixture
def open_page(monkeypatch, open_real):
    """The same, with the fake algorithm."""
    monkeypatch.setattr(core.playgrounds, "lookup", lambda name: FakeAlgorithm)
    return open_real
