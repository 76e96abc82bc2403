"""Distributions in the plane: their modes, their density, and drawings good and bad."""

from __future__ import annotations

import base64

import numpy as np
import pytest
from torch import Generator

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


def test_the_density_integrates_to_one_and_is_a_gaussians_at_its_centre():
    one = distribution("blobs")
    at = (np.arange(400) + 0.5) / 200 - 1
    x = np.stack(np.meshgrid(at, at), -1).reshape(-1, 2)
    assert np.exp(one.log_density(x)).sum() / 200**2 == pytest.approx(1, abs=1e-4)
    expected = 1 / (3 * 2 * np.pi * one.sigma**2)
    assert np.exp(one.log_density(one.modes))[0] == pytest.approx(expected, rel=1e-6)


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
