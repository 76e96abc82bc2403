"""Sharpness against numpy's eigenvalues, its limits against runs, and the edge where it stays."""

import numpy as np
import pytest
import torch

from core.nn.sharpness import LIMITS, hessian, top_eigenvalue
from core.playgrounds.optimizers.algorithm import Optimizers
from core.playgrounds.optimizers.config import OptimizersConfig
from core.playgrounds.optimizers.network import COUNT, Network, initial
from core.playgrounds.optimizers.presets import PRESETS
from core.playgrounds.optimizers.surfaces import surface


@pytest.mark.parametrize("shift", [0.0, -40.0, 40.0])
def test_power_iteration_finds_numpys_largest_eigenvalue(shift):
    rng = np.random.default_rng(0)
    for size in (1, 2, 9, 105):
        matrix = rng.normal(size=(size, size))
        matrix = matrix + matrix.T + shift * np.eye(size)
        largest = np.linalg.eigvalsh(matrix)[-1]
        assert top_eigenvalue(matrix) == pytest.approx(largest, rel=1e-5, abs=1e-5)
    assert top_eigenvalue(np.diag([1.0, -1.0])) == pytest.approx(1.0)  # as large, and negative
    assert top_eigenvalue(np.zeros((3, 3))) == 0.0


def test_the_hessian_of_the_network_is_that_of_double_autograd():
    network = Network("moons", 0)
    theta = initial(torch.Generator().manual_seed(4))
    x, t = torch.from_numpy(network.x), torch.from_numpy(network.t)

    def loss(flat):
        w1, w2, w3 = (
            p.view(-1, n) for p, n in zip(flat.split([24, 72, 9]), (8, 8, 1), strict=True)
        )
        ones = torch.ones(len(x), 1, dtype=torch.float64)
        a = torch.cat([torch.tanh(torch.cat([torch.tanh(x @ w1), ones], 1) @ w2), ones], 1)
        return ((a @ w3)[:, 0] - t).square().mean() / 2

    exact = torch.autograd.functional.hessian(loss, theta).numpy()
    found = hessian(network.gradients, theta.numpy())
    np.testing.assert_allclose(found, exact, atol=1e-8)
    assert top_eigenvalue(found) == pytest.approx(np.linalg.eigvalsh(exact)[-1], rel=1e-6)
    assert found.shape == (COUNT, COUNT)


def test_on_the_bowl_the_sharpness_is_its_conditioning():
    made = surface("quadratic", 17.0, 30.0)
    found = hessian(
        lambda points: np.array([made.slope(*p) for p in points.tolist()]), np.array([1.0, -2.0])
    )
    assert top_eigenvalue(found) == pytest.approx(17.0, rel=1e-6)


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize(("times", "leaves"), [(0.98, False), (1.02, True)])
def test_above_its_limit_each_is_thrown_out_of_a_bowl(name, times, leaves):
    curvature, mu = 20.0, 0.8
    lr = times * LIMITS[name](mu) / curvature  # the limit is this over the learning rate
    made = Optimizers(
        OptimizersConfig(
            surface="quadratic", conditioning=curvature, lr=lr, momentum=mu, noise=0.0,
            optimizers=(name,), **{f"factor_{name}": 1.0},
        )
    )  # fmt: skip
    for _ in range(900):
        made.step()
    assert (name in made.left) == leaves
    if not leaves:
        now = made.evaluate()
        assert now[f"sharpness.{name}"] == pytest.approx(curvature, rel=1e-6)
        assert now[f"limit.{name}"] == pytest.approx(curvature / times)


@pytest.mark.parametrize("seed", [0, 1])
def test_gradient_descent_sharpens_to_the_edge_of_stability_and_stays_there(seed):
    values = {one.name: one.values for one in PRESETS}["edge"]
    made = Optimizers(OptimizersConfig(**values | {"optimizers": ("gd",), "seed": seed}))
    ratio = []
    for _ in range(2000):
        made.step()
        if made.evaluate_now:
            now = made.evaluate()
            ratio.append(float(now["sharpness.gd"]) / float(now["limit.gd"]))
    assert max(ratio[:4]) < 0.45  # far below the edge at first
    assert 0.95 < np.median(ratio[25:]) < 1.15  # on it from step 1000 on
    assert max(ratio[25:]) < 1.3
