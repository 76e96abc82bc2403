"""A ring that forgets the oldest, and whose copies share what does not change."""

from __future__ import annotations

import numpy as np
import pytest

from core.playgrounds.ddpg.replay import BLOCK, Replay


def filled(capacity: int, count: int) -> Replay:
    """Transition number i has state i, action −i, reward 10 i and next state i + 1."""
    made = Replay(capacity, 1, 1)
    for i in range(count):
        add(made, i)
    return made


def add(made: Replay, i: int) -> None:
    made.add(np.array([i]), np.array([-i]), 10.0 * i, i % 3 != 0, np.array([i + 1]))


def states(made: Replay) -> list[int]:
    """What is remembered, oldest first."""
    return made.parts(made.rows[made.numbered(np.arange(made.size))])[0][:, 0].astype(int).tolist()


@pytest.mark.parametrize(("capacity", "count"), [(5, 0), (5, 3), (5, 5), (5, 13), (1030, 5000)])
def test_the_oldest_makes_room(capacity, count):
    made = filled(capacity, count)
    assert states(made) == list(range(max(count - capacity, 0), count))
    assert made.size == min(count, capacity)


def test_a_minibatch_is_drawn_evenly_from_what_is_there_and_keeps_its_columns():
    made = filled(100, 40)
    out = np.empty((20_000, made.width), np.float32)
    made.draw(np.random.default_rng(0), out)
    s, a, r, goes_on, after = made.parts(out)
    counts = np.bincount(s[:, 0].astype(int), minlength=40)
    assert len(counts) == 40
    assert counts.min() > 400
    assert (a == -s).all()
    assert (r == 10 * s[:, 0]).all()
    assert (goes_on == (s[:, 0] % 3 != 0)).all()
    assert (after == s + 1).all()
    assert (out[:, [2, 6]] == 1).all()  # the ones that stand for the biases


@pytest.mark.parametrize("capacity", [7, BLOCK, 2 * BLOCK + 300])
@pytest.mark.parametrize("count", [0, 5, BLOCK, 2 * BLOCK + 100, 4 * BLOCK, 5 * BLOCK + 17])
def test_goes_on_from_a_copy_as_if_nothing_had_happened(capacity, count):
    made = filled(capacity, count)
    kept = made.state()
    before = states(made)
    for i in range(count, count + 3 * BLOCK):
        add(made, i)
    other = filled(capacity, 11)
    other.load_state(kept)
    assert states(other) == before
    for i in range(count, count + 3 * BLOCK):
        add(other, i)
    assert states(other) == states(made)
    other.load_state(other.state())
    assert states(other) == states(made)


def test_forgetting_empties_it():
    made = filled(2 * BLOCK, 3 * BLOCK)
    made.forget()
    add(made, 4)
    assert states(made) == [4]
    other = Replay(2 * BLOCK, 1, 1)
    other.load_state(made.state())
    assert states(other) == [4]


# ---- n-step returns -------------------------------------------------------------------------
END, CUT, PUSHED = "end", "cut", "pushed"  # how a transition ends other than by going on


def walked(*kinds: str, capacity: int = 100) -> Replay:
    """Transition i has reward 2^i; it leads to where the next one begins, unless `kinds` say otherwise."""
    made = Replay(capacity, 1, 1)
    for i, kind in enumerate(kinds):
        after = i + 1 if kind in ("", END) else i + 0.5
        made.add(np.array([i]), np.array([0]), 2.0**i, kind != END, np.array([after]))
    return made


def looked(made: Replay, which: list[int], n: int, gamma: float) -> tuple[list[float], ...]:
    """Of the rows `which`: steps, rewards, goes on, next state."""
    rows = made.rows[which]
    steps = made.look_ahead(np.array(which), rows, n, gamma)
    _, _, reward, goes_on, after = made.parts(rows)
    return steps.tolist(), reward.tolist(), goes_on.tolist(), after[:, 0].tolist()


def test_the_rewards_of_n_steps_are_added_up_and_the_rest_is_left_to_the_critic():
    made = walked("", "", "", "", "")
    steps, reward, goes_on, after = looked(made, [0, 1], 3, 0.5)
    assert steps == [3, 3]
    assert reward == [1 + 0.5 * 2 + 0.25 * 4, 2 + 0.5 * 4 + 0.25 * 8]
    assert goes_on == [0.25, 0.25]  # γ^(m−1): the learner's γ makes it γ³
    assert after == [3, 4]


def test_one_step_leaves_everything_as_it_is():
    made = walked("", END, CUT, "")
    before = made.rows[:4].copy()
    assert looked(made, [0, 1, 2, 3], 1, 0.5)[0] == [1, 1, 1, 1]
    assert (made.rows[:4] == before).all()


def test_an_end_is_the_last_step_and_promises_nothing():
    steps, reward, goes_on, after = looked(walked("", "", END, "", ""), [0, 1, 2], 4, 0.5)
    assert steps == [3, 2, 1]
    assert reward == [1 + 0.5 * 2 + 0.25 * 4, 2 + 0.5 * 4, 4]
    assert goes_on == [0, 0, 0]
    assert after == [3, 3, 3]


@pytest.mark.parametrize("kind", [CUT, PUSHED])
def test_where_time_was_up_the_critic_has_its_say_earlier(kind):
    steps, reward, goes_on, after = looked(walked("", kind, "", ""), [0, 1], 4, 0.5)
    assert steps == [2, 1]
    assert reward == [1 + 0.5 * 2, 2]
    assert goes_on == [0.5, 1]
    assert after == [1.5, 1.5]


def test_nothing_is_known_after_the_newest_though_the_oldest_lies_behind_it_in_the_ring():
    made = walked("", "", "", "", capacity=3)  # rows 3, 1, 2: number 0 has made room
    made.rows[1, 1] = 4.0  # the oldest happens to begin where the newest ended
    steps, reward, goes_on, after = looked(made, [2, 0], 3, 1.0)
    assert steps == [2, 1]
    assert reward == [4 + 8, 8]
    assert goes_on == [1, 1]
    assert after == [4, 4]


def test_a_future_that_counts_nothing():
    assert looked(walked("", "", ""), [0], 3, 0.0)[1:] == ([1.0], [0.0], [3.0])
