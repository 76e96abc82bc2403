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
