"""Losses to compare with: of who holds everything equally likely, who counts symbols, and who counts pairs.

V symbols. In nats per symbol, on the rows of validation.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from core.data.sequences.characters import Text
from core.data.sequences.task import Task


def references(task: Task) -> dict[str, float]:
    """`uniform`; of a text also `unigram` and `bigram`, counted where is learned (one more of everything)."""
    found = {"uniform": math.log(len(task))}
    if not isinstance(task, Text):
        return found
    V, seen = len(task), task.train_ids
    inputs, targets = (part.flatten() for part in task.validation[:2])
    single = torch.bincount(seen, minlength=V).double() + 1
    found["unigram"] = float(-(single / single.sum()).log()[targets].mean())
    pairs = torch.bincount(seen[:-1] * V + seen[1:], minlength=V * V).double().view(V, V)
    # Where a symbol was seldom seen, what follows is taken from the single counts.
    smooth = pairs + single / single.sum() * 5
    p: Tensor = smooth / smooth.sum(1, keepdim=True)
    found["bigram"] = float(-p.log()[inputs, targets].mean())
    return found
