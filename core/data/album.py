"""Many pictures as one album: one grey scale, and one ground below all that are transparent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.data.picture import Square

WHITE, BLACK, MIDDLE = 255.0, 0.0, 128.0
CLEAR = 0.98  # a picture is transparent where it covers less than this
FAINT = (
    10  # per cent of the transparent pictures that may contrast less than the ground is judged by
)


def developed(squares: Sequence[Square]) -> np.ndarray:
    """The pictures as bytes, uint8 [N, SIDE, SIDE].

    Bytes stay as they are. Of pictures with more bits, how many are used is not known (a camera stores
    12 in 16): the brightest pixel of all of them is white.
    """
    shades = np.stack([one.shades for one in squares])  # [N, SIDE, SIDE]
    scales = np.array([one.scale for one in squares])
    for scale in set(scales.tolist()) - {"bytes"}:
        members = scales == scale
        low = min(0.0, float(shades[members].min()))
        peak = float(shades[members].max()) - low
        shades[members] = (shades[members] - low) * (255 / peak if peak > 0 else 1)
    clear = [k for k, one in enumerate(squares) if one.alpha is not None]
    if clear:
        alpha = np.stack([np.asarray(squares[k].alpha) for k in clear])
        shades[clear] += (1 - alpha) * ground(shades[clear], alpha)
    return shades.round().clip(0, 255).astype(np.uint8)


def ground(shades: np.ndarray, alpha: np.ndarray) -> float:
    """White, black or grey, whichever contrasts most with nearly all of the pictures.

    shades [n, h, w], multiplied by their opacity alpha [n, h, w].
    """
    see_through = alpha.mean((1, 2)) < CLEAR
    if not see_through.any():
        return WHITE
    opacity = alpha[see_through].sum((1, 2)).clip(min=1e-3)
    mean = shades[see_through].sum((1, 2)) / opacity  # [n]

    def contrast(one: float) -> float:
        return float(np.percentile(np.abs(mean - one), FAINT))

    return max((WHITE, BLACK, MIDDLE), key=contrast)
