"""The decoder that also looks at neighbours: what it sees, and that it draws what it believes."""

import pytest
import torch

from core.playgrounds.vae.autoregressive import REACH, Neighbours


@pytest.fixture
def neighbours():
    found = Neighbours(8, torch.Generator().manual_seed(0))
    return found.double().requires_grad_(False)


def images(n, seed=1):
    rng = torch.Generator().manual_seed(seed)
    return torch.rand(n, 64, generator=rng, dtype=torch.float64)


def test_a_pixel_sees_only_what_comes_before_it(neighbours):
    slopes = torch.autograd.functional.jacobian(lambda x: neighbours(x[None])[0], images(1)[0])
    for pixel in range(64):
        row, column = divmod(pixel, 8)
        allowed = {
            8 * r + c
            for r in range(max(0, row - REACH), row + 1)
            for c in range(max(0, column - REACH), min(8, column + REACH + 1))
            if 8 * r + c < pixel
        }
        assert set(slopes[pixel].nonzero().flatten().tolist()) <= allowed
        assert pixel < 8 or slopes[pixel].any()


def test_what_is_drawn_is_what_would_be_said_of_it(neighbours):
    logits = 4 * images(5) - 2
    drawn = neighbours.drawn(logits)
    torch.testing.assert_close(drawn, torch.sigmoid(logits + neighbours(drawn)))
    torch.testing.assert_close(neighbours.drawn(logits[:1]), drawn[:1])
