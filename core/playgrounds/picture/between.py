"""Between the pixels: what a network says on a finer grid than it has learned from, a few rows at a time.

A network knows no pixels: it can be asked about any place. A large picture would hold up the training, so a
viewer asks for one part after the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.playgrounds.arguments import index
from core.playgrounds.contract import Answer, Args
from core.playgrounds.picture.features import middles
from core.playgrounds.picture.look import as_bytes
from core.playgrounds.picture.painter import Painter

FINEST = 4  # parts of a pixel's side at most
PART = 2048  # places that are answered in one go
NAMES = ("finer.main", "finer.plain")


def finer(painters: Sequence[Painter], side: int, steps: int, args: Args) -> Answer:
    """`finer {factor, row}` → `{row, rows, of, step}` and the colours uint8 [rows, side · factor, 3]."""
    factor = index(args, "factor", 1, FINEST, 2)
    across = side * factor
    first = index(args, "row", 0, across - 1, 0)
    count = min(max(1, PART // across), across - first)
    along = middles(across)
    down = along[first : first + count]
    arrays = {}
    for name, painter in zip(NAMES, painters, strict=False):
        said = painter.on_grid(along, down).nan_to_num_(0.5).clamp_(0, 1).cpu().numpy()
        arrays[name] = as_bytes(said).reshape(count, across, 3)
    return {"row": first, "rows": count, "of": across, "step": steps}, arrays
