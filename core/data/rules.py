"""Point sets by a rule that somebody writes: a comparison makes two classes, any other expression a surface.

Points lie evenly in the square [−6, 6]². Noise shakes the hand that labels them. A surface that reaches
beyond −1…1 is divided by its largest size, so that it fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from core.data.arithmetic import Number, Tree
from core.data.expression import LONGEST, ExpressionError, parsed
from core.data.toy import EDGE, Points
from core.i18n import N_
from core.params.messages import Message, ParamError

CELLS = 64  # on a side: a rule is tried at the middle of each
ROUNDS = 50  # of drawing until enough points lie where the rule has a value


@dataclass(frozen=True, eq=False)
class Survey:
    """What a rule makes of the square: its kind, and the number that its values are divided by."""

    tree: Tree
    task: Literal["classification", "regression"]
    scale: float = 1.0


def why_not(text: str) -> Message | None:
    """Why nothing can be learned from this rule, in a sentence that names the place."""
    try:
        survey(text)
    except ParamError as error:
        return error.message
    return None


def survey(text: str) -> Survey:
    """Tries a rule all over the square. Raises ParamError where it is none, or makes nothing to learn."""
    found = _surveyed(text)
    if isinstance(found, Message):
        raise ParamError(found)
    return found


@lru_cache(maxsize=256)
def _surveyed(text: str) -> Survey | Message:
    if len(text) > LONGEST:
        said = N_("{name} has {length} characters: at most {longest} are allowed.")
        return Message("rule", said, {"length": len(text), "longest": LONGEST})
    try:
        tree = parsed(text)
    except ExpressionError as error:
        return error.message
    middle = (np.arange(CELLS) + 0.5) * (2 * EDGE / CELLS) - EDGE
    x1, x2 = (one.ravel() for one in np.meshgrid(middle, middle))
    value, known = evaluated(tree, np.stack((x1, x2), 1))
    if not known.all():
        at = int(np.argmin(known))
        said = N_("{name} has no value at x₁ = {x1}, x₂ = {x2}: a division by zero, a root or a logarithm of "
                  "a negative number, or a number too large.")  # fmt: skip
        return Message("rule", said, {"x1": f"{x1[at]:z.3g}", "x2": f"{x2[at]:z.3g}"})
    if not isinstance(tree, Number):
        if value.all():
            return Message(
                "rule", N_("{name} holds everywhere in the square: there is nothing to tell apart.")
            )
        if not value.any():
            return Message(
                "rule", N_("{name} holds nowhere in the square: there is nothing to tell apart.")
            )
        return Survey(tree, "classification")
    if np.ptp(value) <= 1e-9 * max(1.0, float(np.abs(value).max())):
        return Message(
            "rule", N_("{name} has the same value everywhere: there is nothing to learn.")
        )
    return Survey(tree, "regression", max(1.0, float(np.abs(value).max())))


def evaluated(tree: Tree, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What a rule says at x [N, 2]: float64 [N] or bool [N], and where it can say so, bool [N]."""
    x1, x2 = x[:, 0].astype(np.float64), x[:, 1].astype(np.float64)
    with np.errstate(all="ignore"):
        if isinstance(tree, Number):
            value = tree.at(x1, x2)
            return value, np.isfinite(value)
        claim = tree.at(x1, x2)
    return claim.holds, ~claim.unknown


def make(text: str, *, points: int, noise: float, seed: int) -> Points:
    """As `core.data.toy.make`: x float32 [N, 2] and classes int64 [N], or targets float32 [N] in −1…1.

    Noise in percent, 0…50. Raises ParamError for a rule that `survey` refuses.
    """
    found, rng = survey(text), np.random.default_rng(seed)
    xs, ys, missing = [np.zeros((0, 2))], [np.zeros(0)], points
    for _ in range(ROUNDS):
        x = rng.uniform(-EDGE, EDGE, (points, 2)).astype(np.float32)
        shaken = x + rng.uniform(-EDGE, EDGE, x.shape) * (noise / 100)
        (value, known), (other, seen) = evaluated(found.tree, x), evaluated(found.tree, shaken)
        value = np.where(seen, other, value)[known]
        xs, ys = [*xs, x[known][:missing]], [*ys, value[:missing]]
        missing = points - sum(map(len, ys))
        if not missing:
            break
    x, y = np.concatenate(xs).astype(np.float32), np.concatenate(ys)
    if found.task == "classification":
        return x, y.astype(np.int64)
    return x, np.clip(y / found.scale, -1, 1).astype(np.float32)
