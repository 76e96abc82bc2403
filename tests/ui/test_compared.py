"""Runs beside the page's own: their address, what changes them, and the clock that all share."""

import dataclasses

import pytest

import core.training.engine
from core.training.engine import Engine
from core.ui.compared import parsed, written
from tests.ui.fakes import FakeConfig


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("same", [{}]),
        ("lr:0.3~seed:1;hidden:8,4", [{"lr": 0.3}, {"seed": 1, "hidden": (8, 4)}]),
        ("hidden:~activations:tanh,relu", [{"hidden": ()}, {"activations": ("tanh", "relu")}]),
        ("", []),
    ],
)
def test_an_address_has_what_each_run_has_otherwise(text, runs):
    assert parsed(text, FakeConfig) == (runs, [])
    assert parsed(written(runs, FakeConfig), FakeConfig) == (runs, [])


@pytest.mark.parametrize(
    ("text", "runs", "said", "instead"),
    [
        ("lr:100", [{"lr": 10.0}], "lr", "10"),
        ("lrr:1", [{}], "lrr", None),
        ("lr:fast", [{}], "fast", None),
        ("~".join(f"seed:{k}" for k in range(8)), [{"seed": k} for k in range(7)], "9", None),
        ("lr:0.3;lr:0.1", [{"lr": 0.3}], "lr = 0.1", "0.3"),
        ("\0;<b>:%", [{}], "<b>", None),
    ],
)
def test_what_cannot_be_compared_is_said(text, runs, said, instead):
    found, wrong = parsed(text, FakeConfig)
    assert found == runs
    assert said in wrong[-1][0].say()
    assert wrong[-1][1] == instead


@pytest.fixture
def real(monkeypatch):
    made = Engine()
    monkeypatch.setattr(core.training.engine, "engine", lambda: made)
    yield made
    made.close()


def test_a_comparison_is_edited_and_all_its_runs_are_on_one_clock(open_real, real, shown):
    app = open_real({"compare": "seed:1~lr:99", "clock": "seconds"})
    assert not app.exception
    assert "99" in app.warning[0].value
    told = shown[-1]["compare"]
    assert [one["own"] for one in told["runs"]] == [["seed"], ["lr"]]
    run = real.get(shown[-1]["run"])
    ids = [run.id, *(one["id"] for one in told["runs"])]
    assert [one.id for one in run.clock.members] == ids
    assert run.clock.counts == "seconds"

    def edit(**asked):
        app.session_state["view.mlp"] = {"edit": {"compare": asked}}
        next(one for one in app.button if one.key == "fake-view").click().run()
        assert not app.exception
        return shown[-1]["compare"]

    assert "fast" in edit(at=0, set={"lr": "fast", "hidden": [3]})["problem"]
    assert app.query_params["compare"] == "hidden:3;seed:1~lr:10"
    told = edit(at=0, set={"hidden": None})
    assert (told["problem"], told["runs"][0]["own"]) == ("", ["seed"])
    assert "training points" in edit(at=0, set={"points": "50", "batch_size": "60"})["problem"]
    assert edit(at=0, set={"points": None, "batch_size": None})["problem"] == ""
    assert edit(drop=0)["runs"][0]["id"] == ids[2]
    assert run.clock.members[1].id == ids[2]
    assert real.get(ids[1]).clock is None
    assert edit(end=True) is None
    assert run.clock is None
    assert "compare" not in app.query_params
    assert "clock" not in app.query_params  # one run needs none
    assert edit(begin=True)["runs"][0]["own"] == ["lr"]  # as it was
    assert app.query_params["clock"] == "seconds"
    edit(at=-1, set={"lr": "0.02"})  # the page's own setting
    assert app.query_params["mlp.lr"] == "0.02"
    assert "much" in edit(at=-1, set={"lr": "much"})["problem"]
    edit(at=-1, set={"lr": "0.03"})
    told = edit(seeds=4, clock="steps", at=True, add={}, set=3)
    assert app.query_params["compare"] == "seed:1~seed:2~seed:3"
    assert run.clock.counts == told["clock"] == "steps"
    assert len(edit(seeds=99)["runs"]) == 7
    assert edit(add="same")["runs"] == edit(add="seed")["runs"]  # there is room for no more


def test_what_is_gone_to_has_the_settings_of_then(open_real, real, shown):
    """A run in the past is not configured there: that would begin another line."""
    app = open_real({"compare": "lr:0.3"})
    told = shown[-1]["compare"]
    other = real.get(told["runs"][0]["id"])
    then = dataclasses.replace(other.config, lr=0.1)  # as when it has gone to before a change
    other.config = then
    app.session_state["view.mlp"] = {"edit": {"moment": True}}
    next(one for one in app.button if one.key == "fake-view").click().run()
    assert not app.exception
    assert app.query_params["compare"] == "lr:0.1"
    assert other.config is then
    app.session_state["view.mlp"] = {"edit": {"compare": {"at": 0, "set": {"lr": "0.2"}}}}
    next(one for one in app.button if one.key == "fake-view").click().run()
    assert other.config.lr == 0.2
