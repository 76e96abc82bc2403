"""Every folder here is one playground: found by listing it, imported when it is asked for."""

from __future__ import annotations

import difflib
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from core.i18n import N_
from core.params import Message

if TYPE_CHECKING:
    from core.playgrounds.contract import Algorithm
    from core.playgrounds.declared import Page


class UnknownAlgorithmError(KeyError):
    """No algorithm has this name; `message` lists those there are."""

    def __init__(self, name: str) -> None:
        known, close = names(), difflib.get_close_matches(name, names(), n=1)
        values = {"name": name[:60], "known": ", ".join(known)}
        if close:
            text = N_("There is no algorithm {name}; did you mean {close}? There are: {known}.")
            self.message = Message("name", text, values | {"close": close[0]})
        else:
            text = N_("There is no algorithm {name}; there are: {known}.")
            self.message = Message("name", text, values)
        super().__init__(name)

    def __str__(self) -> str:
        return self.message.say()


def names() -> list[str]:
    """The playgrounds' names, sorted: also their addresses and what the command line calls them."""
    return sorted(module.name for module in iter_modules(__path__) if module.ispkg)


def lookup(name: str) -> type[Algorithm]:
    """The algorithm of the playground called `name`. Raises UnknownAlgorithmError."""
    from core.playgrounds.contract import Algorithm

    if name not in names():
        raise UnknownAlgorithmError(name)
    module = import_module(f"{__name__}.{name}.algorithm")
    for found in vars(module).values():
        if (
            isinstance(found, type)
            and issubclass(found, Algorithm)
            and vars(found).get("NAME") == name
        ):
            return found
    raise TypeError(f"{module.__name__} has no Algorithm with NAME = {name!r}")


def page(name: str) -> Page:
    """How the playground called `name` is shown: PAGE of its page.py. Imports no algorithm."""
    if name not in names() or find_spec(f"{__name__}.{name}.page") is None:
        raise UnknownAlgorithmError(name)
    found: Page = import_module(f"{__name__}.{name}.page").PAGE
    return found
