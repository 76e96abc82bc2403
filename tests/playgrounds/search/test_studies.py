"""Trials are /mlp's networks; those that lag are given up; validation chooses and the test only reports."""

from __future__ import annotations

import math

import pytest
import torch

from core.playgrounds.mlp.algorithm import Mlp
from core.playgrounds.mlp.config import MlpConfig
from core.playgrounds.search.algorithm import Search
from core.playgrounds.search.config import SearchConfig
from core.playgrounds.search.samplers import COMPLETE, DIVERGED, PRUNED
from core.playgrounds.search.space import space

SHORT = {"trials": 8, "trial_epochs": 20, "points": 200, "beside": "none", "parallel": 4}


def build(**values) -> Search:
    return Search(SearchConfig(**SHORT | values))


def finished(**values) -> Search:
    search = build(**values)
    for _ in range(1000):
        if search.studies.done:
            return search
        search.step()
    raise AssertionError("it goes on for ever")


def alone(search: Search, trial: int) -> Mlp:
    """What /mlp makes of the address that the page puts together for a trial (trials.js)."""
    told = dict(search.describe()["told"])
    values = search.views({"trials": {}})["trials.values"][trial]
    for dimension, value in zip(space(search.config), values, strict=True):
        told[dimension.name] = (
            dimension.options[int(value)] if dimension.options else f"{value:.15g}"
        )
    told["hidden"] = ",".join([told.pop("width")] * int(told.pop("depth")))
    return Mlp(
        MlpConfig(**{name: MlpConfig.param(name).parse(text) for name, text in told.items()})
    )


def test_a_trial_is_the_network_that_its_address_opens_on_mlp():
    every = ("lr", "weight_decay", "width", "depth", "batch_size", "initial_scale", "activation")
    search = build(
        over=(*every, "optimizer", "seed"), pruner="none", lr_to=0.3, trials=6, parallel=6
    )
    others = [alone(search, i) for i in range(6)]
    assert len({one.net.sizes for one in others}) > 1
    for _ in range(5):
        search.step()
    for trial, one in zip(search.studies.trials, others, strict=True):
        while one.epoch < 5:
            one.step()
        assert torch.equal(trial.theta, one.net.theta), trial.values


def test_a_search_learns_and_its_choice_is_by_validation():
    search = finished(trials=16, dataset="circle", noise=0.0)
    measured = search.evaluate()
    trials = search.studies.trials
    done = [one for one in trials if one.status == COMPLETE]
    best = min(done, key=lambda one: one.seen[0])
    assert measured["valid_loss"] == best.seen[0] == min(one.objective for one in done) < 0.2
    assert measured["test_loss"] == best.seen[2]
    assert measured["test_loss_least"] == min(one.seen[2] for one in done)
    assert measured["trials"] == 16
    assert measured["epochs"] == sum(one.epochs for one in trials)
    assert search.finished(measured)
    losses = search.step()
    assert losses == {"batch_loss": search.studies.loss}, "there is nothing left to do"


@pytest.mark.parametrize("pruner", ["median", "halving"])
def test_who_lags_behind_is_given_up_early(pruner):
    search = finished(trials=20, pruner=pruner, grace=2, reduction=2)
    trials = search.studies.trials
    pruned = [one for one in trials if one.status == PRUNED]
    assert pruned
    assert all(2 <= one.epochs < 20 for one in pruned)
    if pruner == "halving":
        assert {one.epochs for one in pruned} <= {2, 4, 8, 16}
    assert all(one.epochs == 20 for one in trials if one.status == COMPLETE)
    assert search.evaluate()["pruned"] == len(pruned)
    assert finished(trials=20, pruner="none").evaluate()["pruned"] == 0


def test_who_explodes_is_told_as_such_and_the_others_go_on():
    search = finished(
        over=("lr", "seed"), lr_from=0.01, lr_to=10.0, weight_decay=1.0, activation="relu"
    )
    status = [one.status for one in search.studies.trials]
    assert status.count(DIVERGED) >= 1
    assert status.count(COMPLETE) >= 1
    assert search.evaluate()["diverged"] == status.count(DIVERGED)
    for one in search.studies.trials:
        assert math.isnan(one.objective) == (one.status == DIVERGED)


def test_searches_beside_each_other_never_meet():
    beside = finished(beside="random", repeats=2, trials=5, parallel=2)
    single = finished(trials=5, parallel=2)
    assert [study.kind for study in beside.studies.all] == ["tpe", "tpe", "random", "random"]
    for one, other in zip(beside.studies.all[0].trials, single.studies.trials, strict=True):
        assert (one.values, one.reports) == (other.values, other.reports)
    assert beside.views({"trials": {}})["progress.mean"].shape == (2, 5)
