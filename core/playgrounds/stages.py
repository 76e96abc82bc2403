"""A step told in slow motion: its stages, and the numbers that occurred in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from core.playgrounds.declared import Arrays


@dataclass(frozen=True)
class Stage:
    """One stage of a step in slow motion: its name, where it happens, and the numbers that occurred."""

    name: str
    layer: int | None
    arrays: Arrays = field(default_factory=dict)


class Trace:
    """The stages of a step told in slow motion, written down while it happens; silent otherwise."""

    def __init__(self) -> None:
        self._stages: list[Stage] | None = None

    @property
    def on(self) -> bool:
        return self._stages is not None

    def of(self, step: Callable[[], Any]) -> list[Stage]:
        """What is told while `step` is taken."""
        stages: list[Stage] = []
        self._stages = stages
        try:
            step()
        finally:
            self._stages = None
        return stages

    def tell(self, name: str, layer: int | None = None, **told: Any) -> None:
        """Numbers of the stage `name`; those told later of the same stage join the first."""
        if self._stages is None:
            return
        arrays = {key: as_array(value) for key, value in told.items()}
        if self._stages and self._stages[-1].name == name and self._stages[-1].layer == layer:
            self._stages[-1].arrays.update(arrays)
        else:
            self._stages.append(Stage(name, layer, arrays))


def as_array(value: Any) -> np.ndarray:
    """A copy that a viewer may keep, of a tensor, an array or numbers."""
    if isinstance(value, torch.Tensor):
        return value.detach().cpu().numpy().copy()
    return np.array(value)
