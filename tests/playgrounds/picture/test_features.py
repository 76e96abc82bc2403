"""What a network is told of a place, against numbers worked out by hand."""

from __future__ import annotations

import pytest
import torch
from torch import Generator

from core.playgrounds.picture.features import encoded, middles, on_grid, places, waves


def test_a_place_in_two_waves():
    b = torch.tensor([[1.0, 0.0], [0.0, 2.0]])  # one cycle along x, two along y
    found = encoded(torch.tensor([[0.25, 0.125], [0.5, 0.0]]), b)
    assert found == pytest.approx(torch.tensor([[0.0, 0, 1, 1], [-1, 1, 0, 0]]), abs=1e-6)


def test_without_waves_a_place_is_its_coordinates_from_minus_one_to_one():
    assert encoded(torch.tensor([[0.0, 1.0], [0.5, 0.25]]), None).tolist() == [[-1, 1], [0, -0.5]]


def test_pixels_are_asked_about_at_their_middles_row_by_row():
    along = middles(2)
    assert along.tolist() == [0.25, 0.75]
    corners = [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]]
    assert places(along, along).tolist() == corners


def test_random_waves_have_the_scale_asked_for_and_one_seed_gives_them_again():
    found = waves("gaussian", 4000, 7.0, Generator().manual_seed(3))
    assert found is not None
    assert found.shape == (2, 4000)
    assert found.std(1) == pytest.approx(torch.tensor([7.0, 7.0]), rel=0.05)
    again = waves("gaussian", 4000, 1.0, Generator().manual_seed(3))
    assert again is not None
    assert torch.equal(again * 7, found)


def test_a_positional_encoding_doubles_its_frequency_along_each_axis():
    found = waves("positional", 12, 64.0, Generator())
    assert found is not None
    along = [1.0, 2, 4, 8, 16, 32]
    assert found[0].tolist() == pytest.approx([*along, *[0.0] * 6], rel=1e-5)
    assert found[1].tolist() == pytest.approx([*[0.0] * 6, *along], rel=1e-5)
    assert waves("none", 12, 64.0, Generator()) is None


@pytest.mark.parametrize("kind", ["gaussian", "positional", "none"])
def test_a_grid_is_told_as_its_places_are(kind):
    b = waves(kind, 16, 10.0, Generator().manual_seed(0))
    x, y = middles(9), middles(9)[2:5]
    assert on_grid(x, y, b) == pytest.approx(encoded(places(x, y), b), abs=1e-4)
