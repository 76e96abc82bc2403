"""The loss around the weights: heights, slopes and sharpness against autograd; the training is left alone."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.func import hessian
from torch.nn.functional import binary_cross_entropy_with_logits as bce
from torch.nn.functional import log_softmax

from core.nn.sharpness import Lanczos
from core.playgrounds.mlp.algorithm import Mlp
from core.playgrounds.mlp.config import MlpConfig


def trained(steps=200, **values):
    mlp = Mlp(MlpConfig(**values))
    while steps:
        steps -= mlp.stretch(steps, float("inf"))
    return mlp


def by_autograd(mlp, theta):
    """The mean loss over the training points at theta [P], a torch expression."""
    n = mlp.points.train
    a, t = mlp.points.x[:n].double(), mlp.targets[:n].double()
    begin = 0
    for k, weight in enumerate(mlp.net.weights):
        w = theta[begin : begin + weight.numel()].view(weight.shape)
        begin += weight.numel()
        z = a @ w[:-1] + w[-1]
        a = torch.tanh(z) if k < len(mlp.net.weights) - 1 else z
    return bce(a, t) if t.shape[1] == 1 else -(log_softmax(a, 1) * t).sum(1).mean()


CASES = [{}, {"dataset": "arms", "classes": 3, "hidden": (5,)}, {"hidden": ()}]


@pytest.mark.parametrize("values", CASES)
def test_the_sharpness_is_the_largest_eigenvalue_of_autograds_hessian(values):
    mlp = trained(**values)
    found = mlp.landscape("random")
    for _ in range(40):  # each picture begins where the last one ended
        found = mlp.landscape("random")
    theta = mlp.net.theta.double()
    top = float(torch.linalg.eigvalsh(hessian(lambda at: by_autograd(mlp, at))(theta))[-1])
    assert found.sharpness == pytest.approx(top, rel=1e-3)


@pytest.mark.parametrize("kind", ["random", "way"])
def test_the_heights_are_the_losses_of_the_weights_on_the_plane(kind):
    mlp = trained()
    found = mlp.landscape(kind)
    side = len(found.heights)
    places = found.plane.grid(side)
    for cell in (0, side // 2 * side + side // 2, side * side - 1):
        theta = torch.from_numpy(found.plane.lifted(places[cell]))
        assert found.heights.ravel()[cell] == pytest.approx(
            float(by_autograd(mlp, theta)), rel=1e-4
        )
    middle = found.plane.at(mlp.net.theta.double().numpy())
    assert np.abs(middle).max() < 1e-6  # it is drawn around where they are


def test_while_it_learns_the_picture_follows_and_no_look_does_it_all():
    mlp = trained(50)
    first = mlp.landscape("random")
    key, epochs = first.plane.key, [first.epoch]
    assert "heights" not in first.arrays(key, 1.0)
    for _ in range(60):
        mlp.stretch(25, float("inf"))
        epochs.append(mlp.landscape("random").epoch)
    assert len(set(epochs)) > 2
    assert max(np.bincount(np.unique(epochs, return_inverse=True)[1])) > 5
    assert "heights" in first.arrays(key, 1.0)
    assert len(first.arrays(key, 1.0)["way"]) > 50


def test_looking_leaves_the_run_as_it_is():
    looked_at, alone = trained(), trained()
    looked_at.landscape("random")
    looked_at.landscape("way")
    for mlp in (looked_at, alone):
        mlp.stretch(25, float("inf"))
    assert torch.equal(looked_at.net.theta, alone.net.theta)
    assert torch.equal(looked_at.net.grad, alone.net.grad)


def test_weights_that_are_not_finite_have_no_picture():
    mlp = trained(1)
    mlp.net.theta[0] = float("nan")
    assert mlp.landscape("random").arrays(0, 1.0) == {}


@pytest.mark.parametrize("size", [1, 2, 12, 60])
def test_lanczos_finds_the_largest_eigenvalue_and_its_vector(size):
    rng = np.random.default_rng(size)
    half = rng.normal(size=(size, size))
    matrix = half + half.T - 3 * np.eye(size)  # the largest by size may be negative
    lanczos = Lanczos(rng.normal(size=size))
    while lanczos.products < 40 and not lanczos.exact:
        lanczos.tell(matrix @ lanczos.ask)
    value, vector = lanczos.top()
    assert value == pytest.approx(np.linalg.eigvalsh(matrix)[-1], rel=1e-6)
    assert matrix @ vector == pytest.approx(value * vector, abs=1e-3 * size)
