"""Pruning, ensembles and MC dropout: held to what they are by definition, and to leave the run alone."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.playgrounds.mlp.algorithm import Mlp
from core.playgrounds.mlp.config import MlpConfig
from core.playgrounds.mlp.pruning import SHARES, without_smallest
from core.playgrounds.mlp.uncertainty import disagreement, mc_dropout


def trained(steps=300, **values):
    mlp = Mlp(MlpConfig(**values))
    while steps:
        steps -= mlp.stretch(steps, float("inf"))
    return mlp


def test_the_smallest_weights_go_first_and_biases_stay():
    net = trained().net
    shares = torch.tensor([0.0, 0.5, 1.0])
    theta, left = without_smallest(net, shares)
    weight = net.is_weight.bool()
    whole = int(weight.sum())
    assert left.tolist() == [whole, whole - round(whole / 2), 0]
    assert torch.equal(theta[0], net.theta)
    assert torch.equal(theta[:, ~weight], net.theta[~weight].expand(3, -1))
    gone = weight & (theta[1] == 0)
    assert net.theta[gone].abs().max() <= net.theta[weight & ~gone].abs().min()
    assert not theta[2, weight].any()


@pytest.mark.parametrize(
    "values", [{}, {"dataset": "arms", "classes": 4}, {"dataset": "plane", "loss": "mse"}]
)
def test_losses_over_shares_are_those_of_pruned_networks(values):
    mlp = trained(**values)
    losses = mlp.pruning.losses(mlp.loss, mlp.points.x, mlp.targets)
    theta, _ = without_smallest(mlp.net, torch.linspace(0, 1, SHARES))
    for k in (0, 7, SHARES - 1):
        kept = mlp.net.theta.clone()
        mlp.net.theta.copy_(theta[k])
        mean = mlp.loss.each(mlp.net.answer(mlp.points.x)[1], mlp.targets).mean()
        mlp.net.theta.copy_(kept)
        assert losses[k] == pytest.approx(float(mean), rel=1e-4, abs=1e-6)
    seen = mlp.views({"pruning": {"share": 100}})
    assert seen["pruned.left"].tolist() == [0, int(mlp.net.is_weight.sum())]
    assert (
        np.unique(seen["pruned.map"]).size == 1
    )  # without weights the answer is the same everywhere


def test_networks_beside_it_learn_the_same_and_leave_it_alone():
    alone, beside = trained(), trained(ensemble=3)
    assert torch.equal(alone.net.theta, beside.net.theta)
    starts = Mlp(MlpConfig(ensemble=3)).nets
    assert len({tuple(net.theta.tolist()) for net in starts}) == 4
    for net in trained(2000, ensemble=3).nets:
        _, z = net.answer(beside.points.x)
        assert float(((z.view(-1) > 0) == beside.points.y).float().mean()) > 0.9


@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_a_run_with_others_goes_on_bit_for_bit(dropout):
    mlp = trained(40, ensemble=2, dropout=dropout, optimizer="adam")
    state = mlp.state()
    first = [float(mlp.step()["batch_loss"]) for _ in range(40)]
    others = [net.theta.clone() for net in mlp.nets]
    mlp.load_state(state)
    assert [float(mlp.step()["batch_loss"]) for _ in range(40)] == first
    assert all(torch.equal(net.theta, one) for net, one in zip(mlp.nets, others, strict=True))


def test_an_ensemble_disagrees_where_there_were_no_points():
    mlp = trained(4000, ensemble=5, dataset="gaussians", hidden=(8,))
    near = disagreement(mlp.nets, mlp.points.x, mlp.signed).mean()
    angles = torch.linspace(0, 6.28, 60)
    far = 40 * torch.stack((angles.cos(), angles.sin()), 1)
    assert disagreement(mlp.nets, far, mlp.signed).mean() > 2 * near
    assert not disagreement([mlp.net, mlp.net], far, mlp.signed).any()


def test_mc_dropout_is_the_spread_of_masked_networks_and_none_without_masks():
    mlp = trained(hidden=(8, 8))
    x = mlp.points.x
    assert not mc_dropout(mlp.net, x, mlp.signed, 0.0).any()
    spread = mc_dropout(mlp.net, x, mlp.signed, 0.5)
    assert torch.equal(spread, mc_dropout(mlp.net, x, mlp.signed, 0.5))
    assert 0 < spread.max() <= 1
    assert mlp.views({"uncertainty": {}}) == {}  # neither is asked for
