"""A column of a table as a small picture of how often its values come, an SVG for which nothing is loaded."""

from __future__ import annotations

from base64 import b64encode

import numpy as np

from core.data.fields import Field
from core.figures.palette import BLUE

WIDTH, HEIGHT = 96, 22
BINS = 16


def counts(field: Field) -> np.ndarray:
    """How many values lie in each of BINS equal parts of a number's span; of texts how many each kind has,
    the commonest first where there are too many."""
    if field.kinds:
        found = np.bincount(field.held.astype(int), minlength=len(field.kinds))
        return np.sort(found)[::-1][:BINS] if len(found) > BINS else found
    held = field.held
    low, high = (held.min(), held.max()) if len(held) else (0.0, 0.0)
    with np.errstate(over="ignore"):
        span = high - low
    if not 0 < span < np.inf:
        return np.array([len(held)])
    place = np.minimum(((held - low) / span * BINS).astype(int), BINS - 1)
    return np.bincount(place, minlength=BINS)


def histogram(field: Field) -> str:
    """Bars as the source of an image."""
    bars, wide = counts(field), WIDTH
    most, step = max(1, int(bars.max(initial=0))), wide / max(1, len(bars))
    drawn = "".join(
        f'<rect x="{k * step:.1f}" y="{HEIGHT * (1 - n / most):.1f}" width="{max(1.0, step - 1):.1f}" '
        f'height="{HEIGHT * n / most:.1f}"/>'
        for k, n in enumerate(bars.tolist()) if n
    )  # fmt: skip
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'preserveAspectRatio="none"><g fill="{BLUE}">{drawn}</g></svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
