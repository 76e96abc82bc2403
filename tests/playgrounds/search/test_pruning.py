"""Who is given up: by hand, and as Optuna's pruners decide."""

from __future__ import annotations

import numpy as np

from core.playgrounds.search.pruning import beaten, below_median, marks, rungs

NAN = float("nan")


def test_by_hand():
    assert rungs(4, 3, 120) == [4, 12, 36, 108]
    assert rungs(6, 3, 6) == []
    assert marks(5) == [1, 2, 3, 4, 5]
    assert marks(60, [4])[:4] == [3, 4, 6, 9]
    assert marks(300)[-1] == 300
    others = [0.1, 0.2, 0.3, 0.4, 0.5]
    assert not below_median([0.9, 0.3], others), "the median itself is good enough"
    assert below_median([0.9, 0.31], others)
    assert not below_median([0.9], others[:4]), "too few are done"
    assert below_median([NAN], others)
    assert not beaten(0.9, [], 3), "the first one is let through"
    assert not beaten(0.2, [0.3, 0.4], 3)
    assert beaten(0.35, [0.3, 0.4], 3)
    assert not beaten(0.35, [0.3, 0.4, 0.5, 0.6, 0.7], 3), "two of six"
    assert beaten(NAN, [], 3)


def test_the_median_rule_is_optunas():
    from optuna.pruners import MedianPruner

    seen = set()
    for case in range(60):
        rng = np.random.default_rng(case)
        told, own = rng.random((int(rng.integers(3, 12)), 4)), rng.random(4) + 0.1
        seen.add(ours := below_median(list(own), list(told[:, 3])))
        assert ours == _theirs(MedianPruner(n_startup_trials=5), told, own)
    assert seen == {True, False}


def test_halving_is_optunas():
    from optuna.pruners import SuccessiveHalvingPruner

    for case in range(40):
        rng = np.random.default_rng(case)
        told, reduction = rng.random((int(rng.integers(1, 14)), 1)), int(rng.integers(2, 5))
        pruner = SuccessiveHalvingPruner(min_resource=1, reduction_factor=reduction)
        others: list[float] = []
        made = _study(pruner)
        for value in told[:, 0]:
            trial = made.ask()
            trial.report(value, 1)
            assert trial.should_prune() == beaten(value, others, reduction)
            others.append(value)


def _study(pruner):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna.create_study(pruner=pruner)


def _theirs(pruner, told, own) -> bool:
    made = _study(pruner)
    for values in told:
        trial = made.ask()
        for step, value in enumerate(values):
            trial.report(value, step)
        made.tell(trial, values[-1])
    trial = made.ask()
    for step, value in enumerate(own):
        trial.report(value, step)
    return trial.should_prune()
