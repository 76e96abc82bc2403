"""Sentences for the user, with the values that fill them, and the errors that carry them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from core.i18n import N_

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Message:
    """A sentence for the user: a catalogue text and the values to fill in; `param` is what it is about.

    `{name}` in the text stands for `param`, by the name under which this reader knows it.
    """

    param: str
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def say(self, translate: Translate = str, names: Mapping[str, str] | None = None) -> str:
        """The sentence; `names` gives the names that its reader knows, such as a widget's label."""
        values = {
            name: value.say(translate, names) if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        called = (names or {}).get(self.param, self.param)
        return translate(self.text).format(**{"name": called} | values)

    def to_json(self) -> dict[str, Any]:
        values = {
            name: value.to_json() if isinstance(value, Message) else _plain(value)
            for name, value in self.values.items()
        }
        return {"param": self.param, "text": self.text, "values": values}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """What `to_json` gave."""
        values = {
            name: cls.of(value) if isinstance(value, Mapping) else value
            for name, value in told["values"].items()
        }
        return cls(told["param"], told["text"], values)


def _plain(value: Any) -> str | int | float | None:
    """A value as JSON has it, which is shown in the same way."""
    value = value.item() if hasattr(value, "item") else value  # numpy's numbers
    return value if value is None or isinstance(value, str | int | float) else str(value)


class ParamError(ValueError):
    """A value that a hyperparameter does not allow. `message` can be translated; `nearest` is allowed.

    `unread`: nothing could be made of the value, and `nearest` is the default for want of a better one.
    """

    def __init__(self, message: Message, nearest: Any = None, unread: bool = False) -> None:
        super().__init__(message.say())
        self.message = message
        self.nearest = nearest
        self.unread = unread


def unknown(name: str, known: Collection[str]) -> Message:
    """The sentence for a name that no hyperparameter has, with the closest that one has."""
    close = difflib.get_close_matches(name, list(known), n=1)
    if close:
        return Message(
            name,
            N_("There is no hyperparameter {name}; did you mean {close}?"),
            {"name": name[:60], "close": close[0]},
        )
    return Message(
        name,
        N_("There is no hyperparameter {name}; there are {known}."),
        {"name": name[:60], "known": ", ".join(known)},
    )
