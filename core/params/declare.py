"""A hyperparameter is declared once: widgets, URL, command line, JSON and tests read it from here.

A configuration is a frozen dataclass that derives from :class:`Config`; each field is made with one
of the functions below. A configuration checks itself when it is built and refuses with
:class:`ParamError`, which names field, value and bounds.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar, Self

from core.i18n import N_
from core.params.kinds import Choice, Choices, Code, Integer, Names, Number, Sizes, Subset, Text
from core.params.messages import Message, ParamError, unknown
from core.params.param import Param, plain


def _declare(
    kind: type[Param], default: Any, label: str, help: str, group: str, **rest: Any
) -> Any:
    return field(default=default, metadata={"param": kind("", default, label, help, group, **rest)})


def number(
    default: float, low: float, high: float, label: str, help: str, group: str, **rest: Any
) -> Any:
    """A real number in [low, high]; `scale="log"` where factors matter more than differences."""
    return _declare(Number, default, label, help, group, low=low, high=high, **rest)


def integer(
    default: int, low: int, high: int, label: str, help: str, group: str, **rest: Any
) -> Any:
    """A whole number in [low, high]."""
    return _declare(Integer, default, label, help, group, low=low, high=high, **rest)


def choice(
    default: str, options: Mapping[str, str], label: str, help: str, group: str, **rest: Any
) -> Any:
    """One of the options (value → label)."""
    return _declare(Choice, default, label, help, group, options=dict(options), **rest)


def subset(
    default: tuple[str, ...],
    options: Mapping[str, str],
    label: str,
    help: str,
    group: str,
    **rest: Any,
) -> Any:
    """At least one of the options, kept in the order of declaration."""
    return _declare(Subset, default, label, help, group, options=dict(options), **rest)


def choices(
    default: tuple[str, ...],
    options: Mapping[str, str],
    longest: int,
    label: str,
    help: str,
    group: str,
    **rest: Any,
) -> Any:
    """A list of up to `longest` options in the order given; may be empty."""
    return _declare(
        Choices, default, label, help, group, options=dict(options), longest=longest, **rest
    )


def sizes(
    default: tuple[int, ...],
    longest: int,
    low: int,
    high: int,
    label: str,
    help: str,
    group: str,
    **rest: Any,
) -> Any:
    """A list of up to `longest` whole numbers in [low, high]; may be empty. Written `4,2`."""
    return _declare(Sizes, default, label, help, group, longest=longest, low=low, high=high, **rest)


def code(default: str, longest: int, label: str, help: str, group: str, **rest: Any) -> Any:
    """A text of at most `longest` letters, digits, - and _: what a page's own control has encoded."""
    return _declare(Code, default, label, help, group, longest=longest, **rest)


def names(default: str, longest: int, label: str, help: str, group: str, **rest: Any) -> Any:
    """The names of columns, at most `longest` characters, for which the page has a control of its own."""
    return _declare(Names, default, label, help, group, longest=longest, **rest)


def text(default: str, longest: int, label: str, help: str, group: str, **rest: Any) -> Any:
    """A line that is typed; `why_not` says what is wrong with one."""
    return _declare(Text, default, label, help, group, longest=longest, **rest)


def unused(*rules: tuple[bool, str, *tuple[str, ...]]) -> dict[str, str]:
    """For `Config.idle`, from rules (whether used, else why not, names …): the first that says no counts."""
    found: dict[str, str] = {}
    for used, reason, *names in rules:
        if not used:
            found = dict.fromkeys(names, reason) | found
    return found


@dataclass(frozen=True)
class Config:
    """What every algorithm is configured with; algorithms add their fields in a subclass.

    Raises ParamError when a value is not allowed, or when two values contradict each other.
    """

    seed: int = integer(
        0,
        0,
        2**31 - 1,
        N_("Seed"),
        N_(
            "Decides the initial weights and the order of the data. The same seed gives the same run."
        ),
        N_("Run"),
    )

    CONFLICTS: ClassVar[int] = 8  # a repair may uncover another conflict, but only so many times

    def __post_init__(self) -> None:
        for param in self.params():
            object.__setattr__(self, param.name, param.check(getattr(self, param.name)))
        conflict = self.conflict()
        if conflict is not None:
            raise conflict

    def conflict(self) -> ParamError | None:
        """The first pair of values that contradict each other, with the nearest sensible value."""
        return None

    def idle(self) -> dict[str, str]:
        """The hyperparameters that change nothing while the others are as they are → why (see `unused`)."""
        return {}

    @classmethod
    def params(cls) -> tuple[Param, ...]:
        """The declarations in order; the fields of the base class come last."""
        return tuple(_declared(cls).values())

    @classmethod
    def param(cls, name: str) -> Param:
        """The declaration called `name`; KeyError where there is none."""
        return _declared(cls)[name]

    @classmethod
    def live_names(cls) -> frozenset[str]:
        return frozenset(param.name for param in cls.params() if param.live)

    @classmethod
    def repaired(cls, values: Mapping[str, Any]) -> tuple[Self, list[Message]]:
        """The nearest valid configuration to `values` (canonical types or texts), and what was wrong."""
        messages: list[Message] = []
        accepted: dict[str, Any] = {}
        declared = _declared(cls)
        for name, value in values.items():
            if name not in declared:
                messages.append(unknown(name, declared))
                continue
            param = declared[name]
            try:
                accepted[name] = (
                    param.parse(value) if isinstance(value, str) else param.check(value)
                )
            except ParamError as error:
                messages.append(error.message)
                accepted[name] = error.nearest
        for _ in range(cls.CONFLICTS):
            try:
                return cls(**accepted), messages
            except ParamError as error:
                messages.append(error.message)
                accepted[error.message.param] = error.nearest
        return cls(), messages

    def changed(self, **values: Any) -> Self:
        """A copy with some values changed, checked again."""
        return dataclasses.replace(self, **values)

    def to_json(self) -> dict[str, Any]:
        return {param.name: plain(getattr(self, param.name)) for param in self.params()}

    def difference(self, other: Config) -> dict[str, tuple[Any, Any]]:
        """name → (here, there) for every value that differs."""
        pairs = {p.name: (getattr(self, p.name), getattr(other, p.name)) for p in self.params()}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


# A class's fields never change, and a page asks for them thousands of times.
_DECLARED: dict[type[Config], Mapping[str, Param]] = {}


def _declared(cls: type[Config]) -> Mapping[str, Param]:
    """The declarations by name, in the order of Config.params."""
    if cls not in _DECLARED:
        base = {f.name for f in dataclasses.fields(Config)}
        found = [
            dataclasses.replace(f.metadata["param"], name=f.name) for f in dataclasses.fields(cls)
        ]
        found.sort(key=lambda param: param.name in base)
        _DECLARED[cls] = MappingProxyType({param.name: param for param in found})
    return _DECLARED[cls]


@dataclass(frozen=True)
class Preset:
    """A setting worth seeing: values that differ from the default, and one sentence of why."""

    name: str
    label: str
    why: str
    values: Mapping[str, Any]
    failure: bool = False
