"""What a viewer sees and asks: pictures, probes, acts, slow motion."""

from __future__ import annotations

import numpy as np
import pytest

from core.playgrounds.contract import ActError
from tests.playgrounds.qlearning.runs import RIGHT, build, preset, train
from tests.playgrounds.test_contract import look, same


def test_a_viewer_plays_the_same_world():
    run = train(build(slip=0.5), 500)
    kept = look(run)
    begun, _ = run.probe("begin", {"number": 0})
    assert (begun["row"], begun["column"]) == (1, 1)
    ends = set()
    for number in range(60):
        move = {"state": begun["state"], "action": RIGHT, "number": number}
        said, _ = run.probe("move", move)
        assert run.probe("move", move)[0] == said, "the number decides"
        assert said["reward"] == pytest.approx(-0.04)
        ends.add((said["row"], said["column"]))
    assert ends == {(1, 2), (0, 1), (2, 1)}
    assert same(look(run), kept)
    last = run.probe("move", {"state": 11, "action": 0, "number": 1, "steps": 399})[0]
    assert last["truncated"]


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("move", {"state": 80, "action": 0, "number": 0}),
        ("move", {"state": 0, "action": 4, "number": 0}),
        ("move", {"state": 14, "action": 0, "number": 0}),  # a wall
        ("move", {"state": 48, "action": 0, "number": 0}),  # the goal
        ("move", {"state": 0, "action": 0, "number": -1}),
        ("move", {"state": 0, "action": 0}),
        ("begin", {}),
        ("inspect", {"state": "x"}),
        ("nothing", {}),
    ],
)
def test_senseless_questions_get_a_sentence(name, args):
    with pytest.raises(ActError) as refusal:
        build().probe(name, args)
    assert str(refusal.value).endswith(".")


def test_inspect_tells_what_is_believed_and_what_is_true():
    run = train(build(), 5000)
    said, _ = run.probe("inspect", {"state": 11})
    assert said["q"] == run.agent.values[11].tolist()
    assert said["best"] == run.best.q[11].tolist()
    assert sum(said["visits"]) > 100


def test_forget_and_put_the_agent_somewhere():
    run = train(build(initial_q=0.5), 5000)
    run.act("forget", {})
    assert (run.agent.values[run.agent.mdp.active] == 0.5).all()
    run.act("put_agent", {"state": 35})
    assert run.views({"world": {}})["agent"].tolist() == [3, 5, 0, 35]
    for state in (14, 48, 99, "x"):
        with pytest.raises(ActError):
            run.act("put_agent", {"state": state})
    train(run, 50)


def test_taxi_shows_the_layer_that_the_agent_is_in():
    run = train(preset("taxi"), 3000)
    seen = run.views({"world": {"follow": True}, "distance": {"layer": 5}})
    row, column, layer, state = seen["agent"]
    passenger, destination = state // 4 % 5, state % 4
    assert layer == seen["layer"][0] == passenger * 4 + destination
    assert seen["world.q"].shape == (5, 5, 6)
    assert np.allclose(seen["world.q"][row, column], run.agent.values[state])
    assert run.describe()["layers"][layer]["passenger"] == passenger
    assert run.static_views()["board.east"].sum() > 0


def test_slow_motion_tells_the_numbers_of_the_update():
    run = train(build(trace_decay=0.5, planning=2, slip=0.2), 300)
    names = []
    for _ in range(20):
        stages = {stage.name: stage.arrays for stage in run.trace()}
        names = list(stages)
        target, update = stages["target"], stages["update"]
        r, gamma = stages["act"]["reward"], run.config.gamma
        assert target["target"] == pytest.approx(r + gamma * target["bootstrap"])
        if not stages["act"]["terminal"]:
            assert target["bootstrap"] == target["next_q"].max()
        assert update["error"] == pytest.approx(target["target"] - update["before"])
        assert stages["observe"]["q"][int(stages["choose"]["action"][0])] == update["before"]
    assert names == ["observe", "choose", "act", "target", "update", "trace", "plan"]
