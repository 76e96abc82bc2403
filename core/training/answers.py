"""What a viewer's question gets for an answer, whatever comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import Arrays, Stage

Reply = Callable[[bool, dict[str, Any] | Message, Arrays], None]
MOST_NUMBERS = 8192  # in one array of a stage: slow motion tells, it does not dump
UNBUILT = Message("model", N_("There is no model to ask: it could not be built."))


def broken(name: str, error: Exception) -> Message:
    """The sentence for a question called `name` that raised what it should not."""
    values = {"name": name[:60], "error": f"{type(error).__name__}: {error}"[:300]}
    return Message(name, N_("{name} was not answered because of an error: {error}"), values)


def told(stages: Sequence[Stage]) -> tuple[list[dict[str, Any]], Arrays]:
    """Stages of a step as an answer has them: of number i the arrays as `i.NAME`."""
    said: list[dict[str, Any]] = []
    arrays: Arrays = {}
    for number, stage in enumerate(stages):
        small = {name: a for name, a in stage.arrays.items() if a.size <= MOST_NUMBERS}
        said.append({"name": stage.name, "layer": stage.layer, "arrays": list(small)})
        arrays |= {f"{number}.{name}": sendable(array) for name, array in small.items()}
    return said, arrays


def sendable(array: np.ndarray) -> np.ndarray:
    """`array` in one of the types that travel: whole numbers as int32, all others as float32."""
    return array.astype(np.int32 if array.dtype.kind in "iub" else np.float32)
