"""The points as every layer sees them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.playgrounds.mlp.algorithm import Mlp, MlpConfig
from core.playgrounds.mlp.space import POINTS, frame


def build(**values) -> Mlp:
    return Mlp(MlpConfig(**values))


def space(mlp: Mlp, **options) -> dict[str, np.ndarray]:
    return mlp.views({"space": options})


def test_two_inputs_and_a_layer_of_two_are_shown_as_they_are():
    mlp = build(hidden=(4, 2), points=300)
    found = space(mlp)
    assert found["space.points"].shape == (3, 300, 2)
    assert found["space.points"][0] == pytest.approx(mlp.points.xy)
    hidden, _ = mlp.net.answer(mlp.points.x)
    assert found["space.points"][2] == pytest.approx(hidden[1].numpy(), abs=1e-6)
    assert found["space.share"][[0, 2]] == pytest.approx([1, 1])
    assert found["space.y"].tolist() == mlp.points.truth.tolist()


def test_a_point_of_the_grid_is_where_the_network_puts_it():
    mlp = build(hidden=(5, 3), inputs=("x1", "x1x2", "sinx2"))
    found = space(mlp, by="neurons", neurons=[[1, 2], [4, 0], [2, 1]])
    assert found["space.grid"].shape == (3, 21, 21, 2)
    x1, x2 = 3.0, -1.2  # column 15, row 8
    _, answers = {}, mlp.probe("predict", {"x1": x1, "x2": x2})[0]["layers"]
    at = found["space.grid"][:, 8, 15]
    assert at[0] == pytest.approx([x1 * x2, np.sin(x2)], abs=1e-5)
    assert at[1] == pytest.approx([answers[0][4], answers[0][0]], abs=1e-5)
    assert at[2] == pytest.approx([answers[1][2], answers[1][1]], abs=1e-5)


@pytest.mark.parametrize("options", [{}, {"by": "neurons", "neurons": [[0, 1], [3, 1], [2, 0]]}])
@pytest.mark.parametrize("outputs", [1, 3])
def test_the_boundary_is_where_the_output_changes_its_mind(options, outputs):
    data = {"dataset": "arms", "classes": 3} if outputs == 3 else {}
    mlp = build(hidden=(4, 3), **data)
    found = space(mlp, **options)
    a = mlp.net.answer(mlp.points.x)[0][-1].double().numpy()[:POINTS]
    if options:
        a[:, 1] = a[:, 1].mean()  # the neuron that is not shown stands at its mean
    else:
        centre, basis = frame(a, None)
        a = centre + (a - centre) @ basis @ basis.T  # its shadow in the plane
    z = a @ mlp.net.kernels[-1].double().numpy() + mlp.net.biases[-1].double().numpy()
    normal, offset = found["space.boundary"][:, :2], found["space.boundary"][:, 2]
    assert found["space.points"][-1] @ normal.T + offset == pytest.approx(z, abs=1e-4)


def test_components_are_the_widest_and_do_not_flip():
    mlp = build(hidden=(8,), dataset="spiral", optimizer="adam", lr=0.01)
    before = None
    for _ in range(200):
        found = space(mlp)
        points = found["space.points"][1]
        a = mlp.net.answer(mlp.points.x)[0][0].numpy()[:POINTS]
        variances = np.linalg.eigvalsh(np.cov(a.T, bias=True))[::-1]
        assert points.var(0) == pytest.approx(variances[:2], rel=1e-3)
        assert found["space.share"][1] == pytest.approx(
            variances[:2].sum() / variances.sum(), rel=1e-3
        )
        basis = found["space.basis"][2:]
        if before is not None:  # a plane that turns a little can always be laid over the one before
            assert np.linalg.svd(before.T @ basis)[1][1] > 0.9
        before = basis
        mlp.step()


def test_one_neuron_is_a_line_and_no_hidden_layer_leaves_the_inputs():
    found = space(build(hidden=(1,)))
    assert not found["space.points"][1, :, 1].any()
    assert space(build(hidden=()))["space.points"].shape[0] == 1


def test_inputs_that_are_no_features_of_the_plane_have_no_grid():
    mlp = build(hidden=(4,))
    wide = Mlp(MlpConfig(hidden=(4,), inputs=("x1", "x2", "x1sq")))
    mlp.net, mlp.points.x = wide.net, torch.randn(1500, 3)  # as a table of three columns
    mlp.points.truth, mlp.points.is_test = np.zeros(1500), np.zeros(1500, bool)
    found = space(mlp)
    assert "space.grid" not in found
    assert found["space.points"].shape == (2, POINTS, 2)


@pytest.mark.parametrize("chosen", [None, [], [[0]], [[9, 9]], [["a", 0]], "x", [None, [0, 1.5]]])
def test_a_choice_that_makes_no_sense_is_the_first_two(chosen):
    mlp = build(hidden=(4,))
    found = space(mlp, by="neurons", neurons=chosen)["space.points"]
    assert np.array_equal(found, space(mlp, by="neurons", neurons=[[0, 1], [0, 1]])["space.points"])
