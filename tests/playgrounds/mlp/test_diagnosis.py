"""What is said of a network's inside: against networks made by hand, and against autograd."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core.nn.losses import loss_for
from core.nn.optimisers import OPTIMIZERS
from core.playgrounds.mlp.algorithm import Mlp, MlpConfig
from core.playgrounds.mlp.passes import MOST, passes, training
from core.playgrounds.mlp.presets import PRESETS
from core.playgrounds.mlp.signs import APPEARS, SIGNS, STAYS, effective_rank, levels, unit_codes

VALUES = {preset.name: dict(preset.values) for preset in PRESETS}


def build(**values) -> Mlp:
    return Mlp(MlpConfig(**values))


def preset(name: str, epochs: int) -> Mlp:
    mlp = build(**VALUES[name])
    for _ in range(epochs * mlp.smooth_steps):
        mlp.step()
    return mlp


def diagnosis(mlp: Mlp, kind: str = "activations") -> dict[str, np.ndarray]:
    return mlp.views({"diagnosis": {"kind": kind}})


def named(mlp: Mlp) -> set[tuple[str, int]]:
    """The signs that appear, each with its layer from 1."""
    return {(SIGNS[i], k + 1) for i, k in np.argwhere(diagnosis(mlp)["signs"] == APPEARS)}


def units(mlp: Mlp) -> list[list[int]]:
    """The codes of the hidden layers' units."""
    sizes = mlp.net.sizes
    codes = mlp.views({"units": {}})["units"]
    assert len(codes) == sum(sizes)
    return [list(layer) for layer in np.split(codes, np.cumsum(sizes)[:-1])[1:-1]]


# ---- units ------------------------------------------------------------------------------------
def test_a_dead_relu_is_found_and_a_live_one_is_not():
    mlp = build(hidden=(3,), activation="relu", initialisation="he")
    mlp.net.biases[0][:] = torch.tensor([-100.0, 0.0, 100.0])  # silent, sometimes, always
    assert units(mlp) == [[1, 0, 0]]
    assert ("dead", 1) in named(mlp)
    mlp.net.biases[0][0] = 0.0
    assert units(mlp) == [[0, 0, 0]]
    assert named(mlp) == set()


def test_a_unit_that_answers_the_same_to_all_is_dead_whatever_it_answers():
    mlp = build(hidden=(2,), activation="linear")
    mlp.net.kernels[0][:, 1] = 0
    mlp.net.biases[0][1] = 3.0
    assert units(mlp) == [[0, 1]]


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_a_saturated_unit_is_found_and_a_busy_one_is_not(activation):
    mlp = build(hidden=(3,), activation=activation)
    mlp.net.weights[0][:] = torch.tensor([[0.2, 1e4, 0.2], [0.1, 1e4, 0.1], [0.0, 0.0, 60.0]])
    assert units(mlp) == [[0, 2, 2]], "whether at both of its limits, or at one for all points"
    assert ("saturated", 1) in named(mlp)
    assert ("dead", 1) not in named(mlp)


def test_a_relu_far_up_is_not_saturated():
    mlp = build(hidden=(1,), activation="relu")
    mlp.net.weights[0][:] = torch.tensor([[1.0], [0.0], [1000.0]])
    assert units(mlp) == [[0]]


@pytest.mark.parametrize(("share", "strict", "mild"), [(0.96, 2, 2), (0.92, 0, 2), (0.88, 0, 0)])
def test_saturation_has_two_thresholds(share, strict, mild):
    a = np.zeros((100, 1), np.float32)
    a[: round(100 * share)] = 0.995
    assert [int(codes[0]) for codes in unit_codes(a, "tanh")] == [strict, mild]


# ---- gradients --------------------------------------------------------------------------------
def autograd(mlp: Mlp, rows: slice = slice(None)) -> list[float]:
    """The norm of each layer's gradient of the mean loss over those training points, by autograd."""
    x, t = (tensor[rows] for tensor in training(mlp))
    weights = [weight.clone().requires_grad_() for weight in mlp.net.weights]
    named = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu, "sine": torch.sin}
    a = x
    for weight, activation in zip(weights[:-1], mlp.net.activations, strict=True):
        a = named[activation.name](a @ weight[:-1] + weight[-1])
    z = a @ weights[-1][:-1] + weights[-1][-1]
    mlp.loss.each(z, t).mean().backward()
    return [float(weight.grad.norm()) for weight in weights]


NETS = [
    {"hidden": (4, 3), "activation": "tanh"},
    {"hidden": (5,), "activation": "relu", "loss": "mse"},
    {"hidden": (3, 3, 3), "activation": "sigmoid", "dataset": "arms", "classes": 4},
    {"hidden": (6,), "activation": "sine", "dataset": "plane", "loss": "mse"},
    {"hidden": (), "dataset": "gaussians"},
]


@pytest.mark.parametrize("values", NETS, ids=str)
def test_gradient_norms_are_autograds(values):
    mlp = build(**values)
    for _ in range(30):
        mlp.step()
    found = diagnosis(mlp)
    assert found["layers.gradient"] == pytest.approx(autograd(mlp), rel=1e-4)
    n = len(training(mlp)[0])
    own = np.array([autograd(mlp, slice(i, i + 1)) for i in range(n)])  # each point's
    assert found["layers.signal"] == pytest.approx(np.sqrt((own**2).mean(0)), rel=1e-4)


def test_a_vanishing_gradient_is_named_and_a_healthy_one_is_not():
    mlp = preset("vanishing-gradient", 3)
    assert ("faint", 1) in named(mlp)
    signal = diagnosis(mlp)["layers.signal"]
    assert signal[0] < signal[-1] / 1000
    mlp.net.weights[-1][:] = 0  # nothing is told of the layers before
    assert ("faint", len(signal) - 1) in named(mlp)


@pytest.mark.parametrize(
    "name", ["tf-playground", "circle", "xor", "spiral", "moons", "arms", "bumps"]
)
@pytest.mark.parametrize("epochs", [0, 2, 60])
def test_nothing_is_said_of_healthy_networks(name, epochs):
    mlp = preset(name, epochs)
    assert not diagnosis(mlp)["signs"].any()
    assert not mlp.views({"units": {}})["units"].any()


@pytest.mark.parametrize(
    ("name", "sign"),
    [("dead-relus", "dead"), ("squared-error", "saturated"), ("lr-too-high", "large")],
)
def test_the_presets_that_fail_show_their_sign(name, sign):
    assert sign in {one for one, _ in named(preset(name, 5))}


# ---- steps ------------------------------------------------------------------------------------
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(
    "more", [{}, {"weight_decay": 0.01, "clip_norm": 0.5, "l1": 0.01}], ids=["plain", "all"]
)
def test_the_newest_update_is_what_the_optimiser_makes_of_the_gradient(optimizer, more):
    mlp = build(optimizer=optimizer, schedule="cosine", momentum=0.7, schedule_epochs=3, **more)
    for _ in range(40):
        mlp.step()
    state, found = mlp.state(), mlp.descent.learners[0].newest_update()
    before = mlp.net.theta.clone()
    mlp.descent.learners[0].update(mlp.net.grad)
    assert torch.allclose(found, mlp.net.theta - before, atol=1e-7)
    mlp.load_state(state)
    mlp.step()


def test_of_gradient_descent_it_is_the_newest_step():
    mlp = build()
    assert np.isnan(diagnosis(mlp)["layers.update"]).all(), "before the first step there is none"
    mlp.step()
    before = mlp.net.theta.clone()
    kernels = [kernel.clone() for kernel in mlp.net.kernels]
    mlp.step()
    assert torch.allclose(
        mlp.descent.learners[0].newest_update(), mlp.net.theta - before, atol=1e-6
    )
    pairs = zip(mlp.net.kernels, kernels, strict=True)
    ratios = [float((new - old).norm() / new.norm()) for new, old in pairs]
    assert diagnosis(mlp)["layers.update"] == pytest.approx(ratios, rel=1e-3)


def test_a_learning_rate_far_too_small_is_named_but_not_when_all_is_learned():
    assert {sign for sign, _ in named(preset("circle", 0))} == set()
    mlp = build(lr=1e-5)
    mlp.step()
    assert "small" in {sign for sign, _ in named(mlp)}
    nothing = (np.zeros(2, np.uint8),) * 2
    ones = np.ones(2)
    learned = levels([nothing], ones, np.full(2, 1e-6), ones, np.full(2, 1e-7))
    assert not learned.any()


def test_a_sign_that_is_there_stays_between_its_thresholds():
    nothing, ones = (np.zeros(2, np.uint8),) * 2, np.ones(3)
    found = levels([nothing, nothing], np.array([0.0009, 0.0015, 1.0]), ones, ones, ones * 0.07)
    assert found.tolist() == [[0] * 3, [0] * 3, [APPEARS, STAYS, 0], [0] * 3, [STAYS] * 3]


# ---- effective rank -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("matrix", "rank"),
    [
        (np.eye(5), 5.0),
        (np.outer(np.arange(1, 9), [1, 2, 3]), 1.0),
        (np.zeros((4, 3)), 0.0),
        (np.diag([1.0, 1.0, 0.0]), 2.0),
        # singular values 3 and 1: H = −¾ ln ¾ − ¼ ln ¼
        (np.diag([3.0, 1.0]), math.exp(0.75 * math.log(4 / 3) + 0.25 * math.log(4))),
    ],
)
def test_effective_rank_of_known_matrices(matrix, rank):
    assert effective_rank(matrix) == pytest.approx(rank, abs=1e-6)


def test_effective_rank_is_that_of_the_singular_values():
    matrix = np.random.default_rng(0).normal(size=(40, 7)) * np.arange(1, 8)
    p = np.linalg.svd(matrix, compute_uv=False)
    p /= p.sum()
    assert effective_rank(matrix) == pytest.approx(math.exp(-(p * np.log(p)).sum()), rel=1e-9)
    assert math.isnan(effective_rank(np.array([[np.nan, 1.0]])))


# ---- histograms -----------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["activations", "gradients", "weights", "nonsense"])
def test_histograms_count_everything(kind):
    mlp = build(hidden=(4, 2), activation="silu", dataset="plane", loss="mse")
    found = diagnosis(mlp, kind)
    assert found["histogram"].shape == (3, 40)
    assert found["histogram"].sum(1) == pytest.approx([1, 1, 1])
    low, high = found["histogram.range"].T
    assert (low < high).all()


def test_a_histogram_has_values_where_they_are():
    mlp = build(hidden=(4,), activation="tanh")
    seen = passes(mlp)
    expected = np.histogram(seen.a[1], 40, (-1, 1))[0] / seen.a[1].size
    assert diagnosis(mlp)["histogram"][0] == pytest.approx(expected, abs=0.002)
    assert diagnosis(mlp)["histogram.range"].tolist() == [[-1, 1], [0, 1]]
    logs = np.log10(np.abs(seen.delta[0]))
    expected = np.histogram(logs, 40, (-8, 2))[0] / logs.size
    assert diagnosis(mlp, "gradients")["histogram"][0] == pytest.approx(expected, abs=0.002)


# ---- anything goes ----------------------------------------------------------------------------------
def test_weights_that_are_no_numbers_are_no_mistake():
    mlp = build(hidden=(4, 2))
    mlp.net.theta[:] = float("nan")
    found = mlp.views({"diagnosis": {}, "units": {}, "space": {}})
    assert np.isnan(found["layers.rank"]).all()
    mlp.net.theta[:] = 1e30
    mlp.views({"diagnosis": {}, "units": {}, "space": {}})


def test_many_points_are_thinned():
    mlp = build(points=2000, train_share=0.9)
    assert len(training(mlp)[0]) == 1800
    mlp.points.train, mlp.points.x = 5 * MOST, torch.zeros(6 * MOST, 2)
    mlp.points.y = torch.zeros(6 * MOST, dtype=torch.long)
    assert len(training(mlp)[0]) == MOST
    assert mlp.loss is loss_for("cross_entropy", "classification", 1)
