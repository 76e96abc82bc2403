"""The plane through latent space: it finds what varies most, and gets there without a jump."""

from __future__ import annotations

import numpy as np
import pytest

from core.playgrounds.vae.projection import MOST, axes, turned


def cloud(deviations, seed=0, n=800, turn=True):
    """Points with these deviations along the axes of a random frame, and that frame [d, d]."""
    rng = np.random.default_rng(seed)
    d = len(deviations)
    frame = np.linalg.qr(rng.normal(size=(d, d)))[0].T if turn else np.eye(d)
    return rng.normal(size=(n, d)) * deviations @ frame, frame


def angle(one, other):
    """The largest angle between two planes, in radians; by sines, which are exact for small ones."""
    sines = np.linalg.svd(other - other @ one.T @ one, compute_uv=False)
    return float(np.arcsin(np.clip(sines, 0, 1)).max())


def orthonormal(rows):
    return np.allclose(rows @ rows.T, np.eye(2), atol=1e-9)


def share(rows, means):
    """The variance in the plane as a share of the most that any plane has."""
    values = np.linalg.eigvalsh(np.cov(means.T))
    return np.trace(rows @ np.cov(means.T) @ rows.T) / values[-2:].sum()


@pytest.mark.parametrize("d", [2, 3, 8, 32])
def test_the_first_plane_is_the_one_of_most_variance(d):
    means, frame = cloud([3, 2] + [0.5] * (d - 2))
    rows = turned(None, means)
    assert orthonormal(rows)
    assert angle(rows, frame[:2]) < (0.1 if d > 2 else 1e-6)
    assert share(rows, means) == pytest.approx(1)


@pytest.mark.parametrize("d", [3, 8, 32])
def test_it_finds_any_plane_within_bounded_turns(d):
    means, _ = cloud([3, 2] + [0.3] * (d - 2), seed=1)
    rows = axes(d)
    for _ in range(200):
        before, rows = rows, turned(rows, means)
        assert orthonormal(rows)
        assert angle(before, rows) <= MOST + 1e-9
        assert np.linalg.norm(rows - before, axis=1).max() <= MOST + 1e-9, "no spin either"
    assert share(rows, means) > 0.99


def test_a_plane_at_right_angles_to_the_best_one_finds_it_too():
    means, _ = cloud([0.1, 0.1, 2, 3], turn=False)
    rows = axes(4)
    for _ in range(100):
        rows = turned(rows, means)
    assert share(rows, means) > 0.99
    assert orthonormal(rows)


def test_no_flip_and_no_jump_when_eigenvalues_cross():
    rng = np.random.default_rng(3)
    noise = rng.normal(size=(600, 5))
    rows, places = None, None
    for t in np.linspace(0, 1, 300):  # the third axis grows as the first shrinks; 1 and 2 cross too
        means = noise * [3 - 2.5 * t, 2, 0.5 + 2.5 * t, 0.2, 0.1]
        rows = turned(rows, means)
        now = means @ rows.T
        if places is not None:
            moved = np.linalg.norm(now - places, axis=1)
            assert (moved <= (MOST + 0.02) * np.linalg.norm(means, axis=1) + 1e-9).all()
        places = now
    for _ in range(100):
        rows = turned(rows, means)
    assert share(rows, means) > 0.98
    assert angle(rows, axes(5, (1, 2))) < 0.2


def test_planes_that_are_equally_good_do_not_swing():
    rows = turned(None, cloud([1] * 6, seed=0)[0])
    start = rows
    for seed in range(40):
        rows = turned(rows, cloud([1] * 6, seed=seed, n=2000)[0])
    moved = angle(start, rows)
    best = [turned(None, cloud([1] * 6, seed=seed, n=2000)[0]) for seed in range(2)]
    assert moved < angle(*best), "principal axes themselves go anywhere"


def test_at_rest_it_stays_and_the_same_state_gives_the_same_plane():
    means, _ = cloud([3, 2, 1, 1])
    rows = turned(None, means)
    assert np.allclose(turned(rows, means), rows, atol=1e-9)
    kept, somewhere = means.copy(), axes(4)
    assert np.array_equal(turned(somewhere, means), turned(somewhere, means))
    assert np.array_equal(means, kept)
    assert np.array_equal(somewhere, axes(4))


def test_directions_seen_turn_less_than_the_bound_even_where_the_plane_only_spins():
    means, _ = cloud([3, 2, 0.1])
    spun = np.array([[0, 1], [-1, 0]]) @ turned(None, means)  # the best plane, a quarter turn round
    assert np.allclose(turned(spun, means), spun, atol=1e-6)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e300, 0.0, 7.0])
def test_means_that_say_nothing_leave_the_plane_alone(value):
    rows = turned(None, cloud([3, 2, 1])[0])
    assert np.array_equal(turned(rows, np.full((5, 3), value)), rows)
    assert np.array_equal(turned(None, np.full((5, 3), value)), axes(3))


def test_chosen_axes_and_few_dimensions():
    assert axes(5, (3, 1)).tolist() == [[0, 0, 0, 1, 0], [0, 1, 0, 0, 0]]
    assert axes(2).tolist() == [[1, 0], [0, 1]]
    assert axes(1).tolist() == [[1], [0]]
