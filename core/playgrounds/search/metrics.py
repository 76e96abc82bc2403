"""The numbers of a search: the trial that validation chose, what the test says of it, what it has cost."""

from __future__ import annotations

import math

from core.i18n import N_
from core.playgrounds.contract import Metric
from core.playgrounds.search.samplers import COMPLETE, DIVERGED, PRUNED, RUNNING
from core.playgrounds.search.studies import Studies

METRICS = {
    "batch_loss": Metric(
        N_("train loss"), N_("The mean over all trials that train of the minibatches' losses in this epoch"),
        better="lower", evaluated_on="minibatch",
    ),
    "valid_loss": Metric(
        N_("validation loss"), N_("Of the chosen trial: the one with the lowest objective"), better="lower",
        evaluated_on="validation", headline=True,
    ),
    "valid_accuracy": Metric(
        N_("validation accuracy"), N_("Of the chosen trial"), "percent", better="higher",
        evaluated_on="validation",
    ),
    "test_loss": Metric(
        N_("test loss"), N_("Of the chosen trial, on points that had no part in choosing it"), better="lower",
        evaluated_on="test", headline=True,
    ),
    "test_accuracy": Metric(
        N_("test accuracy"), N_("Of the chosen trial, on points that had no part in choosing it"), "percent",
        better="higher", evaluated_on="test", headline=True,
    ),
    "test_loss_least": Metric(
        N_("lowest test loss"),
        N_("Of any trial: who reports this one has chosen by the test, and it flatters"), better="lower",
        evaluated_on="test",
    ),
    "best": Metric(
        N_("best objective"), N_("Of the first kind of search, the mean over its repeats"), better="lower",
        evaluated_on="validation",
    ),
    "best_beside": Metric(
        N_("best objective, beside"), N_("Of the search beside it, the mean over its repeats"),
        better="lower", evaluated_on="validation",
    ),
    "trials": Metric(
        N_("trials"), N_("How many are done, pruned ones and diverged ones among them"), "count",
        headline=True,
    ),
    "pruned": Metric(N_("pruned"), N_("How many trials were given up early"), "count"),
    "diverged": Metric(N_("diverged"), N_("How many trials have exploded"), "count", better="lower"),
    "epochs": Metric(N_("epochs"), N_("Passes over the training points of all trials together"), "count"),
}  # fmt: skip


def measured(studies: Studies) -> dict[str, float]:
    """The metrics, of what was seen of the trials."""
    trials, best = studies.trials, studies.best
    seen = best.seen if best is not None else (math.nan,) * 4
    tests = [one.seen[2] for one in trials if one.status == COMPLETE and one.seen[2] == one.seen[2]]
    status = [one.status for one in trials]
    kinds = studies.config.searches
    found = dict(
        zip(("valid_loss", "valid_accuracy", "test_loss", "test_accuracy"), seen, strict=True)
    )
    for name in ("valid_accuracy", "test_accuracy"):
        found[name] = 1 - found[name]
    found["test_loss_least"] = min(tests, default=math.nan)
    for i, name in enumerate(("best", "best_beside")):
        found[name] = _mean(studies, kinds[i]) if i < len(kinds) else math.nan
    found["trials"] = float(len(status) - status.count(RUNNING))
    found["pruned"], found["diverged"] = (float(status.count(one)) for one in (PRUNED, DIVERGED))
    return found | {"epochs": float(sum(one.epochs for one in trials))}


def _mean(studies: Studies, kind: str) -> float:
    """Of the best objectives of a kind's searches; not-a-number while one has none."""
    found = [study.best for study in studies.all if study.kind == kind]
    values = [one.objective if one is not None else math.nan for one in found]
    return sum(values) / len(values)
