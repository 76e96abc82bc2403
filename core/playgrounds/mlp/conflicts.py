"""Which hyperparameters of the MLP contradict each other, and which value would do."""

from __future__ import annotations

from typing import Protocol

from core.i18n import N_
from core.params import Message, ParamError
from core.playgrounds.mlp import sets


class Asked(sets.Asked, Protocol):
    """The configuration, as far as it can contradict itself."""

    @property
    def batch_size(self) -> int: ...
    @property
    def batch_norm(self) -> str: ...
    @property
    def hidden(self) -> tuple[int, ...]: ...
    @property
    def loss(self) -> str: ...
    @property
    def task(self) -> str: ...


def found(c: Asked) -> ParamError | None:
    """The first contradiction."""
    if c.dataset not in sets.OWN and c.batch_size > c.train_points:
        said = N_("{name} = {value} is more than the {points} training points.")
        values = {"value": c.batch_size, "points": c.train_points}
        return ParamError(Message("batch_size", said, values), c.train_points)
    if c.batch_norm == "on" and c.hidden and c.batch_size == 1:
        said = N_(
            "{name} = 1 leaves nothing to normalise over: batch normalisation needs 2 points per step "
            "or more."
        )
        return ParamError(Message("batch_size", said), 2)
    if c.task == "regression" and c.loss == "cross_entropy":
        said = N_(
            "{name} = cross_entropy is for classes, but {dataset} asks for a number: use mse or huber."
        )
        return ParamError(Message("loss", said, {"dataset": c.dataset}), "mse")
    if c.task == "classification" and c.loss == "huber":
        said = N_(
            "{name} = huber is for numbers, but {dataset} asks for a class: use cross_entropy or mse."
        )
        return ParamError(Message("loss", said, {"dataset": c.dataset}), "cross_entropy")
    return None
