"""Classes: both losses against torch, finite differences and numbers by hand; the plateau; no best fit."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from core.playgrounds import lookup
from core.playgrounds.regression import class_views
from core.playgrounds.regression import logistic as lg
from core.playgrounds.regression.algorithm import Regression
from core.playgrounds.regression.config import RegressionConfig
from core.playgrounds.regression.points import Points
from core.playgrounds.regression.sets import Sample

LOSSES, CLASSES = ("cross_entropy", "mse"), ("two-classes", "three-classes")


def built(preset: str = "", **values) -> Regression:
    given = {one.name: one.values for one in lookup("regression").PRESETS}
    return Regression(
        RegressionConfig(**{**given.get(preset, {"dataset": "two-classes"}), **values})
    )


def put(of: Regression, x: list[float], y: list[float], label: list[int]) -> None:
    sample = Sample(np.array(x), np.array(y), np.array(label))
    fresh = Points(sample, of.points.classes)
    of.points.x, of.points.y, of.points.label = fresh.x, fresh.y, fresh.label
    of.points.version += 1


def test_one_step_is_what_one_works_out_by_hand():
    of = built(lr=1.0)
    put(of, [1.0, -1.0], [0.0, 2.0], [1, 0])
    of.fits.theta[:] = 0.0
    scalars = of.step()
    assert scalars == pytest.approx({"loss.cross_entropy": np.log(2), "loss.mse": 0.25})
    # p − t is −½ and ½: cross-entropy (−½·1 + ½·(−1))/2 for w₁; the squares have 2 p (1 − p) = ½ of it
    assert of.fits.theta[0, :, 0] == pytest.approx([0.0, 0.5, -0.5])
    assert of.fits.theta[1, :, 0] == pytest.approx([0.0, 0.25, -0.25])


@pytest.mark.parametrize("dataset", CLASSES)
def test_losses_and_gradients_are_torchs(dataset):
    of = built(dataset=dataset, weight_decay=0.3).fits
    of.theta += np.random.default_rng(0).normal(size=of.theta.shape)
    x, t = (torch.from_numpy(one) for one in of.learned)
    label = torch.from_numpy(of.points.label)
    for m, loss in enumerate(LOSSES):
        w = torch.tensor(of.theta[m], requires_grad=True)
        z = x @ w
        if loss == "mse":
            p = torch.sigmoid(z) if dataset == "two-classes" else torch.softmax(z, 1)
            value = ((p - t) ** 2).sum(1).mean()
        elif dataset == "two-classes":
            value = functional.binary_cross_entropy_with_logits(z, t)
        else:
            value = functional.cross_entropy(z, label)
        (value + 0.15 * (w[1:] ** 2).sum()).backward()
        assert of.errors()[m] == pytest.approx(value.item())
        np.testing.assert_allclose(of.gradient(m), w.grad.numpy(), rtol=1e-9, atol=1e-12)


def test_scores_beyond_what_powers_hold_stay_finite():
    z, t = np.array([[1e4], [-1e4]]), np.array([[0.0], [1.0]])
    assert lg.each("cross_entropy", z, t) == pytest.approx([1e4, 1e4])
    wide, right = np.array([[1e4, 0.0, -1e4]]), np.array([[0.0, 0.0, 1.0]])
    assert lg.each("cross_entropy", wide, right) == pytest.approx([2e4])
    assert np.isfinite(lg.slope("mse", wide, right)).all()


@pytest.mark.parametrize("dataset", CLASSES)
def test_the_bowls_are_the_losses(dataset):
    of = built(dataset=dataset)
    of.fits.theta += np.random.default_rng(1).normal(size=of.fits.theta.shape)
    arrays = of.views({"bowl": {}})
    left, right, below, above = arrays["bowl.frame"]
    x, t = of.fits.learned
    for m, loss in enumerate(LOSSES):
        w = of.fits.theta[m].copy()
        for row, column, place in (
            (0, 0, (left, below)),
            (-1, -1, (right, above)),
            (0, -1, (right, below)),
        ):
            w[1:, 0] = place
            expected = lg.each(loss, x @ w, t).mean()
            assert arrays["bowl"][m, row, column] == pytest.approx(expected, rel=1e-4)


def test_the_map_is_of_probabilities_and_the_plane_is_the_right_way_up():
    of = built(dataset="three-classes")
    for _ in range(300):
        of.step()
    arrays = of.views({"classes": {}})
    assert (np.abs(arrays["map"].astype(int).sum(-1) - 255) <= 2).all()
    above, right_below = arrays["map"][0, 2, class_views.SIDE // 2], arrays["map"][0, -6, -3]
    assert above.argmax() == 2
    assert right_below.argmax() == 1
    ((said, _),) = [of.probe("predict", {"x": 4, "y": -3})]
    assert said["probabilities"][0][1] > 0.9


@pytest.mark.parametrize("preset", CLASSES)
def test_both_losses_learn_from_a_good_start(preset):
    of = built(preset)
    for _ in range(300):
        of.step()
    found = of.evaluate()
    assert found.keys() == {f"{name}.{loss}" for name in ("train_loss", "test_loss", "test_accuracy")
                            for loss in LOSSES}  # fmt: skip
    assert min(found["test_accuracy.cross_entropy"], found["test_accuracy.mse"]) > 0.78


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("dataset", CLASSES)
def test_from_a_bad_start_squares_stay_on_their_plateau_and_cross_entropy_gets_out(dataset, seed):
    of = built("plateau", dataset=dataset, seed=seed)
    slopes = [np.abs(of.fits.gradient(m)).max() for m in range(2)]
    assert slopes[0] > 100 * slopes[1]
    for _ in range(200):
        of.step()
    found = of.evaluate()
    assert found["test_accuracy.cross_entropy"] > 0.93
    assert found["test_accuracy.mse"] < 0.1
    assert found["train_loss.mse"] > 0.9


def test_classes_that_a_line_parts_are_explained_and_l2_ends_it():
    of = built(noise=0.0, lr=5.0)
    for _ in range(50):
        of.step()
    lengths = [np.linalg.norm(of.fits.theta[0, 1:])]
    for _ in range(2000):
        of.step()
    lengths.append(np.linalg.norm(of.fits.theta[0, 1:]))
    assert lengths[1] > 1.3 * lengths[0]
    assert "grow without bound" in of.notes()[0].say()
    of.configure(of.config.changed(weight_decay=0.1))
    assert of.notes() == []
    for _ in range(300):
        of.step()
    assert np.linalg.norm(of.fits.theta[0, 1:]) < lengths[0]


def test_points_of_one_class_alone_are_explained():
    of = built()
    put(of, [1.0, 2.0], [0.0, 1.0], [1, 1])
    assert "of one class" in of.notes()[0].say()
    of.step()
    assert np.isfinite(of.fits.theta).all()


def test_a_point_of_a_class_is_added_and_moves_the_line():
    of = built(noise=0.9)
    before = of.fits.gradient(0)
    of.act("add_point", {"x": 4, "y": 4, "label": 0})
    assert of.points.label[-1] == 0
    assert not np.allclose(of.fits.gradient(0), before)
    with pytest.raises(ValueError, match="label = 2: give a whole number in 0–1"):
        of.act("add_point", {"x": 0, "y": 0, "label": 2})
