"""Every copy is held back by what its name says, and by nothing else."""

from __future__ import annotations

import math

import pytest
import torch

from core.nn.dense import DenseNet, streams
from core.nn.losses import BinaryCrossEntropy
from core.playgrounds.regularization.algorithm import Regularization
from core.playgrounds.regularization.config import COPIES, RegularizationConfig
from core.playgrounds.regularization.copies import Copies, mean_of_probabilities
from core.playgrounds.regularization.stopping import EarlyStopping


def build(**values) -> Regularization:
    return Regularization(RegularizationConfig(**values))


def copies(algorithm: Regularization) -> Copies:
    assert isinstance(algorithm.experiment, Copies)
    return algorithm.experiment


def train(algorithm: Regularization, steps: int) -> Regularization:
    for _ in range(steps):
        algorithm.step()
    return algorithm


def measured(algorithm: Regularization) -> dict[str, float]:
    return {name: float(value) for name, value in algorithm.evaluate().items()}


def test_all_begin_with_the_same_weights_but_for_the_ensemble():
    made = copies(build())
    first = made.net.theta[0]
    for name, place in made.rows.items():
        same = [torch.equal(theta, first) for theta in made.net.theta[place]]
        assert same == ([False] * 5 if name == "ensemble" else [True])


def test_the_plain_copy_is_a_network_trained_alone_by_torch():
    algorithm = build(batch_size=40, lr=0.05)  # all points in every step: the order does not matter
    made, split = copies(algorithm), algorithm.split
    layers: list[torch.nn.Module] = []
    for k, weight in enumerate(made.net.weights):
        linear = torch.nn.Linear(weight.shape[1] - 1, weight.shape[2])
        linear.weight.data.copy_(weight[0, :-1].t())
        linear.bias.data.copy_(weight[0, -1])
        layers += [linear, torch.nn.Tanh()] if k < 2 else [linear]
    net = torch.nn.Sequential(*layers)
    descent = torch.optim.SGD(net.parameters(), 0.05)
    t = split.y[split.train, None].float()
    for _ in range(100):
        descent.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(
            net(split.x[split.train]), t
        ).backward()
        descent.step()
    train(algorithm, 100)
    own = net(split.x).detach()[:, 0]
    assert torch.allclose(algorithm.experiment.answer(split.x)[0], own, atol=1e-4)


def test_who_else_takes_part_changes_nothing():
    every, few = train(build(), 20), train(build(copies=("l2", "dropout", "batch_norm")), 20)
    there = measured(every)
    for name, value in measured(few).items():
        assert value == pytest.approx(there[name], rel=1e-4), name


def test_smoothed_targets_are_those_of_torchs_cross_entropy():
    algorithm = build(copies=("none", "label_smoothing"), label_smoothing=0.3)
    stages = {stage.name: stage.arrays for stage in algorithm.trace()}
    t, delta = torch.from_numpy(stages["minibatch"]["t"]), torch.from_numpy(stages["loss"]["delta"])
    assert set(t[0].flatten().tolist()) == {0, 1}
    for row, smoothing in enumerate((0.0, 0.3)):
        z = torch.logit(delta[row] * len(t[row]) + t[row])  # delta = (p − t) / B
        two = torch.cat((torch.zeros_like(z), z), 1).requires_grad_()  # softmax of (0, z) is σ(z)
        y = t[0].view(-1).long()
        torch.nn.functional.cross_entropy(two, y, label_smoothing=smoothing).backward()
        assert torch.allclose(two.grad[:, 1:], delta[row], atol=1e-6)


def test_jitter_moves_the_points_of_its_own_copy_alone():
    algorithm = build(points=200, batch_size=200, jitter=0.5, copies=("none", "jitter", "l2"))
    (stage,) = [stage for stage in algorithm.trace() if stage.name == "minibatch"]
    plain, l2, jitter = stage.arrays["x"]  # the batch's rows in its own order
    assert (plain == l2).all()
    moved = jitter - plain
    assert moved[:, :2].std() == pytest.approx(0.5, rel=0.1)
    assert abs(moved[:, :2].mean()) < 0.1
    assert not moved[:, 2].any()  # the column of ones


def test_an_ensemble_is_the_mean_of_its_networks_probabilities():
    made = copies(train(build(), 50))
    x = torch.randn(20, 2, generator=torch.Generator().manual_seed(0)) * 3
    z = made.net.answer(x)[1][made.rows["ensemble"], :, 0]
    said = torch.sigmoid(made.answer(x)[list(COPIES).index("ensemble")])
    assert torch.allclose(said, torch.sigmoid(z).mean(0), atol=1e-6)
    sure = torch.tensor([[200.0], [-300.0], [200.0]])  # probabilities that single precision has not
    assert float(mean_of_probabilities(sure)) == pytest.approx(math.log(2), abs=1e-5)


def test_patience_runs_out_and_the_best_weights_are_kept():
    stopping = EarlyStopping(torch.zeros(1))
    losses = [0.9, 0.5, 0.6, 0.4, 0.7, math.nan, 0.41, 0.1]
    for step, loss in enumerate(losses):
        stopping.look(loss, torch.tensor([loss]), 3, step)
    assert stopping.stopped == 6  # the third in a row that was no better than 0.4
    assert float(stopping.kept) == pytest.approx(0.4)


def test_what_early_stopping_keeps_is_the_plain_copy_at_its_best_on_validation_points():
    algorithm = build(copies=("none", "early_stopping"), patience=20)
    made, split = copies(algorithm), algorithm.split
    best, kept, waited, at = math.inf, None, 0, None
    for step in range(1, 1001):
        algorithm.step()
        if algorithm.epoch % 1 or at:
            continue
        one = DenseNet(made.net.sizes)
        one.theta.copy_(made.net.theta[0])
        one.activations = made.net.activations
        _, z = one.answer(split.x[split.validation])
        t = split.y[split.validation, None].float()
        loss = float(BinaryCrossEntropy.each(z, t).mean())
        waited = 0 if loss < best else waited + 1
        if loss < best:
            best, kept = loss, one.theta.clone()
        at = step if waited == 20 else None
    assert at is not None
    assert measured(algorithm)["stopped_at.early_stopping"] == at
    assert torch.equal(made.stopping.kept, kept)
    plain, stopped = made.answer(split.x)
    assert not torch.allclose(plain, stopped)


def test_test_points_decide_nothing():
    one, other = build(), build()
    other.split.y[other.split.test] = 1 - other.split.y[other.split.test]
    other.split.x[other.split.test] += 1
    train(one, 100)
    train(other, 100)
    for key, array in one.state().arrays.items():
        assert (array == other.state().arrays[key]).all(), key


def test_exactly_the_asked_share_of_labels_is_wrong_and_none_of_the_test_points():
    clean, noisy = build(label_noise=0.0).split, build(label_noise=20.0).split
    wrong = clean.truth != noisy.truth
    assert [wrong[noisy.train].sum(), wrong[noisy.validation].sum(), wrong[noisy.test].sum()] == [
        8,
        8,
        0,
    ]


def test_one_that_explodes_leaves_and_the_others_go_on_as_without_it():
    others = tuple(name for name in COPIES if name not in ("l2", "batch_norm"))  # which is chaotic
    made = train(build(lr=0.25, l2=10.0, copies=(*others, "l2")), 120)
    assert set(made.left) == {"l2"}
    step, message = made.left["l2"]
    assert 0 < step < 120
    assert "learning rate 0.25" in message.say()
    assert any("L2 has left" in note.say() for note in made.notes())
    found = measured(made)
    assert all(
        math.isnan(found[name]) == name.endswith(".l2") for name in found if "stopped" not in name
    )
    without = train(build(lr=0.25, copies=others), 120)
    for name, value in measured(without).items():
        assert found[name] == pytest.approx(value, rel=1e-3, nan_ok=True), name
    assert all(torch.isfinite(weights).all() for weights in made.experiment.weights())


def test_the_presets_plain_copy_overfits_and_the_others_do_not_as_much():
    """One of the five seeds of which the figures are told; L1 makes zeros and L2 shrinks."""
    (preset,) = [one for one in Regularization.PRESETS if one.name == "overfitting"]
    algorithm = build(**preset.values)
    while algorithm.finished({}) is None:
        algorithm.step()
    found = measured(algorithm)
    test = {name: found[f"test_loss.{name}"] for name in COPIES}
    assert test["none"] >= 1.3 * min(value for name, value in test.items() if name != "none")
    assert found["train_loss.none"] < 0.2 < test["none"]  # by heart, and what for
    for name in ("l1", "l2", "dropout", "early_stopping", "jitter", "batch_norm"):
        assert test[name] < 0.7 * test["none"], name
    facts = algorithm.views({"weights": {}})["weights.facts"]
    zeros, size = ({n: row[i] for n, row in zip(COPIES, facts, strict=True)} for i in (0, 1))
    assert zeros["l1"] > 0.8 > 0.3 > zeros["l2"]
    assert size["l2"] < 0.5 * size["none"]
    assert zeros["none"] < 0.02


def test_the_order_of_streams_leaves_the_first_as_they_are_however_many_are_drawn():
    """So the size of the ensemble changes nobody else's run."""
    few, many = streams(3, 4), streams(3, 14)
    assert [one.initial_seed() for one in few] == [one.initial_seed() for one in many[:4]]
