"""Tabular learning: single updates by hand, whole runs by what they must come to."""

from __future__ import annotations

import json
import time
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from core.__main__ import main
from core.playgrounds.qlearning.agent_state import kept
from core.playgrounds.qlearning.config import METHODS, QlearningConfig
from core.playgrounds.qlearning.loop import one_step_q_learning
from core.playgrounds.qlearning.schedule import MOST, EvaluationSchedule
from tests.playgrounds.qlearning.runs import NEVER, build, evaluated, preset, train
from tests.playgrounds.test_contract import look, same

# ---- a run is one run, however it is cut up -------------------------------------------------------
KINDS: list[dict[str, Any]] = [
    {},
    {"slip": 0.2, "wind": 0.1, "lr_schedule": "visits", "epsilon_schedule": "linear"},
    {"reward_noise": 1.0},
    {"trace_decay": 0.8, "planning": 2},
    {"method": "sarsa", "env": "Taxi-v4"},
    {"method": "expected_sarsa", "env": "FrozenLake-v1"},
    {"method": "double_q", "planning": 1, "map": "3x3-soooooosg"},
    {"n_step": 4, "slip": 0.2},
    {"n_step": 3, "method": "sarsa", "planning": 1},
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


@pytest.mark.parametrize("env", QlearningConfig.param("env").options)
@pytest.mark.parametrize("method", METHODS)
def test_every_world_goes_on_from_the_middle_of_an_episode(env, method):
    run, fresh = (build(env=env, method=method, planning=1) for _ in "ab")
    train(run, 333)
    fresh.load_state(run.state())
    assert same(look(train(fresh, 200)), look(train(run, 200)))


def test_the_tight_loop_is_the_textbooks_step():
    fast, slow = (
        build(slip=0.3, seed=5, lr_schedule="decay", epsilon_schedule="linear") for _ in "ab"
    )
    one_step_q_learning(fast.agent, 0, 5000)
    for number in range(5000):
        slow.agent.step(number)
    assert same(kept(fast.agent), kept(slow.agent))
    assert fast.schedule.state() == slow.schedule.state()


def test_it_stops_on_time():
    run = build()
    began = time.perf_counter()
    run.stretch(10**9, began + 0.01)
    assert run.schedule.steps < 10**9


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


@pytest.mark.parametrize(
    ("name", "steps", "target"),
    [("taxi", 150_000, 7.9), ("frozenlake", 150_000, 0.72), ("frozenlake8x8", 500_000, 0.84)],
)
def test_presets_reach_what_they_should(name, steps, target):
    assert evaluated(train(preset(name), steps))["eval_return_mean"] >= target


def test_the_luckiest_of_noisy_values_misleads_one_table_and_not_two():
    misled, cured = (train(preset(name), 40_000) for name in ("bias", "double-q"))
    surplus = [
        (run.agent.values.max(1) - run.best.q.max(1))[run.agent.mdp.active].mean()
        for run in (misled, cured)
    ]
    assert surplus[0] > 0.2, "nothing is to be earned there, and yet it hopes"
    assert surplus[1] < 0.1
    assert cured.schedule.episodes > 5 * misled.schedule.episodes, "it lingers where it hopes"


def test_epsilon_alone_is_content_with_the_near_goal():
    content, hopeful = (train(preset(name), 20_000) for name in ("timid", "optimism"))
    assert evaluated(content)["eval_return_mean"] == pytest.approx(0.3)
    assert evaluated(hopeful)["eval_return_mean"] == pytest.approx(1.0)


def test_alpha_too_large_never_settles():
    wild, calm = (train(preset(name), 100_000) for name in ("alpha-too-large", "frozenlake"))
    seen = {wild: [], calm: []}
    for run, returns in seen.items():
        for _ in range(30):
            train(run, 1000)
            returns.append(evaluated(run)["eval_return_mean"])
    assert np.mean(seen[wild]) < 0.3 < 0.6 < np.mean(seen[calm])


def test_where_values_grow_without_end_it_says_so():
    run = build(gamma=1.0, step_reward=0.1)
    assert "γ = 1" in run.notes()[0].say()
    assert build().notes() == []


def test_traces_that_add_up_can_explode_and_are_caught():
    run = build(lr=1.0, traces="accumulating", trace_decay=1.0, gamma=1.0, method="sarsa")
    for _ in range(100):
        train(run, 100)
        if run.diverged({}) is not None:
            break
    found = run.diverged({})
    assert found is not None
    assert "value Q" in found[1].say()


def test_optimism_tries_everything_where_epsilon_does_not():
    hopeful = train(build(epsilon=0.0, initial_q=2.0), 3000)
    blind = train(build(epsilon=0.1, initial_q=-2.0), 3000)
    tried = [
        int((np.array(run.agent.visits)[run.agent.mdp.active] > 0).sum())
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
    schedule, steps = EvaluationSchedule(False), []
    while schedule.steps < 10**7:
        schedule.strike(schedule.ahead(0), 0)
        if schedule.evaluated == schedule.steps:
            steps.append(schedule.steps)
    assert steps[:3] == [100, 200, 300]
    assert max(np.diff(steps)) == MOST
    assert len(steps) < 300
    schedule.change(False)
    assert schedule.ahead(0) <= 100


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
    rng = np.random.default_rng(0)
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
                map=codes[rng.integers(len(codes))],
                method=list(METHODS)[rng.integers(len(METHODS))],
                slip=float(rng.random()),
                wind=float(rng.random()),
                gamma=float(rng.random()),
            )
        )
        train(run, 20)
        seen = run.views({"world": {}, "update": {}, "distance": {}})
        assert seen["agent"].min() >= 0
        assert seen.get("update.cell", np.zeros(1)).min() >= 0
    fresh = build()
    fresh.load_state(run.state())
    assert same(look(train(fresh, 50)), look(train(run, 50)))


def test_gamma_moves_the_optimum():
    run = build()
    before = run.best.optimal_value
    run.configure(run.config.changed(gamma=0.5))
    assert run.best.optimal_value < before


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
