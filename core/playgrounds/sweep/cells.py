"""The cells of a sweep: which setting each network has, row by row.

M networks. What differs is in `values`; all else is as the configuration says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.playgrounds.sweep.axes import AXES, NONE, written
from core.playgrounds.sweep.config import SweepConfig

# What a network alone is told on /mlp, by the names that both pages share.
TOLD = (
    *("dataset", "noise", "label_noise", "points", "train_share", "data_seed", "inputs", "hidden"),
    *("activation", "initialisation", "initial_scale", "optimizer", "lr", "momentum", "batch_size"),
    *("l1", "weight_decay", "dropout", "seed"),
)


class Cells:
    """Every network's setting; `columns` × `rows` of them, as they stand in the grid."""

    def __init__(self, c: SweepConfig) -> None:
        self.config = c
        self.x, self.xs = c.axis("x")
        self.y, self.ys = c.axis("y")
        self.columns, self.rows = max(1, len(self.xs)), max(1, len(self.ys))
        self.count = self.columns * self.rows  # M

    @property
    def repeats(self) -> bool:
        """Whether the networks differ in their seed alone."""
        return {self.x, self.y} - {NONE} == {"seed"}

    def swept(self, cell: int) -> dict[str, float]:
        """What is special to a cell: name → value."""
        found = {}
        if self.xs:
            found[self.x] = self.xs[cell % self.columns]
        if self.ys:
            found[self.y] = self.ys[cell // self.columns]
        return found

    def values(self, name: str) -> list[float]:
        """The hyperparameter `name` of every network, [M]; of `width` 0 where each layer has its own."""
        base = 0 if name == "width" else getattr(self.config, name)
        return [self.swept(cell).get(name, base) for cell in range(self.count)]

    def hidden(self, cell: int) -> tuple[int, ...]:
        """The neurons of a network's hidden layers."""
        width = int(self.swept(cell).get("width", 0))
        return tuple(width or n for n in self.config.hidden)

    @property
    def widest(self) -> tuple[int, ...]:
        """The neurons of every hidden layer in the network that has most of them."""
        each = [self.hidden(cell) for cell in range(self.count)]
        return tuple(max(layer) for layer in zip(*each, strict=True))

    def label(self, cell: int) -> str:
        """A cell by names and values, as they are written in an address."""
        said = [f"{name}={written(value)}" for name, value in self.swept(cell).items()]
        return ", ".join(said) or str(cell + 1)

    def address(self, cell: int) -> str:
        """What follows /mlp? for the very same network alone."""
        swept = self.swept(cell)
        told: Mapping[str, Any] = {
            name: swept[name] if name in swept else getattr(self.config, name) for name in TOLD
        } | {"hidden": self.hidden(cell)}
        pairs = []
        for name, value in told.items():
            whole = name in AXES and AXES[name].whole
            text = self.config.param(name).format(int(value) if whole else value)
            pairs.append(f"mlp.{name}={text}")
        return "&".join(pairs)


def named(count: int) -> Sequence[str]:
    """The members' names: numbers from 1."""
    return [str(i + 1) for i in range(count)]
