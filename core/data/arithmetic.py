"""What an expression is made of: numbers and claims at every place, and what can be done with them.

A claim says of every place whether it holds there, and where nobody can say: a number that is compared there
is none (a division by zero, the logarithm of a negative number).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Values = np.ndarray
At = Callable[[Values, Values], Values]  # x₁ [N], x₂ [N] → values [N]


class Truth(NamedTuple):
    """`holds` and `unknown`, bool [N]: never both."""

    holds: np.ndarray
    unknown: np.ndarray


class Number(NamedTuple):
    """The value at every place."""

    at: At


class Claim(NamedTuple):
    """Whether something holds at every place."""

    at: Callable[[Values, Values], Truth]


Tree = Number | Claim

CONSTANTS = {"pi": np.pi, "e": np.e}
ONE: dict[str, Callable[[Values], Values]] = {
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "exp": np.exp, "log": np.log, "sqrt": np.sqrt,
    "abs": np.abs, "tanh": np.tanh, "sign": np.sign,
}  # fmt: skip
SEVERAL: dict[str, Callable[[Values, Values], Values]] = {"min": np.minimum, "max": np.maximum}
COMPARED: dict[str, Callable[[Values, Values], Values]] = {
    "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "==": np.equal,
    "!=": np.not_equal,
}  # fmt: skip
COMPUTED: dict[str, Callable[[Values, Values], Values]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "**": np.power,
}  # fmt: skip


def comparison(
    compare: Callable[[Values, Values], Values], one: At, other: At
) -> Callable[..., Truth]:
    def claim(a: Values, b: Values) -> Truth:
        left, right = one(a, b), other(a, b)
        unknown = ~(np.isfinite(left) & np.isfinite(right))
        return Truth(compare(left, right) & ~unknown, unknown)

    return claim


def power(value: At, exponent: float) -> Number:
    return Number(lambda a, b: np.power(value(a, b), exponent))


def constant(value: float) -> Number:
    return Number(lambda a, b: np.full(len(a), value))


def opposite(one: Truth) -> Truth:
    return Truth(~one.holds & ~one.unknown, one.unknown)


def both(one: Truth, other: Truth) -> Truth:
    """Where either is false, it does not matter that the other is unknown."""
    unknown = (one.unknown & (other.unknown | other.holds)) | (other.unknown & one.holds)
    return Truth(one.holds & other.holds, unknown)


def either(one: Truth, other: Truth) -> Truth:
    holds = one.holds | other.holds
    return Truth(holds, (one.unknown | other.unknown) & ~holds)
