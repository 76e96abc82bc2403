"""Losses against numbers worked out by hand, against autograd, and against huge logits."""

from __future__ import annotations

from math import exp, log, tanh

import pytest
import torch
import torch.nn.functional as F

from core.nn import losses
from core.nn.losses import HUBER_DELTA, loss_for

CASES = {
    "binary cross-entropy": (losses.BinaryCrossEntropy, 1, 2),
    "softmax cross-entropy": (losses.SoftmaxCrossEntropy, 4, 4),
    "squared error": (losses.SquaredError, 1, 0),
    "squared error on classes": (losses.SquaredErrorOnClasses, 1, 2),
    "squared error on four classes": (losses.SquaredErrorOnClasses, 4, 4),
    "Huber": (losses.Huber, 1, 0),
}


def draw(outputs: int, classes: int) -> tuple[torch.Tensor, torch.Tensor]:
    """z [32, outputs] and y [32]: classes, or numbers where there are none."""
    g = torch.Generator().manual_seed(3)
    z = torch.randn(32, outputs, generator=g) * 3
    y = (
        torch.randint(classes, (32,), generator=g)
        if classes
        else torch.rand(32, generator=g) * 2 - 1
    )
    return z, y


def oracle(loss: type, z: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    """The same from PyTorch's own losses."""
    if loss is losses.BinaryCrossEntropy:
        return F.binary_cross_entropy_with_logits(z, t)
    if loss is losses.SoftmaxCrossEntropy:
        return F.cross_entropy(z, t)
    if loss is losses.Huber:
        return F.huber_loss(z, t, delta=HUBER_DELTA)
    o = torch.tanh(z) if loss is losses.SquaredErrorOnClasses else z
    return F.mse_loss(o, t, reduction="sum") / 2 / len(z)


@pytest.mark.parametrize("case", CASES)
def test_loss_and_delta_are_autograds(case):
    loss, outputs, classes = CASES[case]
    z, y = draw(outputs, classes)
    t = loss.targets(y, outputs)
    leaf = z.clone().requires_grad_()
    expected = oracle(loss, leaf, t)
    expected.backward()

    value, delta = loss.learn(z, t)
    assert value.shape == ()
    assert torch.allclose(value, expected.detach(), rtol=1e-5)
    assert torch.allclose(delta, leaf.grad, atol=1e-7)
    assert torch.allclose(loss.each(z, t).mean(), value, rtol=1e-5)
    assert loss.predict(z).shape == z.shape


@pytest.mark.parametrize(
    ("loss", "z", "t", "value", "delta"),
    [
        (losses.BinaryCrossEntropy, [[0.0]], [[1.0]], log(2), [[-0.5]]),
        (losses.BinaryCrossEntropy, [[2.0]], [[0.0]], log(1 + exp(2)), [[1 / (1 + exp(-2))]]),
        (losses.SoftmaxCrossEntropy, [[0.0, 0.0]], [[0.0, 1.0]], log(2), [[0.5, -0.5]]),
        (losses.SquaredError, [[0.5]], [[-0.5]], 0.5, [[1.0]]),
        (losses.SquaredErrorOnClasses, [[0.0]], [[1.0]], 0.5, [[-1.0]]),
        (
            losses.SquaredErrorOnClasses,
            [[1.0]],
            [[-1.0]],
            (tanh(1) + 1) ** 2 / 2,
            [[(tanh(1) + 1) * (1 - tanh(1) ** 2)]],
        ),
        (losses.Huber, [[0.1]], [[0.0]], 0.005, [[0.1]]),
        (losses.Huber, [[1.0]], [[0.0]], 0.25 * (1 - 0.125), [[0.25]]),
    ],
)
def test_by_hand(loss, z, t, value, delta):
    found, found_delta = loss.learn(torch.tensor(z), torch.tensor(t))
    assert float(found) == pytest.approx(value, rel=1e-5)
    assert torch.allclose(found_delta, torch.tensor(delta))


@pytest.mark.parametrize(
    ("loss", "outputs", "y", "t"),
    [
        (losses.BinaryCrossEntropy, 1, [0, 1], [[0], [1]]),
        (losses.SoftmaxCrossEntropy, 3, [0, 2], [[1, 0, 0], [0, 0, 1]]),
        (losses.SquaredErrorOnClasses, 1, [0, 1], [[-1], [1]]),
        (losses.SquaredErrorOnClasses, 3, [0, 2], [[1, -1, -1], [-1, -1, 1]]),
        (losses.SquaredError, 1, [-0.5, 0.25], [[-0.5], [0.25]]),
        (losses.Huber, 1, [-0.5, 0.25], [[-0.5], [0.25]]),
    ],
)
def test_targets_by_hand(loss, outputs, y, t):
    found = loss.targets(torch.tensor(y), outputs)
    assert found.dtype == torch.float32
    assert found.tolist() == t


@pytest.mark.parametrize("z", [-1e30, -1e4, -100.0, 100.0, 1e4, 1e30])
def test_cross_entropy_stands_huge_logits(z):
    for t in (0.0, 1.0):
        value, delta = losses.BinaryCrossEntropy.learn(torch.tensor([[z]]), torch.tensor([[t]]))
        wrong = z if t == 0 else -z
        assert float(value) == pytest.approx(max(wrong, 0.0), rel=1e-5)
        assert float(delta) == pytest.approx((z > 0) - t)
        logits, one_hot = torch.tensor([[0.0, z]]), torch.tensor([[1 - t, t]])
        value, _ = losses.SoftmaxCrossEntropy.learn(logits, one_hot)
        assert float(value) == pytest.approx(max(wrong, 0.0), rel=1e-5)


def test_cross_entropy_keeps_its_digits_when_almost_right():
    value, _ = losses.BinaryCrossEntropy.learn(torch.tensor([[16.0]]), torch.tensor([[1.0]]))
    assert float(value) == pytest.approx(exp(-16), rel=1e-3)


@pytest.mark.parametrize(
    ("name", "task", "outputs", "loss"),
    [
        ("cross_entropy", "classification", 1, losses.BinaryCrossEntropy),
        ("cross_entropy", "classification", 3, losses.SoftmaxCrossEntropy),
        ("mse", "classification", 1, losses.SquaredErrorOnClasses),
        ("mse", "classification", 3, losses.SquaredErrorOnClasses),
        ("mse", "regression", 1, losses.SquaredError),
        ("huber", "regression", 1, losses.Huber),
    ],
)
def test_each_task_has_its_losses(name, task, outputs, loss):
    assert loss_for(name, task, outputs) is loss


def test_outputs_are_probabilities_or_numbers():
    z = torch.tensor([[log(3.0)]])
    assert float(losses.BinaryCrossEntropy.predict(z)) == pytest.approx(3 / 4)
    assert float(losses.SquaredErrorOnClasses.predict(z)) == pytest.approx(4 / 5)
    assert float(losses.Huber.predict(z)) == float(losses.SquaredError.predict(z)) == float(z)
    both = torch.tensor([[log(3.0), 0.0], [0.0, 0.0]])
    found = losses.SoftmaxCrossEntropy.predict(both)
    assert torch.allclose(found, torch.tensor([[3 / 4, 1 / 4], [1 / 2, 1 / 2]]))


def test_a_loss_that_does_not_fit_the_task_is_refused():
    with pytest.raises(KeyError):
        loss_for("huber", "classification", 1)
    with pytest.raises(KeyError):
        loss_for("cross_entropy", "regression", 1)
