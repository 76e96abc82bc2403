"""Sessions whose browser has gone are closed after a while."""

from types import SimpleNamespace

import pytest

import core.ui.abandoned as module
from core.ui.abandoned import Abandoned


class Server:
    """As much of Streamlit's runtime as is asked."""

    def __init__(self, **connected):
        self.connected = connected
        self._session_mgr = self

    def list_sessions(self):
        return [SimpleNamespace(session=SimpleNamespace(id=one)) for one in self.connected]

    def is_active_session(self, one):
        return self.connected[one]

    def close_session(self, one):
        del self.connected[one]


@pytest.fixture
def server(monkeypatch):
    made = Server(here=True, gone=False)
    runtime = SimpleNamespace(exists=lambda: True, get_instance=lambda: made)
    monkeypatch.setattr(module, "runtime", runtime)
    return made


def test_who_has_gone_is_closed_after_a_while_and_who_is_here_never(server):
    abandoned = Abandoned(kept=60)
    for now in (0, 30, 59):
        abandoned.sweep(now)
        assert server.connected.keys() == {"here", "gone"}
    abandoned.sweep(60)
    assert server.connected.keys() == {"here"}
    abandoned.sweep(10_000)
    assert server.connected.keys() == {"here"}


def test_who_comes_back_begins_anew(server):
    abandoned = Abandoned(kept=60)
    abandoned.sweep(0)
    server.connected["gone"] = True
    abandoned.sweep(30)
    server.connected["gone"] = False
    abandoned.sweep(61)
    abandoned.sweep(120)
    assert "gone" in server.connected
    abandoned.sweep(121)
    assert "gone" not in server.connected


def test_streamlit_still_has_what_is_asked_of_it():
    from streamlit.runtime import Runtime
    from streamlit.runtime.session_manager import SessionManager

    assert {"close_session", "is_active_session"} <= vars(Runtime).keys()
    assert "list_sessions" in vars(SessionManager)
    assert "_session_mgr" in Runtime.__init__.__code__.co_names
