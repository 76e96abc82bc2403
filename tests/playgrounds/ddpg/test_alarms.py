"""The alarm of over-estimation rings where promises exceed all that came true, and nowhere else."""

import pytest

from core.playgrounds.ddpg.alarms import EPISODES, FIRST, Alarms


def told(promised, realised, episodes=FIRST):
    alarms = Alarms()
    for i in range(episodes):
        alarms.add({"promised_return": promised, "realised_return": realised[i % len(realised)]})
    return alarms.notes()


def test_a_promise_beyond_the_best_is_called_over_estimation():
    (note,) = told(90.0, [-20.0, 40.0])
    assert "90" in note.say()
    assert "40" in note.say()


def test_a_promise_of_nothing_has_no_sign():
    (note,) = told(-0.3, [-23.0])
    assert "promised 0 lately, at most -23 came" in note.say()


@pytest.mark.parametrize(
    ("promised", "realised", "episodes"),
    [
        (90.0, [-20.0, 100.0], FIRST),  # the best kept it
        (45.0, [40.0], FIRST),  # hardly more
        (-5.0, [-300.0], FIRST - 1),  # a critic that knows nothing yet
        (-150.0, [-140.0], FIRST),  # it promises less
    ],
)
def test_all_else_is_quiet(promised, realised, episodes):
    assert told(promised, realised, episodes) == []


def test_what_was_long_ago_is_forgotten():
    alarms = Alarms()
    for _ in range(FIRST):
        alarms.add({"promised_return": 90.0, "realised_return": 0.0})
    assert alarms.notes()
    for _ in range(EPISODES):
        alarms.add({"promised_return": 10.0, "realised_return": 12.0})
    assert not alarms.notes()
