"""A column of numbers as a small curve, an SVG, for which nothing has to be loaded."""

from __future__ import annotations

import html
from base64 import b64encode

import numpy as np

from core.figures.palette import BLUE

WIDTH, HEIGHT = 300, 80
BINS = WIDTH // 2  # each shows its lowest and highest value


def curve(values: np.ndarray, label: str) -> str:
    """The values [N] from left to right, the lowest below, the highest above; `label` is read out."""
    parts = np.array_split(values, min(BINS, len(values)))
    ends = [end for part in parts for end in _ends(part)]
    low, high = float(values.min()), float(values.max())
    x = np.linspace(1, WIDTH - 1, len(ends))
    y = HEIGHT - 2 - (np.array(ends) / 2 - low / 2) / ((high / 2 - low / 2) or 1) * (HEIGHT - 4)
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<polyline points="{points}" fill="none" stroke="{BLUE}" stroke-width="2"/></svg>'
    )
    source = f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"
    return f'<img src="{source}" alt="{html.escape(label)}" style="display: block; width: 100%">'


def _ends(part: np.ndarray) -> list[float]:
    """The lowest and the highest value in the order in which they come."""
    if len(part) == 1:
        return [float(part[0])]
    first, second = sorted((int(part.argmin()), int(part.argmax())))
    return [float(part[first]), float(part[second])]
