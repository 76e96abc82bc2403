"""The few examples that are learned from, and the way of an input into the network.

N examples with two numbers each, x [N, 2], and targets t [N, K] in 0…1.

    preprocessing   s = (x − mean) / deviation, where it is switched on
    features        x₁, x₂ and their product, those that are chosen
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from core.i18n import N_

FEATURES = {"x1": "x₁", "x2": "x₂", "x1x2": "x₁x₂"}
CORNERS = ((1.0, 1.0), (0.0, 1.0), (1.0, 0.0), (0.0, 0.0))
INNER, OUTER = 0.4, 1.0  # radii of the two rings
LABELS = {
    "xor": N_("XOR"),
    "and": N_("AND"),
    "ring": N_("Two rings"),
    "textbook": N_("One example by hand"),
}


def make(dataset: str) -> tuple[Tensor, Tensor]:
    """The examples of a set: x [N, 2] and t [N, K]."""
    if dataset == "textbook":  # Mazur 2015, "A Step by Step Backpropagation Example"
        return torch.tensor([[0.05, 0.10]]), torch.tensor([[0.01, 0.99]])
    if dataset == "ring":
        angles = torch.arange(4) * (torch.pi / 2)
        around = torch.stack((angles.cos(), angles.sin()), 1)
        x = torch.cat([INNER * around, OUTER * around])
        return x, torch.tensor([[1.0]] * 4 + [[0.0]] * 4)
    targets = {"xor": (0.0, 1.0, 1.0, 0.0), "and": (1.0, 0.0, 0.0, 0.0)}[dataset]
    return torch.tensor(CORNERS), torch.tensor(targets)[:, None]


def moments(x: Tensor, *, standardised: bool) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of both inputs, [2] each: 0 and 1 where nothing is to be done.

    A deviation of 0 (one example alone) counts as 1: there is nothing to divide by.
    """
    if not standardised:
        return torch.zeros(2), torch.ones(2)
    deviation = x.std(0, correction=0)
    return x.mean(0), torch.where(deviation > 0, deviation, 1.0)


def features(s: Tensor, chosen: Sequence[str]) -> Tensor:
    """The chosen features of the preprocessed inputs s [B, 2], [B, n_0]."""
    every = {"x1": s[:, 0], "x2": s[:, 1], "x1x2": s[:, 0] * s[:, 1]}
    return torch.stack([every[name] for name in chosen], 1)
