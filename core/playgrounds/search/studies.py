"""All searches on one clock: who trains, who is given up, and who comes next.

A step gives every trial that trains one epoch; who ends in it makes room for the next one. Searches never see
each other's trials.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import torch

from core.playgrounds.search import pruning
from core.playgrounds.search.config import SearchConfig
from core.playgrounds.search.samplers import (
    COMPLETE,
    DIVERGED,
    PRUNED,
    RUNNING,
    seed_of,
    suggest,
)
from core.playgrounds.search.samples import Samples
from core.playgrounds.search.space import space
from core.playgrounds.search.trial import Learner, Trial


def best_of(trials: Iterable[Trial]) -> Trial | None:
    """The one with the lowest objective, the first of equals; not-a-number is the highest."""

    def key(trial: Trial) -> float:
        return math.inf if math.isnan(trial.objective) else trial.objective

    return min(trials, key=key, default=None)


class Study:
    """One search: its sampler, and its trials in the order in which they began."""

    def __init__(self, kind: str, repeat: int, c: SearchConfig, samples: Samples) -> None:
        self.kind, self.repeat, self.config, self.samples = kind, repeat, c, samples
        self.dimensions = space(c)
        self.trials: list[Trial] = []
        rungs = pruning.rungs(c.grace, c.reduction, c.trial_epochs) if c.pruner == "halving" else []
        self.rungs, self.marks = frozenset(rungs), pruning.marks(c.trial_epochs, rungs)
        self._marks = frozenset(self.marks)

    @property
    def running(self) -> list[Trial]:
        return [trial for trial in self.trials if trial.status == RUNNING]

    @property
    def done(self) -> bool:
        """Whether the budget is spent."""
        return len(self.trials) == self.config.trials and not self.running

    @property
    def best(self) -> Trial | None:
        """The one that was trained to its end with the lowest objective, the first of equals."""
        return best_of(trial for trial in self.trials if trial.status == COMPLETE)

    def fill(self) -> None:
        """New trials where there is room for them and budget left."""
        c = self.config
        room = min(c.parallel - len(self.running), c.trials - len(self.trials))
        for _ in range(room):
            seed = seed_of(c.seed, self.repeat, len(self.trials))
            values = suggest(self.kind, self.dimensions, self.trials, seed, c.startup, c.trials)
            self.trials.append(Trial(values, Learner(c, values, self.samples)))

    def learn(self) -> list[float]:
        """An epoch of every trial that trains: their mean losses; who exploded has none."""
        losses = []
        for trial in self.running:
            assert trial.learner is not None
            loss, exploded = trial.learner.epoch()
            trial.epochs += 1
            if exploded:
                trial.reports[trial.epochs] = float("nan")
                trial.seen = (float("nan"),) * 4
                trial.end(DIVERGED)
                continue
            losses.append(loss)
            if trial.epochs in self._marks:
                self._look(trial)
        return losses

    def _look(self, trial: Trial) -> None:
        """What validation says of a trial; whether that is the end of it."""
        c, samples = self.config, self.samples
        assert trial.learner is not None
        net = trial.learner.net
        loss, wrong = samples.scores(net.answer(samples.x[samples.of(False)])[1], False)
        trial.reports[trial.epochs] = loss if c.objective == "loss" else wrong
        ended = (
            COMPLETE if trial.epochs == c.trial_epochs else PRUNED if self.worse(trial) else RUNNING
        )
        if ended != RUNNING:
            test = samples.scores(net.answer(samples.x[samples.of(True)])[1], True)
            trial.seen = (loss, wrong, *test)
            trial.end(ended)

    def worse(self, trial: Trial) -> bool:
        """Whether the rule gives it up now, before its end."""
        c, age = self.config, trial.epochs
        if c.pruner == "median" and age >= c.grace:
            ended = [other for other in self.trials if other.status == COMPLETE]
            others = [other.reports[age] for other in ended]
            return pruning.below_median(list(trial.reports.values()), others)
        if c.pruner == "halving" and age in self.rungs:
            others = [
                one.reports[age] for one in self.trials if one is not trial and age in one.reports
            ]
            return pruning.beaten(trial.reports[age], others, c.reduction)
        return False


class Studies:
    """Every kind of search, `repeats` of each."""

    def __init__(self, c: SearchConfig, device: torch.device) -> None:
        self.config, self.samples = c, Samples(c, device)
        self.all = [
            Study(kind, repeat, c, self.samples)
            for kind in c.searches
            for repeat in range(c.repeats)
        ]
        self.loss = 0.0  # of the newest step
        self._fill()

    def _fill(self) -> None:
        for study in self.all:
            study.fill()

    @property
    def trials(self) -> list[Trial]:
        """Those that have begun, search by search."""
        return [trial for study in self.all for trial in study.trials]

    @property
    def done(self) -> bool:
        return all(study.done for study in self.all)

    @property
    def best(self) -> Trial | None:
        """Of all searches."""
        return best_of(trial for study in self.all if (trial := study.best) is not None)

    def step(self) -> float:
        """An epoch of all that train; their mean loss, or the last one known."""
        losses = []
        for study in self.all:
            losses += study.learn()
        self._fill()
        if losses:
            self.loss = sum(losses) / len(losses)
        return self.loss

    def state(self) -> dict[str, Any]:
        kept = [[trial.state() for trial in study.trials] for study in self.all]
        return {"studies": kept, "loss": self.loss}

    def load_state(self, kept: Mapping[str, Any]) -> None:
        for study, trials in zip(self.all, kept["studies"], strict=True):
            study.trials = [Trial.again(one, self.config, self.samples) for one in trials]
        self.loss = kept["loss"]
