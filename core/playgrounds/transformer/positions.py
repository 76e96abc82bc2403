"""How a transformer is told where a symbol stands: attention itself does not know.

T places from `start`, W numbers per place, H heads of d numbers.
"""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor

from core.i18n import N_

POSITIONS = {
    "none": N_("None"),
    "learned": N_("Learned"),
    "sinusoidal": N_("Sinusoidal"),
    "rope": N_("Rotary (RoPE)"),
    "alibi": N_("Distance penalty (ALiBi)"),
}
BASE = 10_000.0


@lru_cache(maxsize=16)
def sinusoidal(start: int, count: int, width: int) -> Tensor:
    """Sines and cosines of ever longer waves, added to the embedding: [T, W]. Vaswani et al. 2017
    (arXiv:1706.03762), section 3.5."""
    place = torch.arange(start, start + count, dtype=torch.float32)[:, None]
    even = torch.arange(0, width, 2, dtype=torch.float32)
    angle = place * BASE ** (-even / width)
    found = torch.zeros(count, width)
    found[:, 0::2] = angle.sin()
    found[:, 1::2] = angle.cos()[:, : width // 2]
    return found


@lru_cache(maxsize=64)
def _angles(start: int, count: int, d: int) -> tuple[Tensor, Tensor]:
    place = torch.arange(start, start + count, dtype=torch.float32)[:, None]
    angle = place * BASE ** (-torch.arange(0, d, 2, dtype=torch.float32) / d)  # [T, d / 2]
    angle = torch.cat((angle, angle), 1)
    return angle.cos(), angle.sin()


def rotated(x: Tensor, start: int) -> Tensor:
    """Queries or keys [..., T, d], each pair (i, i + d/2) turned by an angle that grows with the place, so
    that q · k depends on the distance. Su et al. 2021 (arXiv:2104.09864), equation 34."""
    cos, sin = (part.to(x.device) for part in _angles(start, x.shape[-2], x.shape[-1]))
    half = x.shape[-1] // 2
    turned = torch.cat((-x[..., half:], x[..., :half]), -1)
    return x * cos + turned * sin


@lru_cache(maxsize=64)
def penalties(heads: int, start: int, count: int, seen: int) -> Tensor:
    """What ALiBi takes off each score: a slope of the head's own times the distance, [H, T, S] for T places
    from `start` that look at S. Press et al. 2022 (arXiv:2108.12409)."""
    slope = 2.0 ** (-8.0 * torch.arange(1, heads + 1) / heads)
    here = torch.arange(start, start + count)[:, None]
    distance = (here - torch.arange(seen)[None, :]).abs().float()
    return -slope[:, None, None] * distance


@lru_cache(maxsize=64)
def allowed(start: int, count: int, seen: int) -> Tensor:
    """The causal mask, bool [T, S]: a place looks at itself and at what came before."""
    here = torch.arange(start, start + count)[:, None]
    return torch.arange(seen)[None, :] <= here
