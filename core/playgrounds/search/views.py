"""What can be seen of a search: every trial, its curve, what mattered, and one network's answer at large.

S searches of K trials each, T = S · K of them in all, search by search; A kinds of search; D dimensions; R
looks at a trial. Trials that have not begun are there, too, with the status BEFORE.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import torch

from core.data.toy import EDGE
from core.nn.features import features
from core.playgrounds.arguments import index
from core.playgrounds.contract import Array, Arrays, Options, View, as_array
from core.playgrounds.search.config import ALL, SearchConfig
from core.playgrounds.search.importance import LEAST, importance
from core.playgrounds.search.metrics import METRICS
from core.playgrounds.search.samplers import COMPLETE, RUNNING
from core.playgrounds.search.samples import INPUTS
from core.playgrounds.search.space import space, told
from core.playgrounds.search.studies import Studies, Study
from core.playgrounds.search.trial import Trial, network

BEFORE = 4  # the status of a trial that has not begun
LARGE = 96  # pixels on a side of one network's map
SLOW = 1.0  # s between two looks at what costs much


class Seen(Protocol):
    """What is looked at: the algorithm, as far as views know it."""

    config: SearchConfig
    studies: Studies
    device: torch.device


def placed(of: Seen) -> list[tuple[int, Trial]]:
    """Every trial that has begun, with its place among all T."""
    every = of.config.trials
    return [
        (s * every + k, trial)
        for s, study in enumerate(of.studies.all)
        for k, trial in enumerate(study.trials)
    ]


def best_so_far(study: Study) -> np.ndarray:
    """The lowest objective among the first n trials of a search, [K]; not-a-number while there is none."""
    best = np.full(study.config.trials, np.nan)
    lowest = np.nan
    for k, trial in enumerate(study.trials):
        if trial.status == COMPLETE:
            lowest = np.fmin(lowest, trial.objective)
        best[k] = lowest
    return best


def _trials(of: Seen, options: Options) -> Arrays:
    c, dimensions = of.config, space(of.config)
    count = len(of.studies.all) * c.trials
    at, begun = [i for i, _ in placed(of)], of.studies.trials

    def spread(values: list[Any], dtype: Any, otherwise: float, *axes: int) -> np.ndarray:
        found = np.full((count, *axes), otherwise, dtype)
        found[at] = np.array(values, dtype).reshape(-1, *axes)
        return found

    places = [[one.place(trial.values[one.name]) for one in dimensions] for trial in begun]
    seen = [trial.seen or (np.nan,) * 4 for trial in begun]
    arrays = {
        "trials.status": spread([trial.status for trial in begun], np.uint8, BEFORE),
        "trials.epochs": spread([trial.epochs for trial in begun], np.int32, 0),
        "trials.objective": spread([trial.objective for trial in begun], np.float32, np.nan),
        "trials.values": spread(places, np.float64, 0.0, len(dimensions)),
        "trials.seen": spread(seen, np.float32, np.nan, 4),
    }
    return arrays | _progress(of)


def _progress(of: Seen) -> Arrays:
    """The best so far of every kind of search, over its repeats."""
    curves = [best_so_far(study) for study in of.studies.all]
    best = np.stack(curves).reshape(len(of.config.searches), of.config.repeats, -1)
    mean, low, high = best.mean(1), best.min(1), best.max(1)  # not-a-number where one has none
    arrays = {"progress.mean": mean, "progress.low": low, "progress.high": high}
    return {name: array.astype(np.float32) for name, array in arrays.items()}


def _looks(of: Seen, options: Options) -> Arrays:
    marks = {epochs: i for i, epochs in enumerate(of.studies.all[0].marks)}
    found = np.full((len(of.studies.all) * of.config.trials, len(marks)), np.nan, np.float32)
    for i, trial in placed(of):
        for epochs, value in trial.reports.items():
            if epochs in marks:
                found[i, marks[epochs]] = value
    return {"looks": found}


def _importance(of: Seen, options: Options) -> Arrays:
    trials = of.studies.trials
    done = sum(trial.status != RUNNING for trial in trials)
    shares = importance(space(of.config), trials)
    return {"importance": shares, "importance.count": np.array([done], np.int32)}


def _trial(of: Seen, options: Options) -> Arrays:
    wanted = index(options, "trial", -1, ALL - 1, -1)
    begun = dict(placed(of))
    best = of.studies.best
    if wanted not in begun:  # none is chosen, or one of the build before
        wanted = next((i for i, trial in begun.items() if trial is best), 0)
    trial = begun[wanted]
    coded = trial.map if trial.map is not None else _map(of, trial)
    if trial.status != RUNNING:
        trial.map = coded
    return {"trial": np.array([wanted], np.int32), "trial.map": coded.copy()}


def _map(of: Seen, trial: Trial) -> np.ndarray:
    """What its network answers at every pixel, as bytes; what is not a number is undecided."""
    net = network(of.config, trial.values, of.device)
    net.theta.copy_(trial.theta)
    at = (torch.arange(LARGE) + 0.5) * (2 * EDGE / LARGE) - EDGE
    x2, x1 = torch.meshgrid(-at, at, indexing="ij")
    x = features(torch.stack((x1, x2), -1).view(-1, 2), INPUTS).to(of.device)
    signed = torch.tanh(net.answer(x)[1].nan_to_num(0.0, 0.0, 0.0) * 0.5)  # 2 σ(z) − 1
    return as_array((signed * 127.5 + 128.0).clamp_(0, 255).to(torch.uint8).view(LARGE, LARGE))


STATIC = {
    "points.x": Array("f4", "P 2"),
    "points.y": Array("f4", "P", coding="class: 0 or 1"),
    "points.test": Array("u1", "P", coding="0: learned from, 1: validation, 2: test"),
}
NOTHING = "not-a-number: there is none"
VIEWS = {
    "trials": View(
        _trials,
        {
            "trials.status": Array("u1", "T", coding="0 trains, 1 done, 2 pruned, 3 diverged, 4 not begun"),
            "trials.epochs": Array("i4", "T", coding="how many it has trained"),
            "trials.objective": Array("f4", "T", coding=f"the newest; {NOTHING}"),
            "trials.values": Array("f8", "T D", coding="what was drawn; of options their number from 0"),
            "trials.seen": Array(
                "f4", "T 4", coding=f"validation loss and error, test loss and error at its end; {NOTHING}"
            ),
            "progress.mean": Array(
                "f4", "A K", coding=f"the best objective so far, the mean over repeats; {NOTHING}"
            ),
            "progress.low": Array("f4", "A K", coding="the lowest of the repeats"),
            "progress.high": Array("f4", "A K", coding="the highest of the repeats"),
        },
    ),
    "looks": View(
        _looks, {"looks": Array("f4", "T R", coding=f"the objective at every look; {NOTHING}")}, rest=0.4
    ),
    "importance": View(
        _importance,
        {
            "importance": Array("f4", "D", coding=f"shares; zeros before {LEAST} trials are done"),
            "importance.count": Array("i4", "1", coding="trials that are done"),
        },
        rest=SLOW,
    ),
    "trial": View(
        _trial,
        {
            "trial": Array("i4", "1", coding="which trial it is, from 0"),
            "trial.map": Array(
                "u1", f"{LARGE} {LARGE}", shades=True,
                coding="row 0 = top (x₂ = +6); 127.5 · (1 + answer), the answer in −1…1",
            ),
        },
        {"trial": "which trial, from 0; −1: the best one"},
    ),
}  # fmt: skip


def describe(of: Seen) -> dict[str, Any]:
    """What a viewer must know once per build."""
    c = of.config
    dimensions = [
        {"name": one.name, "low": one.low, "high": one.high, "log": one.log, "whole": one.whole,
         "options": list(one.options)}
        for one in space(c)
    ]  # fmt: skip
    return {
        "dimensions": dimensions,
        "searches": list(c.searches),
        "repeats": c.repeats,
        "trials": c.trials,
        "epochs": c.trial_epochs,
        "marks": of.studies.all[0].marks,
        "objective": c.objective,
        "least": LEAST,
        "told": told(c),
        "classes": ["−1", "+1"],
        "domain": [-EDGE, EDGE],
        "metrics": [name for name in METRICS if name != "batch_loss"],
        "scalars": ["batch_loss"],
    }


def points(of: Seen) -> Arrays:
    """All points."""
    samples = of.studies.samples
    return {
        "points.x": samples.xy.copy(),
        "points.y": samples.truth.astype(np.float32),
        "points.test": samples.part.copy(),
    }
