"""What a hyperparameter's value may be, by kind: each check gives the canonical value or refuses it.

A refusal is a ParamError with a sentence and the nearest value that is allowed.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from core.i18n import N_
from core.params.messages import Message, ParamError

if TYPE_CHECKING:
    from core.params.declare import Param


def _number(param: Param, value: Any) -> float | int:
    whole = param.kind == "int"
    low, high = param.low, param.high
    assert low is not None, "numbers are declared with bounds"
    assert high is not None, "numbers are declared with bounds"
    try:
        if isinstance(value, bool):
            raise ValueError("a truth value is not a number")
        number = float(value)
        if math.isnan(number) or (whole and number != math.floor(number)):
            raise ValueError("not a number of this kind")
    except (TypeError, ValueError, OverflowError):
        text = (
            N_("{name} = {value}: give a whole number in {bounds}.")
            if whole
            else N_("{name} = {value}: give a number in {bounds}.")
        )
        raise _refusal(param, value, text, param.default) from None
    if not low <= number <= high:
        nearest = min(max(number, low), high)
        raise _refusal(
            param,
            value,
            N_("{name} = {value} is out of range: allowed is {bounds}."),
            int(nearest) if whole else nearest,
        )
    return int(number) if whole else number


def _choice(param: Param, value: Any) -> str:
    if not isinstance(value, str) or value not in param.options:
        close = difflib.get_close_matches(str(value), param.options, n=1)
        reason = param.why_not(value)
        if reason is not None:
            raise ParamError(reason, close[0] if close else param.default)
        if close:
            text = N_(
                "{name} = {value} is not known; did you mean {close}? Choose one of {bounds}."
            )
            raise _refusal(param, value, text, close[0], close=close[0])
        text = N_("{name} = {value} is not known: choose one of {bounds}.")
        raise _refusal(param, value, text, param.default)
    return value


def _subset(param: Param, value: Any) -> tuple[str, ...]:
    wanted = _entries(param, value)
    unknown = [entry for entry in wanted if entry not in param.options]
    if unknown or not wanted:
        kept = tuple(option for option in param.options if option in wanted)
        text = (
            N_("{name} = {value} is not known: choose from {bounds}.")
            if unknown
            else N_("{name} is empty: choose at least one of {bounds}.")
        )
        raise _refusal(param, ",".join(map(str, unknown)), text, kept or param.default)
    return tuple(option for option in param.options if option in wanted)


def _choices(param: Param, value: Any) -> tuple[str, ...]:
    wanted = _entries(param, value)
    if any(entry not in param.options for entry in wanted) or len(wanted) > param.longest:
        kept = tuple(entry for entry in wanted if entry in param.options)[: param.longest]
        text = N_("{name} = {value}: give at most {longest} of {bounds}, separated by commas.")
        raise _refusal(param, ",".join(map(str, wanted)), text, kept)
    return tuple(wanted)


def _sizes(param: Param, value: Any) -> tuple[int, ...]:
    wanted = _entries(param, value)
    one = dataclasses.replace(param, kind="int")
    kept: list[int] = []
    wrong = len(wanted) > param.longest
    for entry in wanted[: param.longest]:
        try:
            kept.append(int(_number(one, entry)))
        except ParamError as error:
            wrong = True
            if error.nearest != param.default:
                kept.append(error.nearest)
    if wrong:
        text = N_(
            "{name} = {value}: give at most {longest} whole numbers in {bounds}, separated by commas."
        )
        raise _refusal(param, ",".join(map(str, wanted)), text, tuple(kept))
    return tuple(kept)


def _code(param: Param, value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9_-]*", value):
        text = N_("{name} = {value}: only letters, digits, - and _ are allowed.")
        raise _refusal(param, value, text, param.default)
    if len(value) > param.longest:
        text = N_("{name} has {length} characters: at most {longest} are allowed.")
        values = {"name": param.name, "length": len(value), "longest": param.longest}
        raise ParamError(Message(param.name, text, values), param.default)
    return value


def _entries(param: Param, value: Any) -> list[Any]:
    simple = isinstance(value, (list, tuple)) and all(
        isinstance(entry, (str, int, float)) for entry in value
    )
    if not simple:
        raise _refusal(param, value, N_("{name} = {value}: a list was expected."), param.default)
    return list(value)


def _refusal(param: Param, value: Any, text: str, nearest: Any, **more: str) -> ParamError:
    shown = str(value) if len(str(value)) <= 60 else str(value)[:57] + "…"
    values = {
        "name": param.name,
        "value": shown,
        "bounds": param.bounds(),
        "longest": param.longest,
    }
    return ParamError(Message(param.name, text, values | more), nearest)


CHECKS: dict[str, Callable[[Param, Any], Any]] = {
    "float": _number,
    "int": _number,
    "choice": _choice,
    "subset": _subset,
    "sizes": _sizes,
    "choices": _choices,
    "code": _code,
}
