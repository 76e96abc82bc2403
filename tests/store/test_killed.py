"""kill -9 in the middle of training: the open page and a reload find their run, as it was."""

import asyncio

import pytest

from tests.store.killed import kill_and_return


@pytest.mark.parametrize("state", ["running", "paused"])
def test_a_killed_server_has_the_run_when_it_is_back(tmp_path, monkeypatch, url, state):
    monkeypatch.setenv("LEARNSCOPE_STORE", url)
    query = "mlp.lr=0.01&play=true&gear=flat" if state == "running" else "mlp.lr=0.01&gear=flat"
    said = () if state == "running" else ("epoch",)
    found = asyncio.run(kill_and_return(tmp_path, "mlp", query, 8.0, *said))
    assert found.before.steps[-1][1] > 0
    assert (found.before.status, found.after.status) == (state, state)
    assert found.age <= 10
    assert found.before.live == found.reconnected == found.reloaded
    assert "is back as it was stored" in found.after.notes[0]
    if state == "running":
        assert found.after.steps[-1][1] > found.after.steps[0][1] > 0
    else:
        assert found.after.steps[-1][1] == found.before.steps[-1][1]
