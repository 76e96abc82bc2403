"""What all pictures of a regression share: places along x, and numbers that fit into single precision."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.playgrounds.regression.sets import LIMIT

GRID = np.linspace(-LIMIT, LIMIT, 161)  # [G]
FAR = 1e30  # what single precision still holds


def single(values: Any) -> np.ndarray:
    """float32, nothing beyond what it holds."""
    return np.clip(np.asarray(values, float), -FAR, FAR).astype(np.float32)
