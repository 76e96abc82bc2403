"""What every member makes of every point of the square: small maps side by side, as bytes.

A map is read like a page: row 0 is the top, x₂ = +6. One byte per pixel: an answer in −1…1 becomes
127.5 · (1 + answer), so that 0, undecided, is in the middle.
"""

from __future__ import annotations

import torch
from torch import Tensor

from core.data.toy import EDGE

SIDE = 24  # pixels: thirteen networks answer at each, for every frame


def pixels(side: int = SIDE) -> Tensor:
    """The centres of side × side pixels, row by row from the top left, [side², 2]."""
    at = (torch.arange(side) + 0.5) * (2 * EDGE / side) - EDGE
    x2, x1 = torch.meshgrid(-at, at, indexing="ij")
    return torch.stack((x1, x2), -1).view(-1, 2)


def coded(answers: Tensor) -> Tensor:
    """Answers in −1…1 as bytes; what is not a number is undecided."""
    return (answers.nan_to_num() * 127.5 + 128.0).clamp_(0, 255).to(torch.uint8)  # + ½ rounds
