"""Which mistakes a model makes that adds: whether its wrong sums would be right but for the carries.

n rows of validation, k digits of a sum.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from core.data.sequences.addition import Addition
from core.playgrounds.contract import Array, Arrays, Options, View
from core.playgrounds.transformer import asked
from core.playgrounds.transformer.look import Look

ROWS = 32


def carries_only(said: Tensor, right: Tensor) -> Tensor:
    """Of sums that were said and right ones [n, k]: whether one is wrong, and each of its wrong digits is one
    too low or too high (0 and 9 too), which is what a carry changes. bool [n]."""
    off = (said - right) % 10
    digit = (said >= 0) & (said < 10)
    fine = (off == 0) | (off == 1) | (off == 9)
    return (digit & fine).all(1) & (said != right).any(1)


def mistakes(of: Look, options: Options) -> Arrays:
    look = of.at(options)
    if not isinstance(look.task, Addition):
        return {}
    inputs, targets, weights = (part[:ROWS].to(look.of.device) for part in look.task.validation)
    with torch.no_grad():
        said = look.model(inputs).argmax(-1)
    asked_for = weights[0] > 0
    said, right = said[:, asked_for], targets[:, asked_for]
    wrong = int((said != right).any(1).sum())
    counts = [len(said), wrong, int(carries_only(said, right).sum())]
    return {"mistakes": np.array(counts, np.int32)}


MISTAKES = {
    "mistakes": View(
        mistakes,
        {
            "mistakes": Array(
                "i4", "3", coding="sums tried, wrong ones, those wrong by carries alone", only="addition"
            )
        },
        asked.MODEL,
        rest=1.0,
    )
}  # fmt: skip
