"""Pictures as a viewer gets them: bytes, laid side by side in one."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor


def as_bytes(x: Tensor) -> Tensor:
    """Pictures in −1…1 as bytes, the same shape; whatever isn't finite is black."""
    return ((x + 1) * 127.5 + 0.5).nan_to_num(0.0).clamp(0, 255).to(torch.uint8)


def mosaic(x: Tensor, columns: int) -> np.ndarray:
    """Pictures [n, h, w], row by row, as one, [n / columns · h, columns · w]; a copy.

    Where the last row isn't full, black ones fill it.
    """
    missing = -len(x) % columns
    if missing:
        x = torch.cat([x, x.new_zeros(missing, *x.shape[1:])])
    n, h, w = x.shape
    tiles = x.reshape(n // columns, columns, h, w).permute(0, 2, 1, 3)
    return tiles.reshape(n // columns * h, columns * w).cpu().numpy().copy()
