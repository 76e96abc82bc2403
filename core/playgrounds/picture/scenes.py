"""The pictures: two photographs that come with scikit-learn, two that are drawn here, and the viewer's own.

Each has coarse parts, which any network finds at once, and fine ones, which show what it takes to find them.
S pixels a side.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from core.data import coloured
from core.i18n import N_

LARGE = 512  # pixels of a side in which pictures are drawn, and photographs kept
PICTURES = {
    "china": N_("A temple"),
    "flower": N_("A flower"),
    "scene": N_("A drawn house"),
    "rings": N_("Rings that grow finer"),
    "upload": N_("Your own picture"),
}
BLUE, ORANGE = np.array((0, 114, 178)), np.array((213, 94, 0))


def load(name: str, upload: str, side: int) -> np.ndarray:
    """The picture, uint8 [side, side, 3]. ParamError about `upload` where that can't be had."""
    whole = coloured.stored(upload).pixels if name == "upload" else _large(name)
    return coloured.resized(whole, side)


@lru_cache(maxsize=len(PICTURES))
def _large(name: str) -> np.ndarray:
    return DRAWN[name]() if name in DRAWN else _photograph(name)


def _photograph(name: str) -> np.ndarray:
    """The middle square of scikit-learn's photograph; scikit-learn itself is not imported."""
    found = find_spec("sklearn")
    assert found is not None, "requirements.txt names scikit-learn"
    assert found.origin is not None, "it is installed as files"
    path = Path(found.origin).parent / "datasets" / "images" / f"{name}.jpg"
    with Image.open(path) as image:
        return np.array(
            ImageOps.fit(image.convert("RGB"), (LARGE, LARGE), Image.Resampling.LANCZOS)
        )


def rings() -> np.ndarray:
    """A zone plate, cos(π k r²): so many cycles lie along the picture at the distance r from its middle, k r.

    Up to 20 at the edges, which 64 pixels can just show.
    """
    x, y = _places()
    r2 = (x - 0.5) ** 2 + (y - 0.5) ** 2
    share = (0.5 - 0.5 * np.cos(np.pi * 40 * r2))[..., None]
    return _bytes(BLUE * (1 - share) + ORANGE * share)


def scene() -> np.ndarray:
    """A house by a hill: wide slopes of colour, edges, and rows of bricks, laths and letters."""
    x, y = _places()
    made = np.stack([90 + 120 * y, 150 + 80 * y, 235 - 20 * y], -1)  # the sky

    def paint(where: np.ndarray, colour: tuple[float, float, float] | np.ndarray) -> None:
        made[where] = colour if isinstance(colour, tuple) else colour[where]

    paint((x - 0.8) ** 2 + (y - 0.18) ** 2 < 0.075**2, (255, 214, 90))
    hill = 0.62 - 0.13 * np.sin(5.2 * x + 0.4) - 0.02 * np.sin(31 * x)
    shade = 1 - 0.45 * (y - hill)[..., None]
    paint(y > hill, np.array((96, 150, 78)) * shade)
    wall = (abs(x - 0.36) < 0.22) & (y > 0.44) & (y < 0.82)
    course = np.floor(y * 30)
    mortar = ((y * 30) % 1 < 0.22) | ((x * 15 + 0.5 * (course % 2)) % 1 < 0.12)
    paint(wall, (178, 84, 62))
    paint(wall & mortar, (222, 196, 176))
    paint((y > 0.22 + 0.72 * abs(x - 0.36)) & (y < 0.44), (92, 44, 52))
    for left in (0.2, 0.42):
        pane = (x > left) & (x < left + 0.1) & (y > 0.52) & (y < 0.64)
        paint(pane, (40, 58, 92))
        paint(pane & ((abs(x - left - 0.05) < 0.007) | (abs(y - 0.58) < 0.007)), (245, 240, 225))
    paint((x > 0.31) & (x < 0.41) & (y > 0.68) & (y < 0.82), (60, 40, 34))
    for middle, top, wide in ((0.74, 0.5, 0.1), (0.87, 0.56, 0.075)):
        paint((abs(x - middle) < 0.013) & (y > top) & (y < 0.8), (84, 58, 40))
        leaves = (x - middle) ** 2 + (y - top) ** 2 < wide**2 * (
            1 + 0.12 * np.sin(60 * x) * np.sin(55 * y)
        )
        paint(leaves, np.array((38, 104, 60)) * (1.25 - 2.2 * (y - top)[..., None]))
    fence = (y > 0.79) & (y < 0.9) & (x > 0.6)
    paint(fence & ((x * 26) % 1 < 0.5), (250, 246, 236))
    paint(fence & (abs(y - 0.83) < 0.009), (250, 246, 236))
    for row, word in enumerate(("NEURAL", "NETWORK")):
        paint(_written(word, x - 0.06, y - 0.845 - 0.075 * row, 0.0105), (28, 26, 30))
    return _bytes(made)


DRAWN: dict[str, Callable[[], np.ndarray]] = {"scene": scene, "rings": rings}
# Five rows of three bits each, from the top.
GLYPHS = {
    "N": (0b111, 0b101, 0b101, 0b101, 0b101), "E": (0b111, 0b100, 0b110, 0b100, 0b111),
    "U": (0b101, 0b101, 0b101, 0b101, 0b111), "R": (0b110, 0b101, 0b110, 0b101, 0b101),
    "A": (0b010, 0b101, 0b111, 0b101, 0b101), "L": (0b100, 0b100, 0b100, 0b100, 0b111),
    "T": (0b111, 0b010, 0b010, 0b010, 0b010), "W": (0b101, 0b101, 0b101, 0b111, 0b101),
    "O": (0b111, 0b101, 0b101, 0b101, 0b111), "K": (0b101, 0b101, 0b110, 0b101, 0b101),
}  # fmt: skip


def _written(word: str, x: np.ndarray, y: np.ndarray, dot: float) -> np.ndarray:
    """Where the word's ink is, its upper left corner at the origin and its dots of that size."""
    bits = np.zeros((5, 4 * len(word)), bool)
    for place, letter in enumerate(word):
        rows = [[glyph >> bit & 1 for bit in (2, 1, 0)] for glyph in GLYPHS[letter]]
        bits[:, 4 * place : 4 * place + 3] = rows
    column, row = np.floor(x / dot).astype(int), np.floor(y / dot).astype(int)
    inside = (column >= 0) & (column < bits.shape[1]) & (row >= 0) & (row < 5)
    return inside & bits[row.clip(0, 4), column.clip(0, bits.shape[1] - 1)]


def _places() -> tuple[np.ndarray, np.ndarray]:
    """x and y of every pixel's middle in 0…1, y downwards, [LARGE, LARGE] each."""
    along = (np.arange(LARGE) + 0.5) / LARGE
    x, y = np.meshgrid(along, along)
    return x, y


def _bytes(made: np.ndarray) -> np.ndarray:
    return made.round().clip(0, 255).astype(np.uint8)
