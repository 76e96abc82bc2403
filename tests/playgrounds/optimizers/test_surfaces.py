"""Gradients by hand against autograd; minima are minima; schedules against numbers worked by hand."""

import math

import pytest
import torch

from core.playgrounds.optimizers.schedules import SCHEDULES, factor
from core.playgrounds.optimizers.surfaces import surface


def bowl(x, y, k=20.0, degrees=30.0):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return ((c * x + s * y) ** 2 + k * (c * y - s * x) ** 2) / 2


TORCH = {
    "quadratic": bowl,
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "beale": lambda x, y: (
        (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2
    ),
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "saddle": lambda x, y: x**2 / 2 - y**2 / 2 + y**4 / 4 + 1 / 4,
    "rastrigin": lambda x, y: (
        20 + x**2 + y**2 - 10 * torch.cos(2 * math.pi * x) - 10 * torch.cos(2 * math.pi * y)
    ),
    "plateau": lambda x, y: 1 - torch.exp(-(x**2 + y**2) / 2),
}


@pytest.mark.parametrize("name", TORCH)
def test_values_and_gradients_are_those_of_autograd(name):
    made = surface(name, 20.0, 30.0)
    for x, y in (
        torch.rand(40, 2, generator=torch.Generator().manual_seed(0)).mul(8).sub(4).tolist()
    ):
        at = torch.tensor([x, y], dtype=torch.float64, requires_grad=True)
        value = TORCH[name](at[0], at[1])
        value.backward()
        assert made.value(x, y) == pytest.approx(value.item(), rel=1e-12, abs=1e-12)
        assert made.slope(x, y) == pytest.approx(at.grad.tolist(), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", TORCH)
def test_minima_are_flat_lowest_and_in_the_picture(name):
    made = surface(name, 20.0, 30.0)
    for x, y in made.minima:
        assert made.value(x, y) == pytest.approx(0.0, abs=1e-12)
        assert made.slope(x, y) == pytest.approx((0.0, 0.0), abs=1e-9)
        assert made.low < min(x, y) <= max(x, y) < made.high
        assert made.distance(x + 3e-3, y - 4e-3) == pytest.approx(5e-3)
    assert made.heights().min() >= 0
    assert made.heights()[0, -1] == pytest.approx(
        made.value(*[made.high * (1 - 1 / 120)] * 2), rel=0.2
    )


def test_schedules_at_places_worked_by_hand():
    seen = {
        name: [factor(name, step, 100) for step in (0, 4, 30, 65, 100, 300)] for name in SCHEDULES
    }
    assert seen["constant"] == [1.0] * 6
    assert seen["warmup"] == pytest.approx([0.1, 0.5, 1.0, 1.0, 1.0, 1.0])
    assert seen["step"] == pytest.approx([1.0, 1.0, 1.0, 0.1, 0.01, 0.01])
    assert seen["one_cycle"][0] == pytest.approx(0.04)
    assert seen["one_cycle"][2:] == pytest.approx([1.0, 0.5, 0.0, 0.0], abs=1e-12)
    assert seen["range_test"][0] == pytest.approx(1e-4)
    assert seen["range_test"][4:] == [1.0, 1.0]
    assert factor("range_test", 33, 100) == pytest.approx(10 ** (-4 * 66 / 99))
    assert seen["cosine"][0] == 1.0
    assert seen["cosine"][4] == pytest.approx(0.01)
