"""Importances are Optuna's, and of a function of one hyperparameter all of it is that one's."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from core.playgrounds.search.importance import best, importance
from core.playgrounds.search.samplers import COMPLETE, DIVERGED, PRUNED, Told, study
from core.playgrounds.search.space import Dimension

SPACE = (
    Dimension("lr", 1e-4, 10.0, log=True),
    Dimension("scale", 0.0, 2.0),
    Dimension("width", 1, 12, whole=True),
    Dimension("batch_size", 4, 64, log=True, whole=True),
    Dimension("seed", 0, 999, whole=True),
    Dimension("activation", options=("relu", "tanh", "sigmoid")),
)


def drawn(rng: np.random.Generator) -> dict:
    return {
        "lr": 10 ** rng.uniform(-4, 1),
        "scale": rng.uniform(0, 2),
        "width": int(rng.integers(1, 13)),
        "batch_size": int(rng.integers(4, 65)),
        "seed": int(rng.integers(0, 1000)),
        "activation": str(rng.choice(["relu", "tanh", "sigmoid"])),
    }


def trials(count: int, objective, seed: int = 0) -> list[Told]:
    rng = np.random.default_rng(seed)
    values = [drawn(rng) for _ in range(count)]
    return [Told(one, COMPLETE, {1: objective(one)}) for one in values]


@pytest.mark.parametrize("count", [10, 37, 128])
def test_the_shares_are_optunas(count):
    pytest.importorskip("sklearn")
    from optuna.importance import PedAnovaImportanceEvaluator

    told = trials(count, lambda v: abs(np.log10(v["lr"]) + 1) + 0.1 * v["width"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = PedAnovaImportanceEvaluator().evaluate(study(SPACE, told))
    theirs = np.array([found[one.name] for one in SPACE])
    assert importance(SPACE, told) == pytest.approx(theirs / theirs.sum(), rel=1e-5)


def test_where_one_matters_it_has_most_of_it():
    told = trials(200, lambda v: abs(np.log10(v["lr"]) + 1))
    shares = dict(zip((one.name for one in SPACE), importance(SPACE, told), strict=True))
    assert shares["lr"] > 0.75
    options = trials(200, lambda v: {"relu": 0.0, "tanh": 1.0, "sigmoid": 2.0}[v["activation"]])
    assert importance(SPACE, options).argmax() == 5


def test_few_trials_say_nothing():
    told = trials(9, lambda v: v["lr"])
    assert not importance(SPACE, told).any()
    assert importance((), trials(20, lambda v: v["lr"])).shape == (0,)


def test_who_was_given_up_is_never_among_the_best():
    told = [Told({}, COMPLETE, {60: 0.5}), Told({}, PRUNED, {6: 0.1})]
    told += [Told({}, PRUNED, {3: 0.2}), Told({}, DIVERGED, {1: float("nan")})]
    told += [Told({}, PRUNED, {6: 0.3})] * 16
    assert list(best(told)).index(True) == 0
    assert best(told).sum() == 2, (
        "two of twenty: the one that was trained, and the best at the next age"
    )
