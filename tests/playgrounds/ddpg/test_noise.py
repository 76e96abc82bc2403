"""Both kinds of noise are equally strong; one of them remembers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.playgrounds.ddpg.noise import REMEMBERED, Noise, scale_at


def stream(kind: str, memory: float = 10.0, steps: int = 40_000) -> np.ndarray:
    made = Noise(1, np.random.default_rng(1))
    return np.array([made.draw(kind, 0.5, memory)[0] for _ in range(steps)])


def correlation(x: np.ndarray, lag: int) -> float:
    return float(np.corrcoef(x[:-lag], x[lag:])[0, 1])


@pytest.mark.parametrize("kind", ["ou", "gaussian"])
def test_its_deviation_is_the_scale(kind):
    x = stream(kind)
    assert x.std() == pytest.approx(0.5, rel=0.05)
    assert x.mean() == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize("lag", [1, 5, 20])
def test_ornstein_uhlenbeck_forgets_exponentially(lag):
    assert correlation(stream("ou"), lag) == pytest.approx(math.exp(-lag / 10), abs=0.05)
    assert correlation(stream("gaussian"), lag) == pytest.approx(0.0, abs=0.02)


def test_none_is_none():
    assert not stream("none", steps=50).any()


def test_anything_is_any_action():
    made = Noise(3, np.random.default_rng(1))
    drawn = np.array([made.anything() for _ in range(4000)])
    assert drawn.shape == (4000, 3)
    assert [drawn.min(), drawn.max()] == pytest.approx([-1, 1], abs=0.01)
    assert [drawn.mean(), drawn.std()] == pytest.approx([0, 3**-0.5], abs=0.02)


def test_an_episode_begins_anywhere():
    made, first = Noise(1, np.random.default_rng(2)), []
    for _ in range(4000):
        made.restart()
        first.append(made.draw("ou", 0.5, 1000.0)[0])
    assert np.std(first) == pytest.approx(0.5, rel=0.05)


def test_the_schedule_falls_on_a_straight_line():
    assert [scale_at("linear", 0.4, 0.5, 100, step) for step in (0, 50, 100, 900)] == [
        pytest.approx(value) for value in (0.4, 0.3, 0.2, 0.2)
    ]
    assert scale_at("constant", 0.4, 0.5, 100, 900) == 0.4


def test_the_past_is_in_order_and_a_copy_goes_on_alike():
    made = Noise(2, np.random.default_rng(3))
    for i in range(REMEMBERED + 50):
        made.remember(np.full(2, i, np.float32))
    assert made.past()[:, 0].tolist() == list(range(50, REMEMBERED + 50))
    assert made.past().shape == (200, 2)
    other = Noise(2, np.random.default_rng(4))
    other.load_state(made.state())
    for _ in range(5):
        assert (other.draw("ou", 1.0, 5.0) == made.draw("ou", 1.0, 5.0)).all()
    assert (other.past() == made.past()).all()
