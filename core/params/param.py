"""What is declared of one hyperparameter, whatever its kind: kinds.py has a class for each of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from core.params.messages import Message, ParamError


@dataclass(frozen=True)
class Param(ABC):
    """The declaration of one hyperparameter; what its kind has no use for stays as it is here.

    `live` says whether a running algorithm takes a new value without being rebuilt. `low` and `high`
    bound a number, or each entry of a list; `longest` is the length of a list or text. `options` maps
    each allowed value to its label. `why_not` may know a better sentence for a value that is no option, or
    what is wrong with a text; the option that it names, if any, is the sentence's value `close`. A `quiet`
    one follows what was done on the picture, which has been stamped on the curves already.
    """

    KIND: ClassVar[str]

    name: str
    default: Any
    label: str
    help: str
    group: str
    live: bool = False
    low: float | None = None
    high: float | None = None
    scale: Literal["linear", "log"] = "linear"
    step: float | None = None
    unit: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    longest: int = 0
    quiet: bool = False
    why_not: Callable[[Any], Message | None] = lambda value: None

    @abstractmethod
    def check(self, value: Any) -> Any:
        """The value in its canonical type, or ParamError with the nearest allowed value."""

    def parse(self, text: str) -> Any:
        """The value that is written, as core.params.reading knows it; ParamError if it isn't one."""
        return self.check(text.strip())

    def format(self, value: Any) -> str:
        """The text from which `parse` makes this value again."""
        return str(value)

    def bounds(self) -> str:
        """What is allowed, as it stands in an error message: numbers and option names only."""
        if self.options:
            return ", ".join(self.options)
        return f"{self.low:.10g}–{self.high:.10g}"

    def to_json(self) -> dict[str, Any]:
        """Name, type, default, bounds or options, live: one entry of `python -m core list --json`."""
        found = {
            "name": self.name,
            "type": self.KIND,
            "default": plain(self.default),
            "live": self.live,
            "label": self.label,
            "help": self.help,
            "group": self.group,
            "unit": self.unit,
        }
        if self.low is not None:
            found |= {"low": self.low, "high": self.high, "scale": self.scale}
        if self.options:
            found["options"] = list(self.options)
        if self.longest:
            found["longest"] = self.longest
        return found

    # ---- for the checks ---------------------------------------------------------------------
    def refusal(self, value: Any, text: str, nearest: Any, **more: Any) -> ParamError:
        """The sentence `text` about `value`, and the nearest value that is allowed."""
        shown = str(value) if len(str(value)) <= 60 else str(value)[:57] + "…"
        values = {"value": shown, "bounds": self.bounds(), "longest": self.longest}
        return ParamError(Message(self.name, text, values | more), nearest)

    def unread(self, value: Any, text: str, **more: Any) -> ParamError:
        """The refusal of a value of which nothing can be used."""
        message = self.refusal(value, text, None, **more).message
        return ParamError(message, self.default, unread=True)


def plain(value: Any) -> Any:
    """A canonical value as JSON has it."""
    return list(value) if isinstance(value, tuple) else value
