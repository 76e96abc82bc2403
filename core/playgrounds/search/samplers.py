"""Where the next trial comes from: chance, a grid, or TPE, which learns from the trials before it.

TPE (Bergstra et al. 2011, NeurIPS 24; Watanabe 2023, arXiv:2304.11127) splits the trials into a good part
and the rest, fits a density to each, l(x) and g(x), and tries where l(x)/g(x) is largest. The sampler is
Optuna's (Akiba et al. 2019, arXiv:1907.10902), asked and told, in memory.

A suggestion is a function of the seed, the trial's number and the trials before it: the study is built anew
from them each time, and the sampler with it. So nothing of Optuna's has to be kept.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from core.playgrounds.search.space import Dimension, Values, drawn, grid

RUNNING, COMPLETE, PRUNED, DIVERGED = range(4)


@dataclass
class Told:
    """What a sampler knows of a trial: its values, how it stands, and its objective after epochs."""

    values: Values
    status: int = RUNNING
    reports: dict[int, float] = field(default_factory=dict)  # epochs → objective

    @property
    def objective(self) -> float:
        """The last one reported; not-a-number before."""
        return self.reports[max(self.reports)] if self.reports else float("nan")


@cache
def library() -> Any:
    """Optuna, imported when TPE draws its first trial."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    warnings.filterwarnings("ignore", category=optuna.exceptions.ExperimentalWarning)
    return optuna


def seed_of(seed: int, repeat: int, number: int) -> int:
    """The seed of one draw: the same for every sampler, so that their first trials are the same."""
    return int(np.random.SeedSequence([seed, repeat, number]).generate_state(1)[0])


def suggest(
    kind: str,
    dimensions: Sequence[Dimension],
    told: Sequence[Told],
    seed: int,
    startup: int,
    most: int,
) -> Values:
    """The values of the trial after those `told`, of which there are `most` at last."""
    if kind == "grid":
        cells = grid(dimensions, most)
        return cells[len(told) % len(cells)]
    if kind == "random" or len(told) < startup:
        return drawn(dimensions, seed)
    sampler = library().samplers.TPESampler(
        seed=seed, n_startup_trials=startup, multivariate=True, constant_liar=True
    )
    found = study(dimensions, told, sampler).ask(
        {one.name: distribution(one) for one in dimensions}
    )
    return {one.name: one.near(found.params[one.name]) for one in dimensions}


def distribution(one: Dimension) -> Any:
    """As Optuna has it."""
    kinds = library().distributions
    if one.options:
        return kinds.CategoricalDistribution(one.options)
    if one.whole:
        return kinds.IntDistribution(int(one.low), int(one.high), log=one.log)
    return kinds.FloatDistribution(one.low, one.high, log=one.log)


def study(dimensions: Sequence[Dimension], told: Sequence[Told], sampler: Any = None) -> Any:
    """A study in memory that has been told these trials, in their order."""
    optuna = library()
    made = optuna.create_study(sampler=sampler, pruner=optuna.pruners.NopPruner())
    states = optuna.trial.TrialState
    kinds = {one.name: distribution(one) for one in dimensions}
    # One that diverged was given up, with an objective beyond all others.
    names = {RUNNING: states.RUNNING, COMPLETE: states.COMPLETE}
    for one in told:
        reports = {epochs: _finite(value) for epochs, value in one.reports.items()}
        made.add_trial(
            optuna.trial.create_trial(
                state=names.get(one.status, states.PRUNED),
                params=dict(one.values),
                distributions=kinds,
                value=_finite(one.objective) if one.status == COMPLETE else None,
                intermediate_values=reports,
            )
        )
    return made


def _finite(value: float) -> float:
    return value if value == value else float("inf")
