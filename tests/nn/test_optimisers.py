"""Optimisers against torch.optim over many steps; clipping, L1 and schedules against their formulas."""

from __future__ import annotations

import math

import pytest
import torch

from core.nn.optimisers import OPTIMIZERS, Momentum, clipped, scheduled, soft_threshold

LR = 0.01
ORACLES = {
    "sgd": lambda p, wd: torch.optim.SGD(p, LR, weight_decay=wd),
    "momentum": lambda p, wd: torch.optim.SGD(p, LR, momentum=0.8, weight_decay=wd),
    "nesterov": lambda p, wd: torch.optim.SGD(p, LR, momentum=0.8, nesterov=True, weight_decay=wd),
    "rmsprop": lambda p, wd: torch.optim.RMSprop(p, LR, weight_decay=wd),
    "adam": lambda p, wd: torch.optim.Adam(p, LR, weight_decay=wd),
    "adamw": lambda p, wd: torch.optim.AdamW(p, LR, weight_decay=wd),
}


def bowl(theta: torch.Tensor) -> torch.Tensor:
    """The gradient of an uneven bowl with a wave in it."""
    return theta * torch.linspace(0.1, 5, len(theta)) + torch.sin(3 * theta)


def make(name: str, theta: torch.Tensor):
    optimizer = OPTIMIZERS[name](theta)
    if isinstance(optimizer, Momentum):
        optimizer.mu = 0.8
    return optimizer


@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_500_steps_like_torch(name, weight_decay):
    start = torch.randn(20, generator=torch.Generator().manual_seed(0))
    theirs = torch.nn.Parameter(start.clone())
    oracle = ORACLES[name]([theirs], weight_decay)
    ours, decay = start.clone(), torch.full((20,), weight_decay) if weight_decay else None
    optimizer = make(name, ours)
    for _ in range(500):
        theirs.grad = bowl(theirs.detach())
        oracle.step()
        g = bowl(ours)
        before = g.clone()
        optimizer.update(ours, g, LR, decay)
        assert torch.equal(g, before), "the gradient is also there to be looked at"
    assert torch.allclose(ours, theirs.detach(), atol=1e-5)


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("rmsprop", 1 / (0.1 + 1)),  # g / (√(0.01 g²) + ε)
        ("adam", 1 / 2),  # g / (√g² + ε)
        ("adamw", 1 / 2),
    ],
)
def test_a_gradient_as_small_as_epsilon_is_worked_by_hand(name, step):
    theta = torch.zeros(2)
    OPTIMIZERS[name](theta).update(theta, torch.tensor([1e-8, -1e-8]), LR)
    assert theta.tolist() == pytest.approx([-LR * step, LR * step], rel=1e-4)


@pytest.mark.parametrize(
    ("name", "steps"), [("sgd", [1, 1]), ("momentum", [1, 1.9]), ("nesterov", [1.9, 1 + 0.9 * 1.9])]
)
def test_two_steps_along_the_same_gradient_are_worked_by_hand(name, steps):
    theta, g = torch.zeros(2), torch.tensor([1.0, -2.0])
    optimizer, way = OPTIMIZERS[name](theta), 0.0
    for step in steps:
        optimizer.update(theta, g, LR)
        way += LR * step
        assert theta.tolist() == pytest.approx([-way, 2 * way])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_goes_on_from_its_state(name):
    theta = torch.linspace(-1, 1, 20)
    optimizer = make(name, theta)
    for _ in range(10):
        optimizer.update(theta, bowl(theta), LR)
    state, copy = optimizer.state(), theta.clone()
    other = make(name, copy)
    other.load_state(state)
    for _ in range(10):
        optimizer.update(theta, bowl(theta), LR)
        other.update(copy, bowl(copy), LR)
    assert torch.equal(theta, copy)


def test_clipping_keeps_the_direction_and_cuts_the_length():
    g = torch.tensor([3.0, 4.0])
    assert torch.allclose(clipped(g, 1.0), torch.tensor([0.6, 0.8]))
    assert torch.equal(clipped(g, 10.0), g)
    assert torch.equal(clipped(torch.zeros(2), 1.0), torch.zeros(2))
    assert torch.equal(clipped(g * 1e-7, 1.0), g * 1e-7)


def test_soft_threshold_stops_at_zero_and_spares_what_has_no_penalty():
    theta = torch.tensor([0.5, -0.5, 0.05, -0.05, 0.05])
    soft_threshold(theta, torch.tensor([0.1, 0.1, 0.1, 0.1, 0.0]))
    assert torch.allclose(theta, torch.tensor([0.4, -0.4, 0.0, 0.0, 0.05]))
    assert theta[2] == 0


@pytest.mark.parametrize(
    ("name", "factors"),
    [
        ("constant", (1, 1, 1, 1, 1)),
        ("step", (1, 0.1, 0.01, 0.01, 0.01)),
        ("cosine", (1, 0.505, 0.01 + 0.495 * (1 - math.sqrt(0.5)), 0.01, 0.01)),
    ],
)
def test_schedules(name, factors):
    found = [scheduled(name, 2.0, epoch, 100) for epoch in (0, 50, 75, 100, 1000)]
    assert found == pytest.approx([2 * factor for factor in factors])
