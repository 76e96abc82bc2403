"""Checks for what a viewer sends along with a panel, a probe or an act: a sentence instead of an exception.

What may only be out of date, because it was meant for the model before a rebuild (an axis, a neuron, a
class), is better asked with `within` and left aside; what was never right is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeGuard

from core.i18n import N_
from core.params import Message
from core.playgrounds.contract import ActError


def within(value: Any, low: int, high: int) -> TypeGuard[int]:
    """Whether `value` is a whole number in low…high; truth values are none."""
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def index(
    args: Mapping[str, Any], name: str, low: int, high: int, default: int | None = None
) -> int:
    """The whole number called `name` in low…high, or `default` where it is left out. Raises ActError."""
    value = args.get(name)
    if value is None and default is not None:
        return default
    if not within(value, low, high):
        values = {"name": name, "value": str(value)[:60], "low": low, "high": high}
        text = N_("{name} = {value}: give a whole number in {low}–{high}.")
        raise ActError(Message(name, text, values))
    return value


def existing(args: Mapping[str, Any], name: str, count: int, most: int) -> int | None:
    """The whole number called `name`, 0…count − 1. None where it is left out, or only below `most`: another
    build could have it, and the options of the build before still arrive for a moment. Raises ActError."""
    value = args.get(name)
    if value is None:
        return None
    if not within(value, 0, most - 1):
        values = {"name": name, "value": str(value)[:60], "last": max(0, count - 1)}
        raise ActError(
            Message(name, N_("{name} = {value}: give a whole number, 0–{last}."), values)
        )
    return value if value < count else None


def finite(args: Mapping[str, Any], name: str, most: float) -> float:
    """The number called `name`, at most `most` in size. Raises ActError."""
    value = args.get(name)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= most:
        return float(value)
    values = {"name": name, "value": str(value)[:60], "most": f"{most:g}"}
    raise ActError(Message(name, N_("{name} = {value}: give a number in ±{most}."), values))


def one_of(args: Mapping[str, Any], name: str, options: Collection[str], default: str = "") -> str:
    """The one of `options` called `name`; `default` where nothing is said. Raises ActError."""
    value = args.get(name)
    value = default if value is None else value
    if isinstance(value, str) and value in options:
        return value
    values = {"name": name, "value": str(value)[:60], "options": ", ".join(options)}
    text = N_("{name} = {value} is not known: choose one of {options}.")
    raise ActError(Message(name, text, values))
