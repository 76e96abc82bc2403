"""The nearest image is the nearest: held against looking at every one."""

from __future__ import annotations

import pytest
import torch

from core.data.images import load
from core.data.neighbours import Neighbours


@pytest.fixture(scope="module")
def index() -> Neighbours:
    return Neighbours(torch.tensor(load("digits").x))


@pytest.mark.parametrize("noise", [0.0, 0.1, 1.0])
def test_finds_what_looking_at_all_of_them_finds(index, noise):
    g = torch.Generator().manual_seed(0)
    queries = torch.tensor(load("digits").x_test[:20]) / 255
    queries = queries + noise * torch.randn(queries.shape, generator=g)
    rows, distance = index.nearest(queries)
    every = torch.cdist(queries.flatten(1).double(), index.x.double() / 255) / 8  # √64 pixels
    assert torch.equal(rows, every.argmin(1))
    assert distance.double() == pytest.approx(every.min(1).values, abs=1e-5)


def test_a_training_image_finds_itself_or_its_fellow(index):
    some = index.x[:5].view(5, 8, 8) / 255
    rows, distance = index.nearest(some)
    assert rows.tolist() == [0, 1, 2, 3, 4]
    assert distance.max() < 1e-6
    _, beside = index.nearest(some, beside=1)
    assert beside.min() > 0.01
    assert 0.05 < index.usual() < 0.3
