"""The kinds of hyperparameters: what their values may be, how they are written, and how a value is refused.

A refusal is a ParamError with a sentence and the nearest value that is allowed.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable
from typing import Any, ClassVar

from core.i18n import N_
from core.params.messages import ParamError
from core.params.param import Param
from core.params.reading import entries, name, readings


class Number(Param):
    """A real number in [low, high]."""

    KIND = "float"
    WHOLE: ClassVar[bool] = False
    REFUSED: ClassVar[str] = N_("{name} = {value}: give a number in {bounds}.")

    def check(self, value: Any) -> float | int:
        low, high = self.low, self.high
        assert low is not None and high is not None, "numbers are declared with bounds"
        try:
            if isinstance(value, bool):
                raise ValueError("a truth value is not a number")
            number = self._read(value) if isinstance(value, str) else float(value)
            if math.isnan(number) or (self.WHOLE and number != math.floor(number)):
                raise ValueError("not a number of this kind")
        except ParamError:
            raise
        except (TypeError, ValueError, OverflowError):
            raise self.unread(value, self.REFUSED) from None
        if not low <= number <= high:
            text = N_("{name} = {value} is out of range: allowed is {bounds}.")
            raise self.refusal(value, text, self._canonical(min(max(number, low), high)))
        return self._canonical(number)

    def format(self, value: Any) -> str:
        exact = isinstance(value, float) and float(f"{value:.10g}") == value
        return f"{value:.10g}" if exact else str(value)  # 500 rather than 500.0

    def _canonical(self, number: float) -> float | int:
        return int(number) if self.WHOLE else number + 0.0  # −0 is 0

    def _read(self, text: str) -> float:
        """The number that is written; ValueError for none, ParamError for nothing or one of two."""
        found = readings(text, self.WHOLE)
        if len(found) == 2:
            said = N_("{name} = {value} can mean {one} or {other}: write one of these.")
            one, other = (f"{number:.10g}" for number in found)
            raise self.unread(text, said, one=one, other=other)
        if not found and not text.strip():
            raise self.unread(text, N_("{name} is empty: give a number in {bounds}."))
        (number,) = found
        return number


class Integer(Number):
    """A whole number in [low, high]."""

    KIND, WHOLE = "int", True
    REFUSED = N_("{name} = {value}: give a whole number in {bounds}.")


class Choice(Param):
    """One of the options."""

    KIND = "choice"

    def check(self, value: Any) -> str:
        found = name(value, self.options) if isinstance(value, str) else None
        if found is not None:
            return found
        reason = self.why_not(value)
        if reason is not None:  # what it names is what it is put right to
            named = reason.values.get("close")
            raise ParamError(reason, named or self.default, unread=named is None)
        close = difflib.get_close_matches(str(value), self.options, n=1)
        if close:
            text = N_(
                "{name} = {value} is not known; did you mean {close}? Choose one of {bounds}."
            )
            raise self.refusal(value, text, close[0], close=close[0])
        raise self.unread(value, N_("{name} = {value} is not known: choose one of {bounds}."))


class Listed(Param):
    """Several values, written with commas."""

    def parse(self, text: str) -> Any:
        return self.check(entries(text))

    def format(self, value: Any) -> str:
        return ",".join(map(str, value))

    def entries(self, value: Any) -> list[Any]:
        simple = isinstance(value, (list, tuple)) and all(
            isinstance(entry, (str, int, float)) for entry in value
        )
        if not simple:
            raise self.unread(value, N_("{name} = {value}: a list was expected."))
        return list(value)

    def named(self, value: Any) -> list[tuple[Any, str | None]]:
        """Each entry with the option that it names, if any."""
        return [
            (entry, name(entry, self.options) if isinstance(entry, str) else None)
            for entry in self.entries(value)
        ]


class Subset(Listed):
    """At least one of the options, kept in the order of declaration."""

    KIND = "subset"

    def check(self, value: Any) -> tuple[str, ...]:
        wanted = self.named(value)
        unknown = [entry for entry, option in wanted if option is None]
        chosen = {option for _, option in wanted}
        kept = tuple(option for option in self.options if option in chosen)
        if not wanted:
            raise self.unread("", N_("{name} is empty: choose at least one of {bounds}."))
        if unknown:
            text = N_("{name} = {value} is not known: choose from {bounds}.")
            shown = _joined(unknown)
            raise self.refusal(shown, text, kept) if kept else self.unread(shown, text)
        return kept


class Choices(Listed):
    """A list of up to `longest` options in the order given; may be empty."""

    KIND = "choices"

    def check(self, value: Any) -> tuple[str, ...]:
        """All of the list or nothing: what comes after a gap would move to another place."""
        wanted = self.named(value)
        kept = tuple(option for _, option in wanted if option is not None)
        if len(kept) < len(wanted) or len(wanted) > self.longest:
            text = N_("{name} = {value}: give at most {longest} of {bounds}, separated by commas.")
            shown = _joined(entry for entry, _ in wanted)
            if len(kept) < len(wanted):
                raise self.unread(shown, text)
            raise self.refusal(shown, text, kept[: self.longest])
        return kept


class Sizes(Listed):
    """A list of up to `longest` whole numbers in [low, high]; may be empty."""

    KIND = "sizes"

    def parse(self, text: str) -> Any:
        return self.check(entries(text, numbers=True))

    def check(self, value: Any) -> tuple[int, ...]:
        """All of the list or nothing, as for `choices`; a number out of range has a nearest one, though."""
        wanted = self.entries(value)
        each = Integer(
            self.name, 0, self.label, self.help, self.group, low=self.low, high=self.high
        )
        kept: list[int] = []
        refused: list[ParamError] = []
        for entry in wanted:
            try:
                kept.append(int(each.check(entry)))
            except ParamError as error:
                refused.append(error)
                kept.append(error.nearest)
        if refused or len(wanted) > self.longest:
            text = N_(
                "{name} = {value}: give at most {longest} whole numbers in {bounds}, separated by commas."
            )
            if any(error.unread for error in refused):
                raise self.unread(_joined(wanted), text)
            raise self.refusal(_joined(wanted), text, tuple(kept[: self.longest]))
        return tuple(kept)


class Code(Param):
    """A text of letters, digits, - and _: what a page's own control has encoded."""

    KIND = "code"

    def check(self, value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9_-]*", value):
            text = N_("{name} = {value}: only letters, digits, - and _ are allowed.")
            raise self.unread(value, text)
        _fits(self, value)
        reason = self.why_not(value)
        if reason is not None:
            raise ParamError(reason, self.default, unread=True)
        return value

    def bounds(self) -> str:
        return f"A–Z, a–z, 0–9, -, _ (≤ {self.longest})"


class Text(Param):
    """A line of at most `longest` characters in a language of its own, which `why_not` knows."""

    KIND = "text"

    def check(self, value: Any) -> str:
        if not isinstance(value, str):
            raise self.unread(value, N_("{name} = {value}: a text was expected."))
        line = value.strip()
        _fits(self, line)
        reason = self.why_not(line)
        if reason is not None:
            raise ParamError(reason, self.default, unread=True)
        return line

    def bounds(self) -> str:
        return f"≤ {self.longest}"


class Names(Code):
    """A text that can be printed, such as the names of columns; the page has a control of its own for it."""

    KIND = "names"

    def check(self, value: Any) -> str:
        if not isinstance(value, str) or not value.isprintable():
            raise self.unread(value, N_("{name}: only letters, digits and signs are allowed."))
        _fits(self, value)
        return value.strip()

    def bounds(self) -> str:
        return f"≤ {self.longest} characters"


def _fits(param: Param, text: str) -> None:
    if len(text) > param.longest:
        said = N_("{name} has {length} characters: at most {longest} are allowed.")
        raise param.unread(text, said, length=len(text))


def _joined(entries: Iterable[Any]) -> str:
    return ",".join(map(str, entries))
