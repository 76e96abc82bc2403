"""An engine in figures, as JSON: what its lanes have done, who is there. Several engines add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.training.run import Run
from core.training.tally import Histogram

if TYPE_CHECKING:
    from core.training.admission import Admission
    from core.training.keeper import Keeper
    from core.training.lane import Lane

Figures = dict[str, Any]
STORES = ("reachable", "full", "closed", "away", "off")  # the worst of several is told


def gathered(
    runs: Sequence[Run],
    lanes: Sequence[Lane],
    admission: Admission,
    keeper: Keeper | None,
    full: bool,
) -> Figures:
    """`runs`: [playground, state, how many]; `viewers`: open live views; `waiting`: visitors in line."""
    found = Counter((run.algorithm_class.NAME, _state(run)) for run in runs)
    watchers = [watcher for run in runs for watcher in tuple(run.watchers)]
    return {
        "runs": [[*labels, count] for labels, count in sorted(found.items())],
        "viewers": len(watchers),
        "visible": sum(watcher.visible for watcher in watchers),
        "waiting": admission.waiting,
        "runs_limit": admission.limits.runs,
        "viewers_limit": admission.limits.viewers,
        "full": full,
        "dead": [lane.name for lane in lanes if lane.dead],
        "lanes": {lane.name: _lane(lane) for lane in lanes},
        "store": {"state": "off"} if keeper is None else dict(keeper.facts()),
    }


def _lane(lane: Lane) -> Figures:
    tally = lane.tally
    return {
        "steps": tally.steps,
        "frames": tally.frames,
        "frame_seconds": tally.frame_seconds,
        "slices": _histogram(tally.slices),
        "controls": _histogram(tally.controls),
    }


def _histogram(histogram: Histogram) -> Figures:
    return {"counts": list(histogram.counts), "seconds": histogram.seconds}


def _state(run: Run) -> str:
    if run.session is None and run.status == "ready":
        return "waiting"  # in line, or being built
    return run.status


def added(several: Sequence[Figures]) -> Figures:
    """Of all engines together. It is full where all are, and its store is as the worst of theirs."""
    total: Any = several[0]
    for one in several[1:]:
        total = _sum(total, one)
    runs: Counter[tuple[str, str]] = Counter()
    for one in several:
        for name, state, count in one["runs"]:
            runs[name, state] += count
    store = dict(total["store"])
    store["state"] = max((one["store"]["state"] for one in several), key=STORES.index)
    return {
        **total,
        "runs": [[*labels, count] for labels, count in sorted(runs.items())],
        "full": all(one["full"] for one in several),
        "store": store,
    }


def _sum(a: Any, b: Any) -> Any:
    """Numbers are added wherever they stand; of the rest lists of texts go on, and else the first counts."""
    if isinstance(a, dict):
        return {key: _sum(a[key], b[key]) if key in a and key in b else a.get(key, b.get(key))
                for key in {**a, **b}}  # fmt: skip
    if isinstance(a, list) and a and isinstance(a[0], int):
        return [x + y for x, y in zip(a, b, strict=True)]
    if isinstance(a, list):
        return [*a, *b]
    return a if isinstance(a, bool | str) else a + b
