"""Mutual information and its gap: a table worked by hand, and codes whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import mutual_info_score

from core.data.images import load
from core.playgrounds.vae.disentangle import (
    binned_equally,
    disentanglement,
    entropy,
    mutual_information,
)

SHAPES = load("shapes")
LEVELS = SHAPES.levels.astype(int)


def test_a_table_worked_by_hand():
    """Counts 3 1 / 1 3 of 8: both margins are ln 2; I = ln 2 + ¾ ln ¾ + ¼ ln ¼ = 0.1308 nats."""
    one = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    other = np.array([0, 0, 0, 1, 0, 1, 1, 1])
    by_hand = np.log(2) + 0.75 * np.log(0.75) + 0.25 * np.log(0.25)
    assert mutual_information(one, other) == pytest.approx(by_hand)
    assert by_hand == pytest.approx(0.13081, abs=1e-5)
    assert entropy(np.array([3, 1])) == pytest.approx(0.56234, abs=1e-5)


def test_it_agrees_with_scikit_learn():
    rng = np.random.default_rng(0)
    one, other = rng.integers(0, 7, 500), rng.integers(0, 4, 500)
    other[:200] = one[:200] % 4
    assert mutual_information(one, other) == pytest.approx(mutual_info_score(one, other))


def test_a_dimension_for_each_factor_is_perfect():
    noise = np.random.default_rng(0).normal(size=LEVELS.shape)
    order = [4, 2, 0, 3, 1]
    found = disentanglement(-3 * LEVELS[:, order] + 0.01 * noise, LEVELS)
    assert (
        found.mig > 0.85
    )  # 20 bins cut through some of the 8 levels; the rest is noise of counting
    assert found.captured()[0].tolist() == order
    exact = disentanglement(LEVELS[:, order].astype(float), LEVELS)
    assert exact.mig > 0.99
    assert np.allclose(exact.captured()[1], 1)


def test_factors_mixed_by_a_rotation_score_low():
    """x + y and x − y know equally much about x: there is information, and no gap."""
    places = LEVELS[:, 3:]
    x, y = places.T.astype(float)
    mixed = disentanglement(np.stack([x + y, x - y], 1), places)
    sums = 8 - np.abs(
        np.arange(-7, 8)
    )  # how often each x + y occurs; I(x; x + y) = H(x + y) − ln 8
    assert mixed.matrix == pytest.approx(entropy(sums) / np.log(8) - 1, abs=0.02)
    assert mixed.mig < 0.02


def test_two_dimensions_that_know_the_same_have_no_gap():
    twice = np.concatenate([LEVELS, LEVELS], 1).astype(float)
    found = disentanglement(twice, LEVELS)
    assert found.mig == pytest.approx(0)
    assert found.matrix.max() == pytest.approx(1)


def test_codes_that_know_nothing_score_as_little_as_chance():
    codes = np.random.default_rng(0).normal(size=(len(LEVELS), 6))
    found = disentanglement(codes, LEVELS)
    assert found.mig < 0.01
    sizes = LEVELS.max(0) + 1
    chance = (sizes - 1) * 19 / (2 * len(LEVELS)) / np.log(sizes)  # Miller 1955
    assert found.matrix.mean(1) == pytest.approx(chance, rel=0.3)


def test_a_dead_dimension_knows_nothing_and_scales_do_not_matter():
    codes = LEVELS[:, [3]] + np.random.default_rng(0).normal(size=(len(LEVELS), 1))
    dead = np.full((len(codes), 1), 0.25)
    found = disentanglement(np.concatenate([codes, 1e-9 * codes + 5, dead], 1), LEVELS)
    assert np.allclose(found.matrix[:, 0], found.matrix[:, 1], atol=1e-3)
    assert not found.matrix[:, 2].any()
    broken = codes.copy()
    broken[7] = np.nan
    assert not disentanglement(broken, LEVELS).matrix.any()


def test_one_dimension_one_level_and_the_range():
    levels = np.stack([LEVELS[:, 3], np.zeros(len(LEVELS), np.uint8)], 1)
    found = disentanglement(LEVELS[:, [3]].astype(float), levels)
    assert found.mig == pytest.approx(1)
    assert found.matrix.tolist() == [[pytest.approx(1)], [0]]
    assert disentanglement(np.zeros((5, 2)), np.zeros((5, 1), np.uint8)).mig == 0


def test_bins_are_equally_full_and_ties_stay_together():
    code = np.random.default_rng(0).normal(size=1000)
    assert np.bincount(binned_equally(code, 20)).tolist() == [50] * 20
    ties = np.repeat([1.0, 1.5, 9.0], [10, 1000, 10])
    binned = binned_equally(ties, 20)
    assert len(set(binned[10:1010])) == 1
