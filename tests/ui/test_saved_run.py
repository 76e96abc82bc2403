"""A saved run is opened on its page, with its settings and its data, paused at its step."""

from __future__ import annotations

import time

import pytest
import streamlit as st

import core.training.engine as module
from core.params import ParamError
from core.saved.file import to_bytes
from core.training.engine import Engine
from core.ui import saved_run
from tests.saved.runs import packed, small, trained


@pytest.fixture
def engine(monkeypatch):
    made = Engine()
    monkeypatch.setattr(module, "engine", lambda: made)
    monkeypatch.setattr(st, "session_state", {"viewer": "m" * 32})
    yield made
    made.close()


def test_a_file_becomes_a_run_of_this_viewer_and_the_pages_settings(engine):
    assert saved_run.opened(small()) == "mlp"
    state = st.session_state
    run = engine.get(state["run.mlp"])
    until = time.monotonic() + 20
    while run.session is None and time.monotonic() < until:
        time.sleep(0.01)
    assert (run.owner, run.step, run.status) == ("m" * 32, 30, "paused")
    assert state["settings.mlp"]["hidden"] == (3,)
    assert state["settings.mlp"]["points"] == 60
    assert state["preset.mlp"] is None
    assert state["address.mlp"] == {}


def test_a_setting_that_differs_is_the_pages_too(engine):
    content = to_bytes(packed(trained("vae", 2, dataset="digits")))
    assert saved_run.opened(content) == "vae"
    assert st.session_state["settings.vae"]["dataset"] == "digits"


def test_a_file_that_is_none_is_refused_and_nothing_changes(engine):
    with pytest.raises(ParamError, match="no saved run"):
        saved_run.opened(b"nonsense")
    assert "run.mlp" not in st.session_state
