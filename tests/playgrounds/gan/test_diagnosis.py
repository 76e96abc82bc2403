"""The alarm, on windows of scalars and metrics written by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.playgrounds.gan.diagnosis import ScalarWindow, collapse, oscillation, victory

CALM = {
    "d_loss": 1.4,
    "g_loss": 0.7,
    "d_real": 0.5,
    "d_fake": 0.5,
    "d_gradient": 0.1,
    "g_gradient": 0.1,
}


def window(moved: np.ndarray, **scalars: float) -> ScalarWindow:
    found = ScalarWindow()
    for place in moved:
        found.append(CALM | scalars, torch.tensor(place))
    return found


def metrics(
    total: float, effective: float, covered: float, spread: float = 1.0
) -> dict[str, float]:
    return {
        "modes_total": total,
        "effective_modes": effective,
        "modes_covered": covered,
        "spread_ratio": spread,
    }


STILL = np.zeros((60, 2))
ROUND = np.stack([np.sin(np.arange(60) / 3), np.cos(np.arange(60) / 3)], 1) * 0.4


def test_a_calm_run_raises_no_alarm():
    tremble = np.random.default_rng(0).normal(0, 0.03, (60, 2))
    assert victory(window(tremble)) == oscillation(window(tremble)) == []
    assert collapse(metrics(8, 7.9, 8)) == []


@pytest.mark.parametrize(
    ("moved", "swings"),
    [(ROUND, True), (ROUND / 10, False), (np.linspace(-1, 1, 60)[:, None] * [1, 1], False)],
)
def test_oscillation_is_many_long_swings_not_a_tremble_nor_a_way(moved, swings):
    assert bool(oscillation(window(moved))) == swings


def test_oscillation_tells_how_often():
    (note,) = oscillation(window(ROUND))
    assert note.say() == (
        "Oscillation: the samples' centre swung to and fro 6 times in 1500 iterations."
    )


@pytest.mark.parametrize(
    ("real", "fake", "won"), [(0.99, 0.01, True), (0.9, 0.01, False), (0.99, 0.2, False)]
)
def test_a_discriminator_has_won_when_it_is_sure_of_both(real, fake, won):
    assert bool(victory(window(STILL, d_real=real, d_fake=fake))) == won


def test_victory_tells_the_signs():
    (note,) = victory(window(STILL, d_real=0.991, d_fake=0.004, g_gradient=2e-5))
    assert "real samples 0.991 and generated ones 0.004" in note.say()
    assert "2e-05" in note.say()


@pytest.mark.parametrize(
    ("found", "collapsed"),
    [
        (metrics(8, 1.2, 1), True),
        (metrics(8, 4.0, 4), True),
        (metrics(8, 5.0, 5), False),
        (metrics(float("nan"), float("nan"), float("nan"), 0.02), True),
        (metrics(float("nan"), float("nan"), float("nan"), 0.9), False),
    ],
)
def test_collapse_is_few_modes_or_a_point(found, collapsed):
    assert bool(collapse(found)) == collapsed


def test_a_window_goes_on_from_its_state():
    one = window(ROUND, d_real=0.7)
    other = ScalarWindow()
    other.load_state(one.state())
    one.append(CALM, torch.zeros(2))
    assert len(other.rows) == 60
    assert other.column("d_real").mean() == pytest.approx(0.7)
    assert np.allclose(other.statistics(), ROUND, atol=1e-6)


def test_the_signs_have_their_thresholds():
    assert collapse(metrics(10, 5.0, 5))
    assert not collapse(metrics(10, 5.01, 5))
    none = float("nan")
    assert collapse(metrics(none, none, none, 0.1))
    assert not collapse(metrics(none, none, none, 0.11))
    assert victory(window(STILL, d_real=0.951, d_fake=0.049))
    assert not victory(window(STILL, d_real=0.951, d_fake=0.051))
    assert not victory(window(STILL, d_real=0.949, d_fake=0.049))


def test_only_the_last_twenty_rows_decide_a_victory():
    found = window(STILL[:39], d_real=0.99, d_fake=0.01)
    for _ in range(21):
        found.append(CALM, torch.zeros(2))
    assert not victory(found)
    for _ in range(20):
        found.append(CALM | {"d_real": 0.99, "d_fake": 0.01}, torch.zeros(2))
    assert victory(found)
