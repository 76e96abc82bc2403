"""Toy points: the geometry each set promises, and what all sets share."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.toy import TOYS, make, mislabelled

ROOT = Path(__file__).resolve().parents[2]
CLASSIFICATION = [toy.name for toy in TOYS.values() if toy.task == "classification"]
REGRESSION = [toy.name for toy in TOYS.values() if toy.task == "regression"]


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(sorted(TOYS)),
    points=st.integers(6, 400),
    noise=st.floats(0, 50),
    seed=st.integers(0, 2**31 - 1),
    classes=st.integers(2, 6),
)
def test_every_set_keeps_its_promises(name, points, noise, seed, classes):
    x, y = make(name, points=points, noise=noise, seed=seed, classes=classes)
    assert x.shape == (points, 2)
    assert x.dtype == np.float32
    assert np.abs(x).max() <= 6
    assert y.shape == (points,)
    if TOYS[name].task == "classification":
        assert y.dtype == np.int64
        counts = np.bincount(y)
        assert len(counts) == (classes if name == "arms" else 2)
        assert counts.max() - counts.min() <= 1
    else:
        assert y.dtype == np.float32
        assert np.abs(y).max() <= 1
    again = make(name, points=points, noise=noise, seed=seed, classes=classes)
    assert np.array_equal(x, again[0])
    assert np.array_equal(y, again[1])


@pytest.mark.parametrize("name", TOYS)
def test_another_seed_gives_other_points_and_the_global_generator_rests(name):
    before = np.random.get_state()[1].copy()
    first, second = (make(name, points=50, noise=10, seed=seed)[0] for seed in (0, 1))
    assert not np.array_equal(first, second)
    assert np.array_equal(before, np.random.get_state()[1])


@pytest.mark.parametrize("name", CLASSIFICATION)
def test_rows_come_shuffled(name):
    _, y = make(name, points=200, noise=0, seed=3)
    assert 60 < np.count_nonzero(np.diff(y)) < 140  # about 100 changes of class if random


def test_circle_is_a_disc_in_a_ring():
    x, y = make("circle", points=500, noise=0, seed=0)
    r = np.hypot(*x.T)
    assert r[y == 1].max() < 2.5
    assert r[y == 0].min() >= 3.5
    assert r.max() <= 5


def test_disc_ring_and_squares_are_filled_evenly_to_their_borders():
    x, y = make("circle", points=4000, noise=0, seed=0)
    r = np.hypot(*x.T)
    assert [r[y == 1].mean(), r[y == 0].mean()] == pytest.approx([1.25, 4.25], rel=0.02)
    assert r[y == 1].max() == pytest.approx(2.5, rel=0.01)
    assert [r[y == 0].min(), r[y == 0].max()] == pytest.approx([3.5, 5], rel=0.01)
    assert np.abs(x.mean(axis=0)).max() < 0.15
    x, _ = make("xor", points=4000, noise=0, seed=0)
    assert np.abs(x).mean() == pytest.approx(0.3 + 2.5, rel=0.02)
    assert np.abs(x).max() == pytest.approx(5.3, rel=0.01)


def test_xor_leaves_the_axes_free():
    x, y = make("xor", points=500, noise=0, seed=0)
    assert np.array_equal(y, (x.prod(axis=1) > 0).astype(int))
    assert np.abs(x).min() >= 0.3
    assert np.abs(x).max() <= 5.3


@pytest.mark.parametrize("name", ["circle", "xor"])
def test_noise_flips_labels_near_the_border_only(name):
    x, y = make(name, points=2000, noise=20, seed=0)  # the label saw the point up to 1 away
    clean = np.hypot(*x.T) < 2.5 if name == "circle" else x.prod(axis=1) > 0
    flipped = clean.astype(int) != y
    assert 0.01 < flipped.mean() < 0.2
    border = np.abs(np.hypot(*x.T) - 2.5) if name == "circle" else np.abs(x).min(axis=1)
    assert border[flipped].max() <= 1.5


def test_a_fifth_of_noise_moves_what_the_label_saw_by_up_to_a_fifth_of_the_shape():
    """An axis flips the points at d < 1, each with probability (1 − d) / 2; d is even in 0.3…5.3."""
    x, y = make("xor", points=20_000, noise=20, seed=0)
    flipped, each = (x.prod(axis=1) > 0).astype(int) != y, 0.7 * 0.35 / 2 / 5
    assert flipped.mean() == pytest.approx(2 * each * (1 - each), rel=0.1)


def test_noise_flips_a_disc_evenly_on_all_sides():
    x, y = make("circle", points=20_000, noise=30, seed=0)
    inside = np.hypot(*x.T) < 2.5
    for flipped in (x[inside & (y == 0)], x[~inside & (y == 1)]):
        assert len(flipped) > 100
        assert np.abs(flipped.mean(axis=0)).max() < 0.5


@pytest.mark.parametrize(
    ("name", "spread"), [("spiral", 12**-0.5 * 2), ("arms", 12**-0.5 * 2), ("moons", 2)]
)
def test_noise_scatters_points_about_their_curve(name, spread):
    still, noisy = (make(name, points=3000, noise=noise, seed=0)[0] for noise in (0, 10))
    off = noisy - still
    assert off.std(axis=0) == pytest.approx([0.1 * spread] * 2, rel=0.05)
    assert off.mean(axis=0) == pytest.approx([0, 0], abs=0.02)
    if name != "moons":
        assert np.abs(off).max() == pytest.approx(0.1, rel=0.02)


@pytest.mark.parametrize(("noise", "variance"), [(0, 0.5), (10, 1.2)])
def test_gaussians_have_their_centres_and_spread(noise, variance):
    x, y = make("gaussians", points=4000, noise=noise, seed=0)
    for k, centre in enumerate((-2, 2)):
        assert x[y == k].mean(axis=0) == pytest.approx([centre, centre], abs=0.1)
        assert x[y == k].var(axis=0) == pytest.approx([variance, variance], rel=0.1)


def test_spiral_arms_mirror_each_other():
    x, y = make("spiral", points=200, noise=0, seed=0)
    blue, orange = (x[y == k][np.argsort(np.hypot(*x[y == k].T))] for k in (0, 1))
    assert blue == pytest.approx(-orange, abs=1e-5)
    i = np.arange(100) / 100
    assert orange[:, 0] == pytest.approx(5 * i * np.sin(1.75 * 2 * np.pi * i), abs=1e-4)


@pytest.mark.parametrize("classes", [2, 3, 6])
def test_arms_are_one_arm_turned(classes):
    x, y = make("arms", points=60 * classes, noise=0, seed=0, classes=classes)
    arms = [x[y == k][np.argsort(np.hypot(*x[y == k].T))] for k in range(classes)]
    turn = 2 * np.pi / classes
    back = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    along = np.arange(60) / 60
    by_hand = 5 * (0.1 + 0.9 * along), 2 * np.pi * 0.6 * along  # radius, and angle from upright
    assert np.hypot(*arms[0].T) == pytest.approx(by_hand[0], abs=1e-5)
    assert arms[0][:, 0] == pytest.approx(by_hand[0] * np.sin(by_hand[1]), abs=1e-5)
    for arm, following in pairwise(arms):
        assert following @ back.T == pytest.approx(arm, abs=1e-5)


def test_a_set_may_be_as_small_as_its_classes_and_arms_are_two_if_nothing_is_said():
    assert np.bincount(make("arms", points=6, noise=0, seed=0, classes=6)[1]).tolist() == [1] * 6
    assert np.bincount(make("arms", points=8, noise=0, seed=0)[1]).tolist() == [4, 4]


def test_moons_are_half_turns_of_each_other_that_no_line_separates():
    x, y = make("moons", points=400, noise=0, seed=0)
    centre = [(-1.5, -0.75), (1.5, 0.75)]
    for k in (0, 1):
        assert np.hypot(*(x[y == k] - centre[k]).T) == pytest.approx(np.full(200, 3), abs=1e-4)
    assert x[y == 0, 1].min() >= -0.75  # the upper half
    assert x[y == 1, 1].max() <= 0.75
    best = np.linalg.lstsq(np.c_[x, np.ones(400)], 2 * y - 1, rcond=None)[0]
    assert ((np.c_[x, np.ones(400)] @ best > 0) == y).mean() < 0.95


def test_plane_rises_along_the_diagonal():
    x, y = make("plane", points=300, noise=0, seed=0)
    assert y == pytest.approx(x.sum(axis=1) / 12, abs=1e-6)


def test_bumps_have_their_heights_and_flat_ground_between():
    x, y = make("multi-gaussian", points=5000, noise=0, seed=0)
    expected = np.zeros(len(x))
    for x1, x2, height in [
        (-4, 1, 1),
        (0, 1, -1),
        (4, 1, 1),
        (-4, -1, -1),
        (0, -1, 1),
        (4, -1, -1),
    ]:
        distance = np.hypot(*(x - (x1, 2.5 * x2)).T)
        expected += height * (1 - distance / 2).clip(0)
    assert y == pytest.approx(expected, abs=1e-5)


def test_noise_moves_a_target_as_if_its_point_lay_elsewhere():
    still, noisy = (make("plane", points=200_000, noise=noise, seed=0)[1] for noise in (0, 20))
    off = noisy - still  # of each number up to 0.2 · 6, together a twelfth of it
    assert np.abs(off).max() == pytest.approx(0.2, rel=0.05)
    assert off.std() == pytest.approx(0.2 / 6**0.5, rel=0.005)


@pytest.mark.parametrize("name", REGRESSION)
def test_noise_disturbs_targets_but_not_points(name):
    still, noisy = (make(name, points=300, noise=noise, seed=0) for noise in (0, 30))
    assert np.array_equal(still[0], noisy[0])
    assert 0 < np.abs(still[1] - noisy[1]).mean() < 0.5


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "cirle"}, "no point set 'cirle'; there are circle, xor"),
        ({"noise": -1}, "noise = -1 is out of range: give a percentage in 0–50"),
        ({"noise": float("nan")}, "noise = nan"),
        ({"noise": 50.1}, "noise = 50.1"),
        ({"classes": 7}, "classes = 7"),
        ({"points": 1}, "points = 1 is too few"),
        ({"points": 5, "name": "arms", "classes": 6}, "give at least 6"),
        ({"seed": -1}, "seed = -1"),
    ],
)
def test_refusals_name_what_is_wrong(wrong, said):
    settings = {"name": "circle", "points": 100, "noise": 0, "seed": 0} | wrong
    with pytest.raises(ValueError, match=said):
        make(settings.pop("name"), **settings)


def test_points_need_no_torch():
    check = (
        "import sys, core.data.toy; sys.exit('torch' in sys.modules or 'sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", check], cwd=ROOT).returncode == 0


@pytest.mark.parametrize("classes", [2, 5])
def test_wrong_labels_are_as_many_as_was_said_and_only_among_training_points(classes):
    _, y = make("arms", points=200, noise=0.0, seed=3, classes=classes)
    few, many = (mislabelled(y, 120, percent, 3) for percent in (10.0, 30.0))
    assert (few != y).sum() == 12
    assert (many != y).sum() == 36
    assert (many[120:] == y[120:]).all()
    assert (few[few != y] == many[few != y]).all(), "more of them are the same ones and others"
    assert set(many) == set(range(classes))
    assert (mislabelled(y, 120, 0.0, 3) == y).all()
    assert (mislabelled(y, 120, 10.0, 4) != few).any()
