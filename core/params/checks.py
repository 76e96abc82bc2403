"""What a hyperparameter's value may be, by kind: each check gives the canonical value or refuses it.

A refusal is a ParamError with a sentence and the nearest value that is allowed.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from core.i18n import N_
from core.params.messages import Message, ParamError
from core.params.reading import name, readings


class Declared(Protocol):
    """A hyperparameter's declaration, as far as checks know it: see core.params.declare.Param."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def default(self) -> Any: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def options(self) -> Mapping[str, str]: ...
    @property
    def longest(self) -> int: ...
    @property
    def why_not(self) -> Callable[[Any], Message | None]: ...

    def bounds(self) -> str: ...


def _number(param: Declared, value: Any) -> float | int:
    whole = param.kind == "int"
    low, high = param.low, param.high
    assert low is not None, "numbers are declared with bounds"
    assert high is not None, "numbers are declared with bounds"
    try:
        if isinstance(value, bool):
            raise ValueError("a truth value is not a number")
        number = _read(param, value, whole) if isinstance(value, str) else float(value)
        if math.isnan(number) or (whole and number != math.floor(number)):
            raise ValueError("not a number of this kind")
    except ParamError:
        raise
    except (TypeError, ValueError, OverflowError):
        text = (
            N_("{name} = {value}: give a whole number in {bounds}.")
            if whole
            else N_("{name} = {value}: give a number in {bounds}.")
        )
        raise _unread(param, value, text) from None
    if not low <= number <= high:
        nearest = min(max(number, low), high)
        raise _refusal(
            param,
            value,
            N_("{name} = {value} is out of range: allowed is {bounds}."),
            int(nearest) if whole else nearest,
        )
    return int(number) if whole else number


def _read(param: Declared, text: str, whole: bool) -> float:
    """The number that is written; ValueError for none, ParamError for nothing or one of two."""
    found = readings(text, whole)
    if len(found) == 2:
        said = N_("{name} = {value} can mean {one} or {other}: write one of these.")
        one, other = (f"{number:.10g}" for number in found)
        raise _unread(param, text, said, one=one, other=other)
    if not found and not text.strip():
        raise _unread(param, text, N_("{name} is empty: give a number in {bounds}."))
    (number,) = found
    return number


def _choice(param: Declared, value: Any) -> str:
    found = name(value, param.options) if isinstance(value, str) else None
    if found is None:
        close = difflib.get_close_matches(str(value), param.options, n=1)
        reason = param.why_not(value)
        if reason is not None:
            raise ParamError(reason, close[0] if close else param.default, unread=not close)
        if close:
            text = N_(
                "{name} = {value} is not known; did you mean {close}? Choose one of {bounds}."
            )
            raise _refusal(param, value, text, close[0], close=close[0])
        raise _unread(param, value, N_("{name} = {value} is not known: choose one of {bounds}."))
    return found


def _subset(param: Declared, value: Any) -> tuple[str, ...]:
    wanted = _options(param, value)
    unknown = [entry for entry, option in wanted if option is None]
    chosen = {option for _, option in wanted}
    kept = tuple(option for option in param.options if option in chosen)
    if not wanted:
        text = N_("{name} is empty: choose at least one of {bounds}.")
        raise _unread(param, "", text)
    if unknown:
        text = N_("{name} = {value} is not known: choose from {bounds}.")
        raise (
            _refusal(param, _listed(unknown), text, kept)
            if kept
            else _unread(param, _listed(unknown), text)
        )
    return kept


def _choices(param: Declared, value: Any) -> tuple[str, ...]:
    """All of the list or nothing: what comes after a gap would move to another place."""
    wanted = _options(param, value)
    kept = tuple(option for _, option in wanted if option is not None)
    if len(kept) < len(wanted) or len(wanted) > param.longest:
        text = N_("{name} = {value}: give at most {longest} of {bounds}, separated by commas.")
        shown = _listed(entry for entry, _ in wanted)
        if len(kept) < len(wanted):
            raise _unread(param, shown, text)
        raise _refusal(param, shown, text, kept[: param.longest])
    return kept


def _sizes(param: Declared, value: Any) -> tuple[int, ...]:
    """All of the list or nothing, as for `choices`; a number out of range has a nearest one, though."""
    wanted = _entries(param, value)
    one = dataclasses.replace(param, kind="int")  # type: ignore[type-var]
    kept: list[int] = []
    refused: list[ParamError] = []
    for entry in wanted:
        try:
            kept.append(int(_number(one, entry)))
        except ParamError as error:
            refused.append(error)
            kept.append(error.nearest)
    if refused or len(wanted) > param.longest:
        text = N_(
            "{name} = {value}: give at most {longest} whole numbers in {bounds}, separated by commas."
        )
        if any(error.unread for error in refused):
            raise _unread(param, _listed(wanted), text)
        raise _refusal(param, _listed(wanted), text, tuple(kept[: param.longest]))
    return tuple(kept)


def _code(param: Declared, value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9_-]*", value):
        text = N_("{name} = {value}: only letters, digits, - and _ are allowed.")
        raise _unread(param, value, text)
    if len(value) > param.longest:
        text = N_("{name} has {length} characters: at most {longest} are allowed.")
        raise _unread(param, value, text, length=len(value))
    return value


def _entries(param: Declared, value: Any) -> list[Any]:
    simple = isinstance(value, (list, tuple)) and all(
        isinstance(entry, (str, int, float)) for entry in value
    )
    if not simple:
        raise _unread(param, value, N_("{name} = {value}: a list was expected."))
    return list(value)


def _options(param: Declared, value: Any) -> list[tuple[Any, str | None]]:
    """Each entry with the option that it names, if any."""
    return [
        (entry, name(entry, param.options) if isinstance(entry, str) else None)
        for entry in _entries(param, value)
    ]


def _listed(entries: Iterable[Any]) -> str:
    return ",".join(map(str, entries))


def _refusal(param: Declared, value: Any, text: str, nearest: Any, **more: Any) -> ParamError:
    shown = str(value) if len(str(value)) <= 60 else str(value)[:57] + "…"
    values = {"value": shown, "bounds": param.bounds(), "longest": param.longest}
    return ParamError(Message(param.name, text, values | more), nearest)


def _unread(param: Declared, value: Any, text: str, **more: Any) -> ParamError:
    """The refusal of a value of which nothing can be used."""
    message = _refusal(param, value, text, None, **more).message
    return ParamError(message, param.default, unread=True)


CHECKS: dict[str, Callable[[Any, Any], Any]] = {
    "float": _number,
    "int": _number,
    "choice": _choice,
    "subset": _subset,
    "sizes": _sizes,
    "choices": _choices,
    "code": _code,
}
