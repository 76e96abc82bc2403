"""What a network makes of arithmetic modulo p: which answers are right, and the circles its numbers lie on.

Nanda et al. 2023 (arXiv:2301.05217): after grokking a few frequencies hold nearly all of the embedding.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from core.data.sequences.modular import Modular
from core.playgrounds.transformer.models import Model


class Spectrum(NamedTuple):
    """`power` [p // 2]: what share of the numbers' embedding goes with frequency 1, 2, …; `circle` [p, 2]:
    where each number lies in the plane of the strongest one, and `frequency`: which that is."""

    power: Tensor
    circle: Tensor
    frequency: int


@torch.no_grad()
def table(model: Model, task: Modular) -> tuple[Tensor, Tensor]:
    """For every pair (a, b): whether the answer is right, and what it is, both [p, p]; −1 where there is
    none."""
    p = task.p
    rows = task.everything
    answer = model(rows.inputs)[:, -1, :p].argmax(-1)  # [pairs]
    where = tuple(task.pairs.T)
    right, said = torch.full((p, p), -1), torch.full((p, p), -1)
    right[where] = (answer == rows.targets[:, -1]).long()
    said[where] = answer
    return right, said


@torch.no_grad()
def spectrum(embedding: Tensor, p: int) -> Spectrum:
    """Of the first p rows of an embedding [V, W], over the numbers 0 … p − 1."""
    e = embedding[:p].detach().double()
    e = e - e.mean(0)
    waves = torch.fft.rfft(e, dim=0)[1 : p // 2 + 1]  # [p // 2, W]
    power = waves.abs().square().sum(1)
    strongest = int(power.argmax())
    wave = waves[strongest]
    # The plane of that frequency: the real and the imaginary direction, made orthogonal.
    axes, _ = torch.linalg.qr(torch.stack((wave.real, wave.imag), 1))  # [W, 2]
    angle = 2 * torch.pi * (strongest + 1) * torch.arange(p) / p
    turning = torch.stack((angle.cos(), angle.sin()), 1).double()  # [p, 2]
    along = turning @ (turning.T @ e) * (2 / p)  # [p, W]: what of e goes with it
    circle = along @ axes
    total = power.sum().clamp(min=1e-30)
    return Spectrum((power / total).float(), circle.float(), strongest + 1)
