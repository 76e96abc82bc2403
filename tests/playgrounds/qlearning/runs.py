"""Runs of tabular learning for tests."""

from __future__ import annotations

from typing import Any

from core.playgrounds.qlearning.algorithm import QLearning
from core.playgrounds.qlearning.config import QlearningConfig

NEVER = float("inf")
UP, RIGHT, DOWN, LEFT = range(4)  # of the grid's actions


def build(**values: Any) -> QLearning:
    return QLearning(QlearningConfig(**values))


def preset(name: str, **values: Any) -> QLearning:
    known = {one.name: one.values for one in QLearning.PRESETS}
    return build(**{**known[name], **values})


def train(run: QLearning, steps: int) -> QLearning:
    while steps:
        steps -= run.stretch(steps, NEVER)
    return run


def evaluated(run: QLearning) -> dict[str, float]:
    return {name: float(value) for name, value in run.evaluate().items()}
