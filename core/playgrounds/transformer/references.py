"""What can be had without reading far: losses to compare a model's with, in nats per symbol.

V symbols.
"""

from __future__ import annotations

import math
from typing import Any
from weakref import WeakKeyDictionary

import torch

from core.data.sequences.characters import Text
from core.data.sequences.task import Task

_known: WeakKeyDictionary[Task, list[dict[str, Any]]] = WeakKeyDictionary()


def references(task: Task) -> list[dict[str, Any]]:
    """{name, value} of whoever holds all symbols equally likely; of a text also of whoever knows how frequent
    each is (unigram), and what follows the one before (bigram), counted in what is learned from, with one
    more of everything, and measured on the rows of validation."""
    if task not in _known:
        found = [{"name": "uniform", "value": math.log(len(task))}]
        if isinstance(task, Text):
            found += _counted(task)
        _known[task] = found
    return _known[task]


def _counted(task: Text) -> list[dict[str, Any]]:
    ids, V = task.train_ids, len(task)
    inputs, targets = (part.flatten() for part in task.validation[:2])
    single = torch.bincount(ids, minlength=V).double() + 1
    pairs = torch.bincount(ids[:-1] * V + ids[1:], minlength=V * V).view(V, V).double() + 1
    unigram = -(single / single.sum()).log()[targets].mean()
    bigram = -(pairs / pairs.sum(1, keepdim=True)).log()[inputs, targets].mean()
    return [
        {"name": "unigram", "value": float(unigram)},
        {"name": "bigram", "value": float(bigram)},
    ]
