"""Two prompts that differ in one symbol, so that another follows: what activation patching begins with."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import torch
from torch import Tensor

from core.data.sequences.characters import Text
from core.data.sequences.task import Task
from core.data.sequences.truth import after

TRIED = 4  # symbols at a place
_pairs: WeakKeyDictionary[Task, tuple[Tensor, Tensor]] = WeakKeyDictionary()


def pair(task: Task) -> tuple[Tensor, Tensor]:
    """The task's own prompt [T], and one that differs from it in one place, found once."""
    if task not in _pairs:
        ids = task.encode(task.prompt)[-task.context :]
        _pairs[task] = ids, _other(task, ids)
    return _pairs[task]


def _other(task: Task, ids: Tensor) -> Tensor:
    """The last place that can be changed so that another symbol truly follows. Where nobody knows what
    follows, the first; of a text the place before the last."""
    if isinstance(task, Text):
        counts = task.ids[:20_000].long().bincount(minlength=len(task)).tolist()
        letters = [i for i, one in enumerate(task.symbols) if one.isalpha()] or [*range(len(task))]
        place = max(0, len(ids) - 2)
        others = [one for one in letters if one != int(ids[place])] or [0]
        return changed(ids, place, max(others, key=lambda one: counts[one]))
    follows = after(task, ids, 1)
    present = set(ids.tolist())
    symbols = sorted(range(len(task)), key=lambda one: (one in present, one))
    for place in reversed(range(len(ids))) if len(follows) else ():
        for symbol in [one for one in symbols if one != int(ids[place])][:TRIED]:
            found = changed(ids, place, symbol)
            then = after(task, found, 1)
            if len(then) and not torch.equal(then, follows):
                return found
    return changed(ids, 0, next(one for one in symbols if one != int(ids[0])))


def changed(ids: Tensor, place: int, symbol: int) -> Tensor:
    found = ids.clone()
    found[place] = symbol
    return found
