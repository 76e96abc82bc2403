"""What a network is told of a place: its coordinates, or how they stand in many waves.

A place v = (x, y) in 0…1, y downwards. With the waves b_1 … b_m, each so many cycles along x and along y,

    γ(v) = (cos 2π b_1·v, …, cos 2π b_m·v, sin 2π b_1·v, …, sin 2π b_m·v)

Random ones are normal with the standard deviation σ (Tancik et al. 2020, arXiv:2006.10739, equation 4 and
section 6). A positional encoding has its waves along the axes, σ^(j/n) for j = 0 … n − 1 (their appendix);
with σ = 2ⁿ these are 1, 2, 4 … cycles, those of NeRF (Mildenhall et al. 2020, arXiv:2003.08934, equation 4).
P places, m waves.
"""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor


def waves(kind: str, count: int, scale: float, generator: Generator) -> Tensor | None:
    """Cycles per picture along x and y, [2, m], drawn on the CPU; None without features."""
    if kind == "gaussian":
        return torch.randn(2, count, generator=generator) * scale
    if kind == "positional":
        each = max(1, count // 2)
        along = scale ** (torch.arange(each) / each)
        none = torch.zeros(each)
        return torch.stack([torch.cat([along, none]), torch.cat([none, along])])
    return None


def encoded(v: Tensor, b: Tensor | None) -> Tensor:
    """Places v [P, 2] as inputs: [P, 2m], or without waves b their coordinates in −1…1, [P, 2]."""
    if b is None:
        return 2 * v - 1
    turns = (2 * math.pi * v) @ b  # [P, m]
    return torch.cat([turns.cos(), turns.sin()], 1)


def on_grid(x: Tensor, y: Tensor, b: Tensor | None) -> Tensor:
    """As `encoded` of all places (x, y), row by row, for x [W] and y [H]: [H · W, n_0].

    By cos(α + β) = cos α cos β − sin α sin β there are W + H angles to take the cosine of, and not W · H.
    """
    if b is None:
        return encoded(places(x, y), b)
    across = (2 * math.pi * x)[:, None] * b[0]  # [W, m]
    down = (2 * math.pi * y)[:, None, None] * b[1]  # [H, 1, m]
    cos = down.cos() * across.cos() - down.sin() * across.sin()  # [H, W, m]
    sin = down.sin() * across.cos() + down.cos() * across.sin()
    return torch.cat([cos, sin], 2).flatten(0, 1)


def places(x: Tensor, y: Tensor) -> Tensor:
    """All places of a grid, row by row, for x [W] and y [H]: [H · W, 2]."""
    down, across = torch.meshgrid(y, x, indexing="ij")
    return torch.stack([across, down], -1).view(-1, 2)


def middles(side: int) -> Tensor:
    """Of as many pixels along a picture, [side] in 0…1."""
    return (torch.arange(side) + 0.5) / side
