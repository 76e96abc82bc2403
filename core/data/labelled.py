"""Images with their classes for whoever learns to tell them apart: bytes, one or three channels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.data import images

LABELS = {name: one.label for name, one in images.IMAGE_SETS.items()}


@dataclass(frozen=True, eq=False)
class LabelledImages:
    """A set that has been read. The arrays are shared by everybody in the process, and read-only."""

    classes: tuple[str, ...]  # their names, K
    x: np.ndarray  # uint8 [N, C, H, W], 0 dark … 255 bright
    y: np.ndarray  # uint8 [N], the class
    x_test: np.ndarray  # uint8 [M, C, H, W], never to be trained on
    y_test: np.ndarray  # uint8 [M]
    note: str = ""  # what people must know of it, a text of ours


def load(name: str, upload: str = "") -> LabelledImages:
    """The set `name`; `upload` is the id of a visitor's own images. Raises ParamError about `dataset`."""
    grey = images.load(name, upload)
    x, x_test = grey.x[:, None], grey.x_test[:, None]
    return LabelledImages(grey.about.classes, x, grey.y, x_test, grey.y_test)
