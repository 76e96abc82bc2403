"""Double descent: the closed form, the descent towards it, the peak, and the second descent."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.playgrounds.regularization.algorithm import Regularization
from core.playgrounds.regularization.config import RegularizationConfig
from core.playgrounds.regularization.widths import SHARES, Widths

PRESETS = {preset.name: dict(preset.values) for preset in Regularization.PRESETS}


def build(**values) -> tuple[Regularization, Widths]:
    algorithm = Regularization(RegularizationConfig(**PRESETS["double-descent"] | values))
    assert isinstance(algorithm.experiment, Widths)
    return algorithm, algorithm.experiment


def by_numpy(made: Widths, width: int) -> np.ndarray:
    """The shortest weights of least error, by another way than the playground's."""
    features = made.features[made.split.train, :width].double().numpy()
    t = made.t[made.split.train].double().numpy()
    return np.linalg.lstsq(features, t, rcond=1e-10)[0]


@pytest.mark.parametrize("share", [1 / 4, 1 / 2, 2, 12])
def test_the_closed_form_is_that_of_least_squares(share):
    _, made = build()
    at = SHARES.index(share)
    theta = by_numpy(made, made.widths[at])
    error = (
        0.5 * (made.features[:, : made.widths[at]].double().numpy() @ theta - made.t.numpy()) ** 2
    )
    assert made.limits[0, at] == pytest.approx(error[made.split.train].mean(), abs=1e-6)
    assert made.limits[1, at] == pytest.approx(error[made.split.test].mean(), rel=1e-4)


def test_the_closed_form_with_a_ridge_has_no_slope_left():
    _, made = build(ridge=0.05)
    at, n = SHARES.index(2), made.config.points
    features = made.features[made.split.train, : made.widths[at]].double()
    t = made.t[made.split.train].double()
    theta = torch.linalg.solve(
        features.T @ features / n + 0.05 * torch.eye(made.widths[at]), features.T @ t / n
    )
    error = 0.5 * (features @ theta - t) ** 2
    assert made.limits[0, at] == pytest.approx(float(error.mean()), rel=1e-5)


def test_a_step_is_that_of_autograd_and_touches_no_weight_behind_the_width():
    algorithm, made = build(ridge=0.01)
    for _ in range(3):
        algorithm.step()
    theta = made.theta.clone().requires_grad_()
    error = made._learned @ theta.T - made.t[made.split.train]
    (0.5 * error.square().mean(0).sum() + 0.5 * 0.01 * theta.square().sum()).backward()
    (stage,) = [stage for stage in algorithm.trace() if stage.name == "backward"]
    assert torch.allclose(torch.from_numpy(stage.arrays["gradient"]), theta.grad, atol=1e-6)
    for row, width in zip(made.theta, made.widths, strict=True):
        assert not row[width:].any()
        assert row[:width].all()


def test_the_test_error_falls_peaks_at_the_threshold_and_falls_below_its_first_minimum():
    algorithm, made = build()
    for _ in range(1500):
        algorithm.step()
    train, test = made.errors().numpy()
    share = np.array(SHARES)
    narrow, wide = share <= 1 / 4, share >= 4
    peak = test[(share >= 3 / 4) & (share <= 5 / 4)].max()
    assert test[narrow].min() < test[0]  # the first descent
    assert peak > 2 * test[narrow].min()
    assert peak > 5 * test[wide].max()  # the second
    assert test[wide].max() < test[narrow].min()
    assert np.argmax(made.limits[1]) in np.flatnonzero((share > 0.6) & (share < 1.3))
    assert (
        train[share >= 1.5].max() < 1e-3 < train[share <= 1 / 2].min()
    )  # learned by heart, or not
    far = share >= 1.75
    assert test[far] == pytest.approx(made.limits[1][far], rel=0.2)  # descent comes where it should
    norms = {name: float(value) for name, value in algorithm.step().items()}
    assert norms["weight_norm.threshold"] > 2 * norms["weight_norm.twelvefold"]  # why it is so


def test_with_a_ridge_there_is_no_peak():
    algorithm = Regularization(RegularizationConfig(**PRESETS["no-peak"]))
    made = algorithm.experiment
    assert isinstance(made, Widths)
    for _ in range(300):
        algorithm.step()
    test = made.errors()[1].numpy()
    share = np.array(SHARES)
    assert test[(share >= 3 / 4) & (share <= 5 / 4)].max() < test[share <= 1 / 4].min()
