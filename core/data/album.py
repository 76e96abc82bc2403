"""Many pictures as one album: in colours or all grey, on one scale, one ground below what is transparent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.data.picture import GREY, SIDE, Square

WHITE, BLACK, MIDDLE = 255.0, 0.0, 128.0
CLEAR = 0.98  # a picture is transparent where it covers less than this
FAINT = (
    10  # per cent of the transparent pictures that may contrast less than the ground is judged by
)


def developed(squares: Sequence[Square]) -> np.ndarray:
    """The pictures as bytes, uint8 [N, C, SIDE, SIDE]: C is 3 where any of them has colours.

    Bytes stay as they are. Of pictures with more bits, how many are used is not known (a camera stores
    12 in 16): the brightest pixel of all of them is white.
    """
    channels = max(one.shades.shape[-1] for one in squares)
    x = np.empty((len(squares), SIDE, SIDE, channels), np.uint8)
    scales = [one.scale for one in squares]
    shades = {k: one.shades.astype(np.float32) for k, one in enumerate(squares) if not _ready(one)}
    for scale in set(scales) - {"bytes"}:
        members = [k for k, one in enumerate(scales) if one == scale]
        low = min(0.0, *(float(shades[k].min()) for k in members))
        peak = max(float(shades[k].max()) for k in members) - low
        for k in members:
            shades[k] = (shades[k] - low) * (255 / peak if peak > 0 else 1)
    clear = [k for k, one in enumerate(squares) if one.alpha is not None]
    if clear:
        alpha = np.stack([np.asarray(squares[k].alpha) for k in clear])
        below = ground(np.stack([_greys(shades[k]) for k in clear]), alpha)
        for k, opacity in zip(clear, alpha, strict=True):
            shades[k] = shades[k] + (1 - opacity[..., None]) * below
    for k, one in enumerate(squares):
        x[k] = shades[k].round().clip(0, 255) if k in shades else one.shades
    return np.ascontiguousarray(x.transpose(0, 3, 1, 2))


def grey(x: np.ndarray) -> np.ndarray:
    """The pictures without their colours: bytes [N, C, h, w] as bytes [N, h, w]."""
    if x.shape[1] == 1:
        return x[:, 0]
    return np.stack(
        [np.rint(GREY @ one.reshape(3, -1)).reshape(one.shape[1:]) for one in x]
    ).astype(np.uint8)


def _ready(one: Square) -> bool:
    return one.scale == "bytes" and one.alpha is None


def _greys(shades: np.ndarray) -> np.ndarray:
    """[h, w] of [h, w, C]."""
    return shades[..., 0] if shades.shape[-1] == 1 else shades @ GREY


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
