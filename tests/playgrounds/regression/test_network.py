"""The network that fits a curve: its gradient against torch, its parts against the whole, what it learns."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.playgrounds import lookup
from core.playgrounds.regression.algorithm import Regression
from core.playgrounds.regression.config import RegressionConfig


def built(preset: str = "sine-network", **values) -> Regression:
    given = {one.name: one.values for one in lookup("regression").PRESETS}[preset]
    return Regression(RegressionConfig(**{**given, **values}))


def gradient_by_torch(of: Regression) -> np.ndarray:
    """[H, 3]: of w, b and v."""
    w, b, v = (torch.tensor(row, requires_grad=True) for row in of.fits.neurons()[0].T)
    x, y = (torch.from_numpy(one).float() for one in (of.points.x, of.points.y))
    said = torch.tanh(x[:, None] * w + b) @ v + of.fits.nets[0].biases[1]
    ((said - y) ** 2).mean().backward()
    return torch.stack((w.grad, b.grad, v.grad), 1).numpy()


def test_the_gradient_is_torchs_and_a_step_goes_against_it():
    of = built(optimizer="sgd", lr=0.1)
    before, gradient = of.fits.neurons()
    assert gradient == pytest.approx(gradient_by_torch(of), rel=1e-4, abs=1e-6)
    of.step()
    assert of.fits.neurons()[0] == pytest.approx(before - 0.1 * gradient, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("activation", ["tanh", "relu", "gelu", "sine"])
def test_the_neurons_add_up_to_the_curve(activation):
    of = built(activation=activation)
    for _ in range(20):
        of.step()
    arrays = of.views({"fit": {}})
    assert arrays["parts"].shape[0] == 8
    assert arrays["parts"].sum(0) + arrays["offset"] == pytest.approx(arrays["fit"][0], abs=1e-4)


@pytest.mark.parametrize(("preset", "below"), [("sine-network", 0.03), ("step-network", 0.1)])
def test_it_learns_its_curve(preset, below):
    of = built(preset)
    for _ in range(1500):
        of.step()
    assert of.evaluate()["test_loss"] < below


def test_neurons_bend_within_the_points_at_first():
    of = built(neurons=24)
    w, b, _ = of.fits.neurons()[0].T
    assert (np.abs(-b / w) <= 3.0 + 1e-4).all()


def test_three_losses_race_from_one_start():
    of = built(loss="all")
    first = of.views({"fit": {}})["fit"]
    assert np.array_equal(first[0], first[2])
    for _ in range(50):
        of.step()
    last = of.views({"fit": {}})["fit"]
    assert not np.allclose(last[0], last[2])
    assert {"test_loss.mse", "test_loss.absolute"} <= of.evaluate().keys()
