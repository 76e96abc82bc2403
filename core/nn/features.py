"""What a network may be fed of a point of the plane: its coordinates, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

# Of points x [M, 2]: label, and the feature [M].
INPUTS: dict[str, tuple[str, Callable[[Tensor], Tensor]]] = {
    "x1": ("x₁", lambda x: x[:, 0]),
    "x2": ("x₂", lambda x: x[:, 1]),
    "x1sq": ("x₁²", lambda x: x[:, 0] ** 2),
    "x2sq": ("x₂²", lambda x: x[:, 1] ** 2),
    "x1x2": ("x₁x₂", lambda x: x[:, 0] * x[:, 1]),
    "sinx1": ("sin x₁", lambda x: torch.sin(x[:, 0])),
    "sinx2": ("sin x₂", lambda x: torch.sin(x[:, 1])),
}


def features(x: Tensor, inputs: Sequence[str]) -> Tensor:
    """The chosen features of x [M, 2], [M, n_0]."""
    return torch.stack([INPUTS[name][1](x) for name in inputs], 1)
