"""Each objective against numbers worked by hand; the penalties against autograd and known slopes."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Generator, nn

from core.playgrounds.gan.objectives import OBJECTIVES, gradient_penalty, r1_penalty

REAL, FAKE = torch.tensor([2.0, 0.0]), torch.tensor([-1.0, 3.0])


def sigmoid(s: float) -> float:
    return 1 / (1 + math.exp(-s))


# −log σ(2) = 0.126928, −log σ(0) = 0.693147; −log(1 − σ(−1)) = 0.313262, −log(1 − σ(3)) = 3.048587
D_LOG = (0.126928 + 0.693147) / 2 + (0.313262 + 3.048587) / 2
BY_HAND = {
    "minimax": (D_LOG, -(0.313262 + 3.048587) / 2),
    "non_saturating": (D_LOG, (1.313262 + 0.048587) / 2),  # −log σ(−1), −log σ(3)
    "least_squares": (0.5 * (1 + 1) / 2 + 0.5 * (1 + 9) / 2, 0.5 * (4 + 4) / 2),
    "wasserstein": (1 - 1, -1),
    "wgan_gp": (1 - 1, -1),
    "hinge": ((0 + 1) / 2 + (0 + 4) / 2, -1),
}


@pytest.mark.parametrize("name", OBJECTIVES)
def test_losses_are_those_worked_by_hand(name):
    game, (d, g) = OBJECTIVES[name], BY_HAND[name]
    assert float(game.d_loss(REAL, FAKE)) == pytest.approx(d, abs=1e-5)
    assert float(game.g_loss(FAKE)) == pytest.approx(g, abs=1e-5)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_descending_pulls_real_up_and_fake_down_and_the_generator_up(name):
    game = OBJECTIVES[name]
    real, fake, own = (torch.tensor([0.3], requires_grad=True) for _ in range(3))
    game.d_loss(real, fake).backward()
    game.g_loss(own).backward()
    assert real.grad < 0 < fake.grad
    assert own.grad < 0


def test_smoothed_labels_are_cross_entropy_with_one_minus_smooth():
    game = OBJECTIVES["non_saturating"]
    real = torch.tensor([2.0, -1.0, 4.0])
    d = torch.sigmoid(real)
    expected = (
        -(0.9 * d.log() + 0.1 * (1 - d).log()).mean() - (1 - torch.sigmoid(FAKE)).log().mean()
    )
    assert float(game.d_loss(real, FAKE, 0.1)) == pytest.approx(float(expected), abs=1e-6)
    squares = OBJECTIVES["least_squares"]
    assert float(squares.d_loss(torch.tensor([0.9]), torch.zeros(1), 0.1)) == pytest.approx(0)
    assert [game.name for game in OBJECTIVES.values() if game.smooths] == [
        "minimax",
        "non_saturating",
        "least_squares",
    ]


def test_losses_of_extreme_scores_are_finite():
    far = torch.tensor([1e4, -1e4])
    for game in OBJECTIVES.values():
        assert game.d_loss(far, far).isfinite()
        assert game.g_loss(far).isfinite()


def test_minimax_teaches_nothing_where_the_discriminator_is_sure_and_non_saturating_does():
    slopes = {}
    for name in ("minimax", "non_saturating"):
        fake = torch.tensor([-10.0], requires_grad=True)
        OBJECTIVES[name].g_loss(fake).backward()
        slopes[name] = float(fake.grad)
    assert slopes["minimax"] == pytest.approx(-sigmoid(-10), rel=1e-4)
    assert slopes["non_saturating"] == pytest.approx(-sigmoid(10), rel=1e-4)


def test_answers_are_beliefs_where_there_is_a_scale():
    for game in OBJECTIVES.values():
        said = game.answer(torch.tensor([-9.0, 0.2, 9.0]))
        assert bool((said.diff() > 0).all())
        if not game.unbounded:
            assert 0 <= float(said.min()) <= 0.01
            assert 0.99 <= float(said.max()) <= 1


def test_answers_by_hand():
    scores = torch.tensor([-2.0, -0.5, 0.0, 0.75, 3.0])
    assert OBJECTIVES["least_squares"].answer(scores).tolist() == [0, 0, 0, 0.75, 1]
    assert OBJECTIVES["hinge"].answer(scores).tolist() == [0, 0.25, 0.5, 0.875, 1]
    assert torch.equal(OBJECTIVES["minimax"].answer(scores), torch.sigmoid(scores))
    assert torch.equal(OBJECTIVES["wgan_gp"].answer(scores), scores)


def slope(x: torch.Tensor) -> torch.Tensor:
    """A discriminator with the slope (3, 4) everywhere."""
    return x @ torch.tensor([3.0, 4.0])


def test_penalties_of_a_constant_slope_are_worked_by_hand():
    x, fake = torch.randn(7, 2), torch.randn(7, 2)
    assert float(r1_penalty(slope, x)) == pytest.approx(12.5)  # ½ · 5²
    assert float(gradient_penalty(slope, x, fake, Generator())) == pytest.approx(16)  # (5 − 1)²


def test_penalties_agree_with_finite_differences_of_a_network():
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(2, 5), nn.Tanh(), nn.Linear(5, 1)).double()
    x = torch.randn(6, 2, dtype=torch.double)
    step = 1e-5
    moves = torch.eye(2, dtype=torch.double) * step
    by_hand = torch.stack([(net(x + m) - net(x - m)) / (2 * step) for m in moves], 1).squeeze(-1)
    expected = 0.5 * by_hand.square().sum(1).mean()
    found = r1_penalty(lambda x: net(x).view(-1), x)
    assert found.item() == pytest.approx(expected.item(), rel=1e-6)
    found.backward()  # and it has a slope of its own: the discriminator learns from it
    numeric = []
    with torch.no_grad():
        for sign in (1, -1):
            net[0].weight[0, 0] += sign * 1e-4 * (1 if sign > 0 else 2)
            with torch.enable_grad():
                numeric.append(float(r1_penalty(lambda x: net(x).view(-1), x)))
    assert float(net[0].weight.grad[0, 0]) == pytest.approx(
        (numeric[0] - numeric[1]) / 2e-4, rel=1e-3
    )


def test_the_gradient_penalty_looks_between_real_and_fake():
    seen = []

    def score(x):
        seen.append(x)
        return x.sum(1)

    real, fake = torch.zeros(50, 2), torch.ones(50, 2)
    gradient_penalty(score, real, fake, Generator().manual_seed(0))
    (between,) = seen
    assert torch.equal(between[:, 0], between[:, 1]), "one share per sample"
    assert 0 < float(between.min()) < 0.2
    assert 0.8 < float(between.max()) < 1
