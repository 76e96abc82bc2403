"""Distributions in the plane: their modes, their density, and drawings good and bad."""

from __future__ import annotations

import base64

import numpy as np
import pytest
import torch
from torch import Generator
from torch.distributions import Categorical, Independent, MixtureSameFamily, Normal

from core.data.distributions import (
    DISTRIBUTIONS,
    EXAMPLE_DRAWING,
    MOST_DRAWN,
    decoded,
    distribution,
    encoded,
)
from core.params import ParamError


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_samples_lie_in_the_box_and_the_density_is_theirs(name):
    one = distribution(name, EXAMPLE_DRAWING)
    x = one.sample(20_000, Generator().manual_seed(0)).numpy()
    assert x.dtype == np.float32
    assert (np.abs(x) <= one.edge).all(1).mean() > 0.999
    assert one.cells().sum() > 0.999
    rng = np.random.default_rng(0)
    anywhere = rng.uniform(-one.edge, one.edge, (20_000, 2))
    assert one.log_density(x.astype(float)).mean() > one.log_density(anywhere).mean()
    assert len(one.modes) == (len(one.centres) if one.apart else 0)


def test_the_density_integrates_to_one_and_is_a_gaussians_at_its_centre():
    one = distribution("blobs")
    at = (np.arange(400) + 0.5) / 200 - 1
    x = np.stack(np.meshgrid(at, at), -1).reshape(-1, 2)
    assert np.exp(one.log_density(x)).sum() / 200**2 == pytest.approx(1, abs=1e-4)
    expected = 1 / (3 * 2 * np.pi * one.sigma**2)
    assert np.exp(one.log_density(one.modes))[0] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_the_density_is_that_of_torchs_mixture(name):
    one = distribution(name, EXAMPLE_DRAWING)
    round_ones = Normal(torch.tensor(one.centres), one.sigma)
    theirs = MixtureSameFamily(
        Categorical(torch.ones(len(one.centres))), Independent(round_ones, 1)
    )
    x = torch.tensor(np.random.default_rng(1).uniform(-one.edge, one.edge, (500, 2)))
    assert one.log_density(x.numpy()) == pytest.approx(theirs.log_prob(x).numpy(), rel=1e-5)


def test_a_cell_holds_the_integral_of_the_density_over_it():
    one = distribution("blobs")
    assert one.cells().shape == (64, 64)
    at = (np.arange(8 * 16) + 0.5) * (2 / (8 * 16)) - 1  # 16 × 16 points in each of 8 × 8 cells
    x1, x2 = np.meshgrid(at, at)  # rows are x₂ from below
    density = np.exp(one.log_density(np.stack((x1, x2), -1).reshape(-1, 2)))
    sums = density.reshape(8, 16, 8, 16).sum((1, 3)) * (2 / (8 * 16)) ** 2
    assert one.cells(8) == pytest.approx(sums, abs=1e-3)
    assert not np.allclose(sums, sums.T, atol=1e-2)


@pytest.mark.parametrize(
    ("name", "count", "sigma", "edge", "some"),
    [
        ("line", 100, 0.04, 1.0, {0: (-0.7, -0.42), 99: (0.7, 0.42)}),
        ("two-gaussians", 2, 0.12, 1.0, {0: (-0.45, -0.3), 1: (0.45, 0.3)}),
        ("ring", 200, 0.04, 1.0, {0: (0.65, 0), 50: (0, 0.65), 100: (-0.65, 0)}),
        ("blobs", 3, 0.08, 1.0, {0: (0, 0.6), 1: (0.6 * 0.75**0.5, -0.3)}),
        ("ring-8", 8, 0.05, 2.5, {0: (2, 0), 2: (0, 2)}),
        ("grid-25", 25, 0.05, 2.5, {0: (-2, -2), 12: (0, 0), 23: (1, 2)}),
        (
            "spiral",
            300,
            0.03,
            1.0,
            {0: (0.085 * np.cos(0.4 * np.pi), 0.085 * np.sin(0.4 * np.pi)), 299: (0.85, 0)},
        ),
        ("moons", 200, 0.04, 1.0, {0: (0.25, -0.125), 99: (-0.75, -0.125), 100: (-0.25, 0.125)}),
        ("ring-8-literature", 8, 0.01, 1.25, {0: (1, 0)}),
        ("grid-25-literature", 25, 0.05, 5.0, {0: (-4, -4)}),
        (
            "drawing",
            60,
            0.03,
            1.0,
            {
                0: (0, 0.39),
                5: (0.75 / 8, 0.61 * 0.75**0.5 - 0.115 + 0.1),
                15: (0.75, 0.33),
                30: (0, -0.65),
                45: (-0.75, 0.33),
            },
        ),
    ],
)
def test_centres_lie_where_they_are_worked_out_by_hand(name, count, sigma, edge, some):
    one = distribution(name, EXAMPLE_DRAWING)
    assert (len(one.centres), one.sigma, one.edge) == (count, sigma, edge)
    for number, centre in some.items():
        assert one.centres[number] == pytest.approx(centre, abs=1 / 255 + 1e-9)


def test_a_spiral_has_its_points_evenly_along_the_way_and_moons_are_half_circles():
    centres = distribution("spiral").centres
    radius = np.hypot(*centres.T) / 0.85
    assert np.diff(radius**2) == pytest.approx(0.99 / 299)
    turned = np.unwrap(np.arctan2(*centres.T[::-1]))
    assert np.diff(turned) == pytest.approx(4 * np.pi * np.diff(radius))
    upper, lower = np.split(distribution("moons").centres, 2)
    assert np.hypot(*(upper - (-0.25, -0.125)).T) == pytest.approx(0.5)
    assert np.array_equal(lower, -upper)
    assert upper[50, 1] > 0.3


@pytest.mark.parametrize(
    ("name", "count", "radius", "sigma"),
    [("ring-8", 8, 2.0, 0.05), ("ring-8-literature", 8, 1.0, 0.01)],
)
def test_rings_have_eight_different_modes(name, count, radius, sigma):
    one = distribution(name)
    assert len(np.unique(one.modes.round(6), axis=0)) == count
    assert np.hypot(*one.modes.T) == pytest.approx(radius)
    assert one.sigma == sigma
    gaps = np.linalg.norm(one.modes - np.roll(one.modes, 1, 0), axis=1)
    assert gaps == pytest.approx(gaps[0])


@pytest.mark.parametrize(("name", "spacing"), [("grid-25", 1.0), ("grid-25-literature", 2.0)])
def test_grids_have_five_by_five(name, spacing):
    modes = distribution(name).modes
    assert sorted({*modes[:, 0].tolist()}) == [spacing * k for k in (-2, -1, 0, 1, 2)]
    assert len(np.unique(modes, axis=0)) == 25


def test_a_drawing_survives_the_link():
    points = np.random.default_rng(0).uniform(-1, 1, (MOST_DRAWN, 2))
    text = encoded(points)
    assert len(text) <= 1100
    assert np.abs(decoded(text) - points).max() <= 1 / 255 + 1e-9
    assert encoded(decoded(text)) == text
    assert decoded(encoded([(-1, -1), (1, 1)])).tolist() == [[-1, -1], [1, 1]]


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        ("", "drawing is empty: draw at least 2 points."),
        (encoded([(0, 0)]), "drawing has a single point: draw at least 2."),
        (encoded([(0.5, 0)] * 9), "drawing has 9 points in the same place: draw at least 2 apart."),
        (encoded(np.eye(2).repeat(201, 0)), "drawing has 402 points: at most 400 are allowed."),
        ("A", "drawing can't be read: part of the link is missing."),
        (base64.urlsafe_b64encode(b"abc").decode(), "can't be read"),
        ("ab=cd", "can't be read"),
    ],
)
def test_bad_drawings_are_refused_in_a_sentence(drawing, said):
    with pytest.raises(ParamError) as error:
        distribution("drawing", drawing)
    assert said in error.value.message.say()
    assert len(decoded(error.value.nearest)) > 2
