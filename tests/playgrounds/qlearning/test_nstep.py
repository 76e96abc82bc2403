"""n-step returns of every method, against numbers worked out by hand."""

from __future__ import annotations

from itertools import pairwise

import pytest

from core.playgrounds.qlearning.nstep import n_step_return
from core.playgrounds.qlearning.update import Move
from tests.playgrounds.qlearning.runs import LEFT, RIGHT, build, evaluated, train
from tests.playgrounds.test_contract import look, same

# Five cells in a row, the goal at the right: rewards −0.1, −0.1, −0.1, 0.9
CORRIDOR = {
    "map": "5x1-sooog",
    "gamma": 0.5,
    "lr": 0.5,
    "step_reward": -0.1,
    "epsilon": 0.0,
}


def walk(run, *actions):
    """Take these actions; which of the pairs (cell, right) have learned after each."""
    for number, action in enumerate(actions):
        run.agent.pending = (action, False)
        run.agent.step(number)
    return [row[RIGHT] for row in run.agent.q[0][:4]]


def of(*moves):
    return [Move(s, a, r, s + 1, over, False, 0.1) for s, a, r, over in moves]


def test_the_return_by_hand():
    moves = of((0, RIGHT, 1.0, False), (1, RIGHT, 2.0, False), (2, RIGHT, 4.0, False))
    found = n_step_return(moves, 0.5, lambda state: 10.0 * state, None)
    assert (found.reward, found.weight, found.bootstrap) == (1 + 0.5 * 2 + 0.25 * 4, 0.125, 30.0)
    assert found.target == 3.0 + 0.125 * 30
    assert (found.next, found.over, found.steps) == (3, False, 3)


def test_an_end_promises_nothing():
    found = n_step_return(of((0, RIGHT, 1.0, False), (1, RIGHT, 2.0, True)), 0.5, float, None)
    assert (found.target, found.over) == (2.0, True)


def test_where_the_agent_strays_the_best_value_stands_in():
    """Tree backup with a greedy target: π is 0 for the action taken, and 1 for the best."""
    moves = of((0, LEFT, 1.0, False), (1, RIGHT, 2.0, False), (2, LEFT, 4.0, False))
    found = n_step_return(moves, 0.5, lambda state: 7.0, lambda move: move.action == RIGHT)
    assert (found.steps, found.next) == (2, 2), "the first action is the pair's own, greedy or not"
    assert found.target == 1 + 0.5 * 2 + 0.25 * 7


@pytest.mark.parametrize("method", ["q_learning", "sarsa", "expected_sarsa", "double_q"])
def test_a_pair_learns_n_steps_late(method):
    run = build(**CORRIDOR, method=method, n_step=2, initial_q=1.0)
    before = walk(run, RIGHT)
    assert before == [1.0] * 4
    assert run.agent.last is None
    walk(run, RIGHT)
    target = -0.1 + 0.5 * -0.1 + 0.25 * 1.0
    assert run.agent.last.target == pytest.approx(target)
    assert (run.agent.last.state, run.agent.last.next, run.agent.last.steps) == (0, 2, 2)
    learned = [table[0][RIGHT] for table in run.agent.q if table[0][RIGHT] != 1.0]
    assert learned == [pytest.approx(1 + 0.5 * (target - 1))]


def test_at_an_end_all_that_wait_learn_from_what_is_left():
    run = build(**CORRIDOR, method="sarsa", n_step=3)
    learned = walk(run, RIGHT, RIGHT, RIGHT, RIGHT)
    first = -0.1 - 0.05 - 0.025  # then Q(3, right) = 0
    targets = [first, -0.1 - 0.05 + 0.25 * 0.9, -0.1 + 0.5 * 0.9, 0.9]
    assert learned == pytest.approx([0.5 * target for target in targets])
    assert not run.agent.window
    assert run.agent.move.learned == 3
    assert (run.agent.last.state, run.agent.last.over) == (1, True), (
        "told of the one that waited longest"
    )


def test_the_limit_is_no_end():
    run = build(**CORRIDOR, method="sarsa", n_step=3, initial_q=1.0)
    run.agent.length = run.agent.mdp.limit - 2
    learned = walk(run, RIGHT, RIGHT)
    assert run.schedule.episodes == 1
    targets = [-0.1 - 0.05 + 0.25, -0.1 + 0.5]
    assert learned[:2] == pytest.approx([1 + 0.5 * (target - 1) for target in targets])


def test_q_learning_counts_no_reward_behind_a_blind_step():
    run = build(**CORRIDOR, n_step=3)
    run.agent.q[0][1] = [0.0, 0.0, 0.8, 0.0]  # down is best in cell 1
    walk(run, RIGHT, RIGHT, RIGHT)
    assert run.agent.last.steps == 1
    assert run.agent.last.target == pytest.approx(-0.1 + 0.5 * 0.8)


@pytest.mark.parametrize("method", ["q_learning", "sarsa", "expected_sarsa", "double_q"])
def test_finds_the_goal_in_the_grid(method):
    run = train(build(method=method, n_step=4, lr=0.3, epsilon_schedule="linear"), 60_000)
    found = evaluated(run)
    assert found["eval_return_mean"] == pytest.approx(found["optimal_return"])


def test_one_step_is_the_method_as_it_was():
    """The same pairs learn the same whether they wait for one step or are told at once."""
    at_once, waited = (build(method="sarsa", slip=0.2, seed=4) for _ in "ab")
    waited.agent._learn_at_once = lambda move, number: waited.agent._learn_later(
        move, number, False
    )
    for number in range(500):
        at_once.agent.step(number)
        waited.agent.step(number)
    assert at_once.agent.q == waited.agent.q


@pytest.mark.parametrize(
    "change", [{"n_step": 1}, {"n_step": 2}, {"method": "value_iteration"}, {"slip": 0.3}]
)
def test_a_live_change_leaves_nothing_that_does_not_join_on(change):
    run = train(build(n_step=5, method="sarsa"), 103)
    run.configure(run.config.changed(**change))
    train(run, 50)
    run.configure(run.config.changed(n_step=5, method="sarsa"))
    for _ in range(200):
        train(run, 1)
        window = list(run.agent.window)
        assert all(one.next == other.state for one, other in pairwise(window))
        assert not window or window[-1].next == run.agent.state


def test_the_state_has_what_waits():
    run, fresh = (build(n_step=6, method="sarsa", slip=0.2) for _ in "ab")
    train(run, 104)
    assert len(run.agent.window) > 1
    fresh.load_state(run.state())
    assert same(look(train(fresh, 300)), look(train(run, 300)))


def test_slow_motion_tells_of_waiting_and_of_the_rest():
    run, names = build(**CORRIDOR, method="sarsa", n_step=3), []
    for _ in range(400):
        names.append([stage.name for stage in run.trace()][3:])
        stages = run.agent.last
        if names[-1][-1:] == ["flush"]:
            break
    assert names[:2] == [["wait"], ["wait"]]
    assert names[2] == ["target_n", "update"]
    assert names[-1] == ["target_n", "update", "flush"]
    shown = run.views({"update": {}})
    assert shown["update.steps"].tolist() == [stages.steps]
    assert run.describe()["method"] == "sarsa_n"
    assert "γᵐ" in run.describe()["formula"]
