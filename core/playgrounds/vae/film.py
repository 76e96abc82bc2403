"""Ways from one code to another, and a film of one: an animated GIF, made with Pillow."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image


def linear(start: np.ndarray, end: np.ndarray, count: int) -> np.ndarray:
    """`count` codes [count, d] on the straight line between two codes [d]."""
    t = np.linspace(0, 1, count)[:, None]
    return (1 - t) * start + t * end


def spherical(start: np.ndarray, end: np.ndarray, count: int) -> np.ndarray:
    """Codes [count, d] on an arc around the origin: directions turn evenly, lengths change evenly.

    Shoemake 1985; White 2016 (arXiv:1609.04468). Where no arc is defined (a code of length 0, or two
    that face each other or agree) the way is straight.
    """
    lengths = np.linalg.norm(start), np.linalg.norm(end)
    if min(lengths) < 1e-8:
        return linear(start, end, count)
    a, b = start / lengths[0], end / lengths[1]
    angle = np.arccos(np.clip(a @ b, -1, 1))
    if np.sin(angle) < 1e-6:
        return linear(start, end, count)
    t = np.linspace(0, 1, count)[:, None]
    directions = (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle)
    return directions * ((1 - t) * lengths[0] + t * lengths[1])


PATHS = {"linear": linear, "spherical": spherical}


def gif(frames: np.ndarray, scale: int = 8, milliseconds: int = 60) -> bytes:
    """Pictures uint8 [T, h, w] as a GIF that plays for ever, `scale` times as large.

    T pictures are T frames: Pillow would merge equal neighbours, so every other one differs by one
    grey level in its first pixel.
    """
    there = [Image.fromarray(np.kron(frame, np.ones((scale, scale), np.uint8))) for frame in frames]
    stored = io.BytesIO()
    for number, picture in enumerate(there):
        corner = int(picture.getpixel((0, 0)) or 0)  # type: ignore[arg-type]
        picture.putpixel((0, 0), min(255, corner ^ (number & 1)))
    there[0].save(
        stored, "GIF", save_all=True, append_images=there[1:], duration=milliseconds, loop=0
    )
    return stored.getvalue()
