"""Which head matters for the task: each is taken away in turn, and its place filled or left empty.

L layers, H heads, n rows of T places, d numbers per head.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from core.data.sequences.task import Batch
from core.playgrounds.transformer.edits import NOTHING, Edits, without
from core.playgrounds.transformer.gpt import GPT


class Score(NamedTuple):
    """`loss` in nats per symbol that counts, `accuracy` of these symbols, `exact`: rows that are right."""

    loss: float
    accuracy: float
    exact: float


class HeadTable(NamedTuple):
    """`whole`: with everything; `loss`, `accuracy`, `exact` [L, H]: without that head; `layers` [L, 3]:
    without all heads of that layer (loss, accuracy, exact)."""

    whole: Score
    loss: Tensor
    accuracy: Tensor
    exact: Tensor
    layers: Tensor


@torch.no_grad()
def score(model: GPT, rows: Batch, edits: Edits = NOTHING) -> Score:
    """How good the model is on `rows` with something changed by hand."""
    return score_of(model.edited(rows.inputs, edits), rows)


@torch.no_grad()
def score_of(logits: Tensor, rows: Batch) -> Score:
    """How good logits [n, T, V] are on `rows`."""
    each = F.cross_entropy(logits.flatten(0, 1), rows.targets.flatten(), reduction="none")
    counts = rows.weights.flatten()
    right = logits.argmax(-1) == rows.targets
    exact = (right | (rows.weights == 0)).all(1)
    total = counts.sum().clamp(min=1)
    return Score(
        float((each * counts).sum() / total), float((right.flatten() * counts).sum() / total),
        float(exact.float().mean()),
    )  # fmt: skip


@torch.no_grad()
def mean_answers(model: GPT, ids: Tensor) -> Tensor:
    """What each head says at each place, on average over rows [n, T]: [L, H, T, d]. Put in the place of a
    head, it takes away what the head knows of this row and leaves what it always says."""
    return means_of(model.trace(ids), len(model.sizes.parts))


def means_of(told: dict[str, Tensor], layers: int) -> Tensor:
    """Likewise, of what `GPT.trace` tells of rows."""
    return torch.stack([told[f"{layer}.mixed"].mean(0) for layer in range(layers)])


def head_table(model: GPT, rows: Batch, by_mean: bool = False) -> HeadTable:
    """`rows` with every head, and every layer, taken away in turn; `by_mean`: replaced by its mean over them.

    (L·H + L + 1) passes: about 12 of 64 rows for two layers of four heads.
    """
    L, H = len(model.sizes.parts), model.sizes.heads
    means = mean_answers(model, rows.inputs) if by_mean else None
    found = torch.tensor(
        [[score(model, rows, without(L, H, [(i, h)], means)) for h in range(H)] for i in range(L)]
    )
    layers = [
        score(model, rows, without(L, H, [(i, h) for h in range(H)], means)) for i in range(L)
    ]
    loss, accuracy, exact = found.unbind(-1)
    return HeadTable(score(model, rows), loss, accuracy, exact, torch.tensor(layers))
