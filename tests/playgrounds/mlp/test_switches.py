"""Batch normalisation and residual connections on /mlp: what is shown with them is what the network does."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.nn.optimisers import OPTIMIZERS
from core.params import ParamError
from core.playgrounds.mlp.algorithm import Mlp, MlpConfig
from core.playgrounds.mlp.passes import passes, training
from core.playgrounds.mlp.uncertainty import TIMES, mc_dropout

BOTH = {"batch_norm": "on", "residual": "on"}
DEEP = {"hidden": (5, 5, 5, 3), "lr": 0.1}
SWITCHES = [{"batch_norm": "on"}, {"residual": "on"}, BOTH]


def trained(steps: int = 60, **values) -> Mlp:
    mlp = Mlp(MlpConfig(**(DEEP | values)))
    for _ in range(steps):
        mlp.step()
    return mlp


def test_a_minibatch_of_one_point_is_refused_where_it_would_be_normalised():
    with pytest.raises(ParamError, match=r"nothing to normalise over.*2 points"):
        MlpConfig(batch_norm="on", batch_size=1)
    assert MlpConfig.repaired({"batch_norm": "on", "batch_size": 1})[0].batch_size == 2
    assert MlpConfig(batch_norm="on", batch_size=1, hidden=()).idle().keys() >= {
        "batch_norm",
        "residual",
    }
    assert "residual" in MlpConfig(hidden=(4, 3, 2)).idle()
    assert "residual" not in MlpConfig(hidden=(4, 3, 3)).idle()


def test_the_last_minibatch_may_be_one_point():
    mlp = trained(0, batch_norm="on", points=500, batch_size=249)  # 250 = 249 + 1
    mlp.step()
    before = mlp.net.norm.running.clone()
    mlp.step()
    assert len(mlp.batches.last.x) == 1
    assert torch.equal(mlp.net.norm.running, before)
    assert mlp.net.theta.isfinite().all()


@pytest.mark.parametrize("dropout", [0.0, 0.2])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_goes_on_bit_for_bit(optimizer, dropout):
    more = {
        "optimizer": optimizer,
        "dropout": dropout,
        "ensemble": 1,
        "l1": 0.001,
        "weight_decay": 0.01,
    }
    one, other = trained(40, **BOTH, **more), trained(0, **BOTH, **more)
    other.load_state(one.state())
    for _ in range(40):
        one.step(), other.step()
    for mine, theirs in zip(one.nets, other.nets, strict=True):
        assert torch.equal(mine.theta, theirs.theta)
        assert torch.equal(mine.norm.running, theirs.norm.running)
    assert one.evaluate() == other.evaluate()


@pytest.mark.parametrize("dropout", [0.0, 0.2])
@pytest.mark.parametrize("values", SWITCHES)
def test_a_step_is_told_as_it_was_taken(values, dropout):
    mlp = trained(dropout=dropout, **values)
    stages = mlp.trace()
    fed, theta = stages[0].arrays["x"], stages[-1].arrays["before"]
    begin = 0
    for stage, weight in zip(
        [s for s in stages if s.name == "forward"], mlp.net.weights, strict=True
    ):
        w = theta[begin : begin + weight.numel()].reshape(weight.shape)
        begin += weight.numel()
        told, k = stage.arrays, stage.layer - 1
        bent_from, z = told["z"], fed @ w[:-1]
        if "normal" in told:
            mean, deviation, gamma = told["normal"]
            bent_from = gamma * (z - mean) / deviation + w[-1]
            np.testing.assert_allclose(told["y"], bent_from, atol=1e-4)
        else:
            z = z + w[-1]
        np.testing.assert_allclose(told["z"], z, atol=1e-4)
        assert ("bent" in told) == (k < 4 and mlp.net.skips[k])
        if k < 4 and not dropout:
            answer = np.tanh(bent_from) + (fed if "bent" in told else 0)
            np.testing.assert_allclose(told["a"], answer, atol=1e-4)
        fed = told["a"]
    assert ("normal" in stages[1].arrays) == ("batch_norm" in values)


@pytest.mark.parametrize("values", SWITCHES)
def test_the_diagnosis_gradients_are_autograds(values):
    mlp = trained(**values)
    seen, (x, t) = passes(mlp), training(mlp)
    kernels = [kernel.clone().requires_grad_() for kernel in mlp.net.kernels]
    biases = [bias.clone().requires_grad_() for bias in mlp.net.biases]
    a = x
    for k in range(4):
        z = a @ kernels[k]
        if mlp.net.norm:
            z = (z - mlp.net.norm.mean[k]) * mlp.net.norm.factor(k, mlp.net.norm.gamma[k])
        bent = torch.tanh(z + biases[k])
        torch.testing.assert_close(torch.from_numpy(seen.bent[k]), bent.detach())
        a = bent + a if mlp.net.skips[k] else bent
    each = mlp.loss.each(a @ kernels[4] + biases[4], t)
    each.mean().backward()
    for (w, b), kernel, bias in zip(seen.gradients(), kernels, biases, strict=True):
        np.testing.assert_allclose(w, kernel.grad, atol=1e-5)
        np.testing.assert_allclose(b, bias.grad, atol=1e-5)
    squares = torch.zeros(5)
    for i in range(20):
        z = _answer(mlp, kernels, biases, x[i : i + 1])
        own = mlp.loss.each(z, t[i : i + 1])[0]
        found = torch.autograd.grad(own, [*kernels, *biases])
        squares += torch.tensor([float((one**2).sum()) for one in found]).view(2, 5).sum(0)
    some = [one[:20] for one in seen.a], [one[:20] for one in seen.delta]
    first = seen._replace(a=some[0], delta=some[1]).signal()
    np.testing.assert_allclose(first, (squares / 20).sqrt(), rtol=1e-3)


def _answer(mlp, kernels, biases, a):
    for k in range(4):
        z = a @ kernels[k]
        if mlp.net.norm:
            z = (z - mlp.net.norm.mean[k]) * mlp.net.norm.factor(k, mlp.net.norm.gamma[k])
        bent = torch.tanh(z + biases[k])
        a = bent + a if mlp.net.skips[k] else bent
    return a @ kernels[4] + biases[4]


@pytest.mark.parametrize("values", SWITCHES)
def test_beside_the_training_the_same_network_is_looked_at(values):
    mlp = trained(dropout=0.2, **values)
    train = float(mlp.evaluate()["train_loss"])
    n = mlp.points.train
    losses = mlp.pruning.losses(mlp.loss, mlp.points.x[:n], mlp.targets[:n])
    assert losses[0] == pytest.approx(train, rel=1e-4)
    net, _, _ = mlp.pruning.left(0.0)
    torch.testing.assert_close(net.answer(mlp.points.x)[1], mlp.net.answer(mlp.points.x)[1])
    scape = mlp.landscape("random")
    middle = scape.heights[scape.heights.shape[0] // 2, scape.heights.shape[1] // 2]
    assert middle == pytest.approx(train, rel=1e-3)
    limit = mlp.views({"landscape": {"kind": "random"}})["sharpness"][1]
    assert np.isnan(limit) == ("batch_norm" in values)
    x = mlp.points.x[:10]
    spread = mc_dropout(mlp.net, x, mlp.signed, 1e-9)
    assert TIMES > 1
    assert float(spread.max()) < 1e-5


def test_scales_and_shifts_are_spared_by_penalties():
    mlp = trained(1, l1=0.01, weight_decay=0.01, **BOTH)
    gamma, theta = slice(-sum(mlp.config.hidden), None), mlp.net.theta.clone()
    mlp.descent.learners[0].update(torch.zeros_like(theta))
    moved = mlp.net.theta != theta
    assert not moved[gamma].any()
    assert not moved[mlp.net.is_weight == 0].any()
    assert moved[mlp.net.is_weight == 1].float().mean() > 0.9


def test_a_unit_at_its_limit_is_found_though_something_is_added_to_it():
    mlp = trained(0, residual="on")
    mlp.net.weights[1][:, 0] = 0
    mlp.net.weights[1][-1, 0] = 9  # tanh 9 = 1, whatever the point
    codes = mlp.views({"units": {}})["units"]
    assert codes[2 + 5] == 2, "saturated, though its answer is another for every point"
    assert not codes[2:7].any()


def test_what_a_viewer_needs_is_described():
    about = trained(1, **BOTH).describe()
    assert [layer["skip"] for layer in about["layers"]] == [False, True, True, False]
    assert about["normalised"]
    assert {layer["formula"] for layer in about["layers"]} == {"tanh y"}
    normal = trained(1, **BOTH).views({"network": {}})["normal"]
    assert normal.shape == (3, 18)
    assert "normal" not in trained(1).views({"network": {}})
