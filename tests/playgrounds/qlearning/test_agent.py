"""One update of every method, against numbers worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from torch import Generator

from core.playgrounds.qlearning.algorithm import QLearning
from core.playgrounds.qlearning.config import QlearningConfig
from core.playgrounds.qlearning.streams import BLOCK, Stream
from tests.playgrounds.qlearning.runs import DOWN, LEFT, RIGHT, build

CORRIDOR = {"map": "4x1-soog", "gamma": 0.5, "lr": 0.5, "step_reward": -0.1, "epsilon": 0.0}


def one(run: QLearning, action: int, exploring: bool = False) -> float:
    """Q of the pair after a step in which `action` was chosen."""
    run.agent.pending = (action, exploring)
    state = run.agent.state
    run.agent.step(0)
    return run.agent.q[0][state][action]


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
    assert run.schedule.episodes == 1
    run.agent.length = run.agent.mdp.limit - 1
    assert one(run, RIGHT) == pytest.approx(1 + 0.5 * (-0.1 + 0.5 * 1 - 1))
    assert run.schedule.episodes == 2
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
    run = prepared("q_learning", planning=2)
    # three times half of the way from 1 to −0.1 + 0.5 · 0.8, each from where the last one came to
    assert one(run, RIGHT) == pytest.approx(0.3 + 0.7 * 0.5**3)
    assert run.agent.last.planned == 2


@pytest.mark.parametrize(
    ("u", "chosen"),
    [
        (0.0, (0, True)),  # below ε: each of four a tenth
        (0.199, (1, True)),
        (0.201, (2, True)),
        (0.399, (3, True)),
        (0.4, (1, False)),  # the rest: one of the two best
        (0.699, (1, False)),
        (0.701, (2, False)),
        (0.999, (2, False)),
    ],
)
def test_one_number_says_whether_it_explores_and_what_it_does(u, chosen):
    run = build(**CORRIDOR)
    run.agent.q[0][0] = [-1.0, 3.0, 3.0, 0.0]
    run.agent.streams["choice"].next = lambda: u
    assert run.agent._choose(0, 0.4) == chosen


def test_a_reward_has_its_noise_and_an_episode_its_sum():
    run, clean = prepared("q_learning", reward_noise=2.0), -0.1
    draws = build(**CORRIDOR, reward_noise=2.0).agent.streams["noise"]
    rewards = []
    for _ in range(2):
        run.agent.pending = (RIGHT, False)
        run.agent.step(0)
        rewards.append(run.agent.last.reward)
        assert rewards[-1] == pytest.approx(clean + 2.0 * draws.next())
    assert (run.agent.total, run.agent.length) == (pytest.approx(sum(rewards)), 2)
    assert list(run.agent.path) == [0, 1, 2]


def test_two_tables_choose_by_their_sum_and_are_shown_as_their_mean():
    run = build(**CORRIDOR, method="double_q")
    run.agent.q[0][1], run.agent.q[1][1] = [1.0, 2.0, 3.0, 4.0], [4.0, 0.0, 0.0, 2.0]
    run.agent.q[0][3] = [9.0] * 4  # the goal
    assert run.agent.preferences(1) == [5, 2, 3, 6]
    assert run.agent.values[1].tolist() == [2.5, 1, 1.5, 3]
    assert not run.agent.values[3].any()


def test_another_method_makes_of_one_table_two_and_of_two_their_mean():
    run = prepared("q_learning")
    for method, count in (("sarsa", 1), ("double_q", 2), ("double_q", 2)):
        run.configure(run.config.changed(method=method))
        assert len(run.agent.q) == count
        assert all(table[0][RIGHT] == 1.0 for table in run.agent.q)
    run.agent.q[1][0][RIGHT] = 2.0
    assert run.agent.q[0][0][RIGHT] == 1.0
    run.configure(run.config.changed(method="expected_sarsa"))
    assert len(run.agent.q) == 1
    assert run.agent.q[0][0][RIGHT] == 1.5


def test_on_a_larger_board_everything_keeps_its_row_and_column():
    run = build(map="3x3-sooooooog", method="sarsa", trace_decay=0.5)
    agent = run.agent
    for action in (RIGHT, DOWN):  # 0 → 1 → 4
        one(run, action)
    q, visits = agent.q[0], agent.visits
    run.configure(run.config.changed(map="5x4-soooo" + "ooooo" * 2 + "oooog"))
    moved = {3 * row + column: 5 * row + column for row in range(3) for column in range(3)}
    assert (agent.state, list(agent.path)) == (6, [0, 1, 6])
    assert (agent.last.state, agent.last.next) == (1, 6)
    for was, now in moved.items():
        assert (agent.q[0][now], agent.visits[now]) == (q[was], visits[was])
    assert sum(map(sum, agent.visits)) == 2
    assert agent.length == 2
    assert not agent.traces
    assert agent.pending is None
    run.configure(run.config.changed(map="1x3-sog"))  # of one column: the agent's is gone
    assert (agent.state, list(agent.path), agent.last) == (0, [0], None)
    assert agent.visits == [visits[0], visits[3], visits[6]]


def test_a_stream_gives_the_same_numbers_in_any_portions():
    def fresh(normal=False):
        return Stream(Generator().manual_seed(1), normal)

    one_by_one = fresh()
    expected = [one_by_one.next() for _ in range(2 * BLOCK + 10)]
    assert fresh().take(2 * BLOCK + 10) == expected
    portions = fresh()
    found = [portions.next(), *portions.take(BLOCK - 1), *portions.take(7), portions.next()]
    assert found == expected[: BLOCK + 8]
    assert portions.take(5) == expected[BLOCK + 8 : BLOCK + 13]
    uniform, normal = np.array(expected), np.array(fresh(True).take(8000))
    assert (uniform.min() >= 0, uniform.max() < 1) == (True, True)
    assert uniform.mean() == pytest.approx(0.5, abs=0.02)
    assert [normal.mean(), normal.std()] == pytest.approx([0, 1], abs=0.04)
    again = fresh()
    again.load_state(portions.state())
    assert again.take(5) == expected[BLOCK + 13 : BLOCK + 18]


def test_alpha_and_epsilon_by_their_schedules():
    c = QlearningConfig(lr=0.8, lr_schedule="visits", lr_power=0.5)
    assert [c.alpha_at(0, n) for n in (1, 4, 16)] == pytest.approx([0.8, 0.4, 0.2])
    c = QlearningConfig(lr=0.8, lr_schedule="decay", lr_steps=100)
    assert [c.alpha_at(n, 1) for n in (0, 100, 300)] == pytest.approx([0.8, 0.4, 0.2])
    c = QlearningConfig(
        epsilon=1.0, epsilon_schedule="linear", epsilon_floor=0.2, epsilon_steps=100
    )
    assert [c.epsilon_at(n) for n in (0, 50, 100, 999)] == pytest.approx([1.0, 0.6, 0.2, 0.2])
