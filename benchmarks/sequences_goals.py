"""What the presets of /transformer are to reach, and within how many seconds of the training thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Check = tuple[str, str, float]  # a metric, "≥" or "≤", a value


@dataclass(frozen=True)
class Goal:
    """Within `seconds` all of `checks` hold, the first of which ends the run; `whole`: the run goes on to its
    end all the same, and what it is then counts. `preset`, with `more` of it changed, where the name of the
    goal is none. Of a contest, seconds are all models' together; those of the first one's own are told."""

    seconds: float
    checks: tuple[Check, ...]
    whole: bool = False
    preset: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def wanted(self) -> bool:
        """Whether it is told when the first of them held first: not of what fails."""
        return self in GOALS.values() or not self.whole

    @property
    def first(self) -> Check:
        return self.checks[0]


def held(check: Check, found: Mapping[str, Any]) -> bool:
    """Not where there is no such metric."""
    name, sense, value = check
    at = float(found.get(name, float("nan")))
    return at >= value if sense == "≥" else at <= value


def at_most(seconds: float, value: float, **more: Any) -> Goal:
    return Goal(seconds, ((LOSS, "≤", value),), whole=True, **more)


def exact(seconds: float) -> Goal:
    return Goal(seconds, ((EXACT, "≥", 0.99),))


LOSS, EXACT, PREFIX, RIGHT = "val_loss", "exact_accuracy", "prefix_score", "val_accuracy"
MARKS = ((PREFIX, 0.5), (EXACT, 0.5))  # worth telling when they come first
GOALS = {
    "shakespeare": at_most(60, 1.85),
    "shakespeare-120": at_most(120, 1.75, preset="shakespeare", more={"schedule_steps": 4400}),
    "nanogpt": at_most(130, 1.93),
    "shakespeare-lstm": at_most(30, 1.75),
    "addition": exact(30),
    "addition-plain": exact(60),
    "sort": exact(45),
    "brackets": exact(60),
    "copy": exact(6),
    "reverse": exact(6),
    "encoder-decoder": exact(6),
    "translation": exact(15),
    "parity-scratchpad": exact(20),
    "induction": Goal(20, ((RIGHT, "≥", 0.99), (PREFIX, "≥", 0.5))),
    "grokking": exact(75),
    "contest-delay": Goal(40, ((f"{EXACT}.transformer", "≥", 0.99),)),  # 6 of its own
    "contest-parity": Goal(20, ((f"{EXACT}.rnn", "≥", 0.99),)),
}  # fmt: skip
# Presets that fail, what they are to be then, and some that do not, to compare with.
FAILING = {
    "no-mask": Goal(10, ((LOSS, "≤", 0.1), ("blind_loss", "≥", 2.0)), whole=True),
    "no-positions": Goal(20, ((EXACT, "≤", 0.05),), whole=True),
    "no-positions-sort": Goal(45, ((EXACT, "≥", 0.95),), preset="sort", more={"positions": "none"}),
    "one-layer": Goal(20, ((PREFIX, "≤", 0.2), (RIGHT, "≤", 0.5)), whole=True),
    "fixed-repeat": Goal(10, ((RIGHT, "≥", 0.99), (PREFIX, "≤", 0.2)), whole=True),
    "parity": Goal(20, ((EXACT, "≤", 0.75),), whole=True),
    "memorise": Goal(45, ((EXACT, "≤", 0.3), ("train_loss", "≤", 0.05)), whole=True),
    "lr-too-high": Goal(10, ((LOSS, "≥", 2.3),), whole=True),
    "overfit": Goal(30, ((LOSS, "≥", 4.17), ("train_loss", "≤", 0.5)), whole=True),
    # Who learns in a contest learns the same alone.
    "contest-delay-rnn": Goal(
        30, ((f"{EXACT}.rnn", "≤", 0.05),), whole=True, preset="contest-delay",
        more={"contest": ("rnn",)},
    ),
    "forget-bias-0": Goal(30, ((EXACT, "≤", 0.95),), whole=True),
    "forget-bias-1": Goal(
        30, ((EXACT, "≥", 0.99),), preset="forget-bias-0", more={"forget_bias": 1.0}
    ),
    "forget-bias-3": Goal(
        30, ((EXACT, "≥", 0.99),), preset="forget-bias-0", more={"forget_bias": 3.0}
    ),
}  # fmt: skip
