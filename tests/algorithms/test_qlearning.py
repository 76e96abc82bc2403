"""Tabular learning: single updates by hand, whole runs by what they must come to."""

from __future__ import annotations

import json
import time
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from core.__main__ import main
from core.algorithms.qlearning import QLearning
from core.contract import ActError
from core.tabular.agent import one_step_q_learning
from core.tabular.config import METHODS, QlearningConfig
from core.tabular.ledger import MOST, Ledger
from tests.algorithms.test_contract import look, same

RIGHT, LEFT = 1, 3
CORRIDOR = {"map": "4x1-soog", "gamma": 0.5, "lr": 0.5, "step_reward": -0.1, "epsilon": 0.0}
NEVER = float("inf")


def build(**values: Any) -> QLearning:
    return QLearning(QlearningConfig(**values))


def preset(name: str, **values: Any) -> QLearning:
    known = {one.name: one.values for one in QLearning.PRESETS}
    return build(**{**known[name], **values})


def train(run: QLearning, steps: int) -> QLearning:
    while steps:
        steps -= run.stretch(steps, NEVER)
    return run


def evaluated(run: QLearning) -> dict[str, float]:
    return {name: float(value) for name, value in run.evaluate().items()}


def one(run: QLearning, action: int, exploring: bool = False) -> float:
    """Q of the pair after a step in which `action` was chosen."""
    run.agent.pending = (action, exploring)
    state = run.agent.state
    run.agent.step(0)
    return run.agent.q[0][state][action]


# ---- one update, by hand ------------------------------------------------------------------------
def prepared(method: str, **values: Any) -> QLearning:
    """Q(0, right) = 1, and Q(1, ·) = 0.2, 0.8, 0.4, 0.6; going right pays −0.1."""
    run = build(**{**CORRIDOR, "method": method, **values})
    for table in run.agent.q:
        table[0][RIGHT] = 1.0
    run.agent.q[0][1] = [0.2, 0.8, 0.4, 0.6]
    return run


@pytest.mark.parametrize(
    ("method", "epsilon", "after"),
    [
        ("q_learning", 0.4, 1 + 0.5 * (-0.1 + 0.5 * 0.8 - 1)),
        ("expected_sarsa", 0.4, 1 + 0.5 * (-0.1 + 0.5 * (0.6 * 0.8 + 0.4 * 0.5) - 1)),
        ("sarsa", 0.0, 1 + 0.5 * (-0.1 + 0.5 * 0.8 - 1)),
    ],
)
def test_one_update(method, epsilon, after):
    run = prepared(method, epsilon=epsilon)
    assert one(run, RIGHT) == pytest.approx(after)
    assert run.agent.last.error == pytest.approx((after - 1) / 0.5)


def test_sarsa_looks_at_the_action_that_it_then_takes():
    run = prepared("sarsa", epsilon=1.0)
    after = one(run, RIGHT)
    action, exploring = run.agent.pending
    assert exploring
    assert after == pytest.approx(1 + 0.5 * (-0.1 + 0.5 * [0.2, 0.8, 0.4, 0.6][action] - 1))
    run.agent.step(1)
    assert run.agent.last.action == action


def test_double_q_asks_one_table_what_to_do_and_the_other_what_it_is_worth():
    expected = {0: 1 + 0.5 * (-0.1 + 0.5 * 0.1 - 1), 1: 1 + 0.5 * (-0.1 + 0.5 * 0.2 - 1)}
    seen = set()
    for seed in range(20):
        run = prepared("double_q", seed=seed)
        run.agent.q[1][1] = [1.0, 0.1, 0.3, 0.5]
        one(run, RIGHT)
        learned = [table for table in (0, 1) if run.agent.q[table][0][RIGHT] != 1.0]
        assert len(learned) == 1
        seen.add(learned[0])
        assert run.agent.q[learned[0]][0][RIGHT] == pytest.approx(expected[learned[0]])
    assert seen == {0, 1}


def test_an_end_promises_nothing_and_the_limit_is_no_end():
    run = build(**CORRIDOR, initial_q=1.0)
    run.agent.begin(2)
    assert one(run, RIGHT) == pytest.approx(1 + 0.5 * (-0.1 + 1 - 1))
    assert run.ledger.episodes == 1
    run.agent.length = run.agent.world.limit - 1
    assert one(run, RIGHT) == pytest.approx(1 + 0.5 * (-0.1 + 0.5 * 1 - 1))
    assert run.ledger.episodes == 2
    assert run.agent.state == 0


@pytest.mark.parametrize("method", ["q_learning", "sarsa", "expected_sarsa"])
def test_an_error_goes_back_along_the_traces(method):
    run = build(**{**CORRIDOR, "step_reward": 0.0, "method": method}, trace_decay=0.5)
    for _ in range(3):
        one(run, RIGHT)
    q = np.array(run.agent.q[0])[:, RIGHT]
    assert q.tolist() == pytest.approx([0.5 * 0.25**2, 0.5 * 0.25, 0.5, 0.0])
    assert not run.agent.traces, "an episode's end forgets them"


@pytest.mark.parametrize(("traces", "again"), [("replacing", 1.0), ("accumulating", 1.0625)])
def test_a_pair_that_comes_again(traces, again):
    run = build(**CORRIDOR, method="sarsa", trace_decay=0.5, traces=traces)
    for action in (RIGHT, LEFT, RIGHT):
        one(run, action)
    assert run.agent.traces[0, RIGHT] == pytest.approx(again * 0.25)
    assert run.agent.traces[1, LEFT] == pytest.approx(0.25**2)


@pytest.mark.parametrize(("method", "kept"), [("q_learning", 1), ("sarsa", 2)])
def test_watkins_forgets_where_an_action_is_not_greedy(method, kept):
    run = build(**CORRIDOR, method=method, trace_decay=0.5)
    run.agent.q[0][1][RIGHT] = 1.0
    one(run, RIGHT)
    one(run, LEFT, exploring=True)
    assert len(run.agent.traces) == kept


def test_dyna_learns_again_from_what_it_remembers():
    run = build(map="2x1-sg", step_reward=0.0, lr=0.5, planning=3)
    assert one(run, RIGHT) == pytest.approx(1 - 0.5**4)
    assert run.agent.model == {(0, RIGHT): (1.0, 1, True)}


def test_alpha_and_epsilon_by_their_schedules():
    c = QlearningConfig(lr=0.8, lr_schedule="visits", lr_power=0.5)
    assert [c.alpha_at(0, n) for n in (1, 4, 16)] == pytest.approx([0.8, 0.4, 0.2])
    c = QlearningConfig(lr=0.8, lr_schedule="decay", lr_steps=100)
    assert [c.alpha_at(n, 1) for n in (0, 100, 300)] == pytest.approx([0.8, 0.4, 0.2])
    c = QlearningConfig(
        epsilon=1.0, epsilon_schedule="linear", epsilon_floor=0.2, epsilon_steps=100
    )
    assert [c.epsilon_at(n) for n in (0, 50, 100, 999)] == pytest.approx([1.0, 0.6, 0.2, 0.2])


# ---- a run is one run, however it is cut up -------------------------------------------------------
KINDS: list[dict[str, Any]] = [
    {},
    {"slip": 0.2, "wind": 0.1, "lr_schedule": "visits", "epsilon_schedule": "linear"},
    {"reward_noise": 1.0},
    {"trace_decay": 0.8, "planning": 2},
    {"method": "sarsa", "env": "Taxi-v4"},
    {"method": "expected_sarsa", "env": "FrozenLake-v1"},
    {"method": "double_q", "planning": 1, "map": "3x3-soooooosg"},
    {"method": "value_iteration"},
    {"method": "policy_iteration"},
]


@pytest.mark.parametrize("values", KINDS)
def test_one_by_one_or_all_at_once(values):
    single, whole = build(**values), build(**values)
    told = []
    for _ in range(1234):
        assert single.stretch(1, NEVER) == 1
        told += single.news()
    train(whole, 1234)
    assert same(look(single), look(whole))
    assert told == whole.news()


def test_the_tight_loop_is_the_textbooks_step():
    fast, slow = (
        build(slip=0.3, seed=5, lr_schedule="decay", epsilon_schedule="linear") for _ in "ab"
    )
    one_step_q_learning(fast.agent, 0, 5000)
    for number in range(5000):
        slow.agent.step(number)
    assert same(fast.agent.state_dict(), slow.agent.state_dict())
    assert fast.ledger.state() == slow.ledger.state()


def test_it_stops_on_time():
    run = build()
    began = time.perf_counter()
    run.stretch(10**9, began + 0.01)
    assert run.ledger.steps < 10**9


@pytest.mark.parametrize("steps", [50, 100, 777, 12_345])
def test_the_run_ends_exactly_where_it_should(steps):
    run = build(stop_steps=steps)
    taken = 0
    while run.finished(evaluated(run)) is None:
        taken += run.stretch(10**6, NEVER)
    assert taken == steps
    assert run.evaluate_now


# ---- what it learns -------------------------------------------------------------------------------
@pytest.mark.parametrize("method", ["q_learning", "sarsa", "expected_sarsa", "double_q"])
def test_finds_the_goal_in_the_grid(method):
    run = train(build(method=method, lr=0.5, epsilon_schedule="linear"), 60_000)
    found = evaluated(run)
    assert found["eval_return_mean"] == pytest.approx(found["optimal_return"])


@pytest.mark.parametrize("values", [{"trace_decay": 0.9}, {"planning": 20}])
def test_traces_and_planning_need_fewer_steps(values):
    plain, quick = (train(build(**v), 2000) for v in ({}, values))
    assert evaluated(quick)["episodes"] > 1.3 * evaluated(plain)["episodes"]


def test_q_learning_walks_the_edge_and_sarsa_keeps_away():
    edge, away = (train(preset(name), 100_000) for name in ("cliff", "cliff-sarsa"))
    assert evaluated(edge)["eval_return_mean"] == -13
    assert evaluated(away)["eval_return_mean"] < -13
    online = [
        np.mean(
            [row["episode_return"] for step, row in run.news() if "episode_return" in row][-200:]
        )
        for run in (edge, away)
    ]
    assert online[1] > online[0] + 5, "on the way, the safe path earns more"


def test_with_alpha_by_visits_q_comes_to_the_optimum():
    run = build(map="3x2-soooog", slip=0.2, epsilon=1.0, lr=1.0, lr_schedule="visits")
    assert evaluated(train(run, 200_000))["q_distance"] < 0.03


def test_optimism_tries_everything_where_epsilon_does_not():
    hopeful = train(build(epsilon=0.0, initial_q=2.0), 3000)
    blind = train(build(epsilon=0.1, initial_q=-2.0), 3000)
    tried = [
        int((np.array(run.agent.visits)[run.agent.world.active] > 0).sum())
        for run in (hopeful, blind)
    ]
    assert tried[0] > 1.5 * tried[1]


def test_curves_say_little_however_long_it_runs():
    run = train(build(), 300_000)
    rows = run.news()
    returns = [step for step, row in rows if "episode_return" in row]
    assert len(returns) < 4000
    assert [step for step, _ in rows] == sorted(step for step, _ in rows)
    last = dict(rows)[returns[-1]]
    assert -0.2 < last["episode_return"] < 0.44


def test_evaluations_grow_rare_and_come_often_again_after_a_change():
    ledger, steps = Ledger(False), []
    while ledger.steps < 10**7:
        ledger.strike(ledger.ahead(0), 0)
        if ledger.evaluated == ledger.steps:
            steps.append(ledger.steps)
    assert steps[:3] == [100, 200, 300]
    assert max(np.diff(steps)) == MOST
    assert len(steps) < 300
    ledger.change(False)
    assert ledger.ahead(0) <= 100


# ---- changed while it runs --------------------------------------------------------------------------
def test_an_edited_map_reaches_the_agent_and_q_stays():
    run = train(build(), 20_000)
    q, best = run.agent.values, run.static_views()["best.q"]
    code = run.config.map
    cell = code.index("-") + 1 + 32  # a cell on the agent's way becomes a wall
    run.configure(run.config.changed(map=code[:cell] + "w" + code[cell + 1 :]))
    assert np.array_equal(run.agent.values, q)
    assert run.describe()["map"] == run.config.map
    assert not np.array_equal(run.static_views()["best.q"], best)
    assert run.static_views()["board.state"][0].flat[32] == -1
    train(run, 40_000)
    assert evaluated(run)["eval_return_mean"] == pytest.approx(run.best.optimal_return)
    run.configure(run.config.changed(map=code))
    assert np.array_equal(run.static_views()["best.q"], best)


def test_the_agent_whose_cell_becomes_a_wall_starts_again():
    run = build(map="3x3-sooooooog")
    run.act("put_agent", {"state": 4})
    run.configure(run.config.changed(map="3x3-sooowooog"))
    assert run.agent.state == 0
    train(run, 100)


def test_a_map_of_another_size_keeps_row_and_column():
    run = train(build(map="3x3-sooooooog"), 2000)
    q = run.agent.values.reshape(3, 3, 4)
    run.configure(run.config.changed(map="5x4-soooo" + "ooooo" * 2 + "oooog"))
    moved = run.agent.values.reshape(4, 5, 4)
    assert np.array_equal(moved[:2, :3], q[:2, :3])
    assert (moved[3] == 0).all()
    train(run, 100)
    look(run)


def test_any_edit_while_it_runs_leaves_a_run_that_goes_on():
    dice = np.random.default_rng(0)
    run = build(planning=3, trace_decay=0.5, method="sarsa")
    codes = [
        "1x2-sg",
        "2x2-sgww",
        "16x16-" + "s" * 255 + "g",
        "4x3-opposogwgwww-0m900",
        run.config.map,
    ]
    for _ in range(40):
        run.configure(
            run.config.changed(
                map=codes[dice.integers(len(codes))],
                method=list(METHODS)[dice.integers(len(METHODS))],
                slip=float(dice.random()),
                wind=float(dice.random()),
                gamma=float(dice.random()),
            )
        )
        train(run, 20)
        run.views({"world": {}, "update": {}, "distance": {}})
    fresh = build()
    fresh.load_state(run.state())
    assert same(look(train(fresh, 50)), look(train(run, 50)))


def test_gamma_moves_the_optimum():
    run = build()
    before = run.best.optimal_value
    run.configure(run.config.changed(gamma=0.5))
    assert run.best.optimal_value < before


# ---- questions and acts --------------------------------------------------------------------------------
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
    assert (run.agent.values[run.agent.world.active] == 0.5).all()
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


# ---- without a browser ------------------------------------------------------------------------------------
def cli(*words: str) -> Any:
    return CliRunner().invoke(main, ["train", "qlearning", *words])


def test_the_command_line_tells_the_exact_return():
    done = cli("--preset", "cliff", "--steps", "20000", "--json")
    assert done.exit_code == 0
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["steps"] == 20_000
    assert found["metrics"]["eval_return_mean"] == -13


@pytest.mark.parametrize(
    "words",
    [
        ("--env", "Taxi-v3"),
        ("--map", "3x1-swg"),
        ("--map", "3x1-soo"),
        ("--map", "banana"),
        ("--gamma", "1.5"),
        ("--epochs", "3"),
    ],
)
def test_bad_arguments_are_refused_in_one_line(words):
    length = () if words[0] == "--epochs" else ("--steps", "5")
    done = cli(*words, *length)
    assert done.exit_code == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert words[0][2:] in done.stderr
