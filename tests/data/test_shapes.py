"""Drawn shapes: what the factors say is what the pixels show."""

from __future__ import annotations

import numpy as np
import pytest

from core.data import shapes
from core.data.images import IMAGE_SETS, load

AT = np.arange(shapes.SIDE) + 0.5
X, LEVELS = shapes.every()
VALUES = shapes.values(LEVELS)
LIGHT = X / 255.0  # [N, 32, 32]
MASS = LIGHT.sum((1, 2))
CENTRE = np.stack(
    ((LIGHT.sum(1) * AT).sum(1) / MASS, (LIGHT.sum(2) * AT).sum(1) / MASS), 1
)  # [N, 2]: from the left, from the top


def moments(light, centre):
    """Central second moments per unit of mass of images [n, 32, 32], y upwards: xx, yy, xy."""
    dx = AT[None, None, :] - centre[:, 0, None, None]
    dy = centre[:, 1, None, None] - AT[None, :, None]
    mass = light.sum((1, 2))
    return [(light * one).sum((1, 2)) / mass for one in (dx * dx, dy * dy, dx * dy)]


def where(**levels):
    names = ("shape", "size", "rotation", "x", "y")
    return np.all([LEVELS[:, names.index(name)] == k for name, k in levels.items()], axis=0)


def test_every_combination_occurs_once_and_no_picture_twice():
    assert X.shape == (3 * 4 * 8 * 8 * 8, 32, 32)
    assert len(np.unique(LEVELS, axis=0)) == len(X)
    assert len(np.unique(X.reshape(len(X), -1), axis=0)) == len(X)
    for f, factor in enumerate(shapes.FACTORS):
        assert np.bincount(LEVELS[:, f]).tolist() == [len(X) // len(factor.values)] * len(
            factor.values
        )


def test_the_centroid_is_where_the_factors_say():
    assert np.abs(CENTRE - VALUES[:, 3:]).max() < 0.06


def test_the_area_is_the_square_of_the_size_for_every_shape():
    assert np.abs(np.sqrt(MASS) - VALUES[:, 1]).max() < 0.05


def test_nothing_is_cut_off_and_edges_are_soft():
    assert (np.ptp(MASS.reshape(-1, 64), axis=1) < 1e-9).all(), "as bright wherever it is"
    assert X.max() == 255
    between = ((X > 0) & (X < 255)).sum((1, 2))
    assert np.median(between) > 10


def test_an_ellipse_points_where_its_rotation_says():
    ellipse = where(shape=1)
    xx, yy, xy = moments(LIGHT[ellipse], CENTRE[ellipse])
    found = np.rad2deg(0.5 * np.arctan2(2 * xy, xx - yy))
    assert np.abs(found - VALUES[ellipse, 2]).max() < 0.5
    long, short = (0.5 * (xx + yy + s * np.hypot(xx - yy, 2 * xy)) for s in (1, -1))
    assert np.sqrt(long / short).mean() == pytest.approx(2, abs=0.05)


def test_a_square_turned_has_the_fourth_moment_of_its_angle():
    """Its second moments know no direction; the phase of Σ (dx + i dy)⁴ does."""
    square = where(shape=0, size=3)
    dx = AT[None, None, :] - CENTRE[square, 0, None, None]
    dy = CENTRE[square, 1, None, None] - AT[None, :, None]
    fourth = (LIGHT[square] * (dx + 1j * dy) ** 4).sum((1, 2))
    found = np.rad2deg(np.angle(-fourth)) / 4  # an upright square's is negative
    off = (found - VALUES[square, 2] + 45) % 90 - 45
    assert np.abs(off).max() < 1


def test_a_heart_leans_with_its_rotation():
    """The third moment along its axis has a sign: the tip is far from the centroid, the lobes near."""
    heart = where(shape=2, size=3)
    turn = np.deg2rad(VALUES[heart, 2])[:, None, None]
    dx = AT[None, None, :] - CENTRE[heart, 0, None, None]
    dy = CENTRE[heart, 1, None, None] - AT[None, :, None]
    along = -np.sin(turn) * dx + np.cos(turn) * dy  # upwards in the heart's own frame
    across = np.cos(turn) * dx + np.sin(turn) * dy
    light = LIGHT[heart]
    assert ((light * along**3).sum((1, 2)) < 0).all()
    third = (light * across**3).sum((1, 2))
    assert np.abs(third).max() < 0.05 * np.abs((light * along**3).sum((1, 2))).min()


@pytest.mark.parametrize("shape", range(3))
def test_coverage_of_closed_forms(shape):
    """Areas and centroids by a grid 10 times as fine as the pictures'."""
    at = (np.arange(1600) + 0.5) / 80 - 10
    inside = shapes.covered(shape, 9.0, 25.0, at[None, :], -at[:, None])
    assert inside.mean() * 400 == pytest.approx(81, rel=1e-3)
    rows, columns = np.nonzero(inside)
    assert np.hypot(at[columns].mean(), at[rows].mean()) < 5e-3


def test_the_set_keeps_a_part_apart_and_says_what_its_factors_are():
    found = load("shapes")
    assert load("shapes") is found
    assert found.about is IMAGE_SETS["shapes"]
    assert (len(found.x), len(found.x_test)) == (5144, 1000)
    pictures = {one.tobytes() for one in found.x}
    assert not any(one.tobytes() in pictures for one in found.x_test)
    for part in (found.x, found.y, found.levels_test, found.factors, found.factors_test):
        with pytest.raises(ValueError, match="read-only"):
            part[0] = 1
    assert np.array_equal(found.y, found.levels[:, 0])
    assert np.array_equal(found.y_test, found.levels_test[:, 0])
    factors = found.about.factors
    assert found.factors_test.shape == (1000, len(factors))
    for f, factor in enumerate(factors):
        assert np.array_equal(
            found.factors_test[:, f], np.float32(factor.values)[found.levels_test[:, f]]
        )
    assert np.abs(np.corrcoef(found.levels.T) - np.eye(5)).max() < 0.05
    assert load("digits").factors is None


def test_drawn_again_they_are_the_same():
    x, levels = shapes.every.__wrapped__()
    assert np.array_equal(x, X)
    assert np.array_equal(levels, LEVELS)
