"""Every file in this folder is one algorithm: found by listing it, imported when it is asked for."""

from __future__ import annotations

import difflib
from importlib import import_module
from pkgutil import iter_modules

from core.playgrounds.contract import Algorithm
from core.i18n import N_
from core.params import Message


class UnknownAlgorithmError(KeyError):
    """No algorithm has this name; `message` lists those there are."""

    def __init__(self, name: str) -> None:
        known, close = names(), difflib.get_close_matches(name, names(), n=1)
        values = {"name": name[:60], "known": ", ".join(known)}
        if close:
            text = N_("There is no algorithm {name}; did you mean {close}? There are: {known}.")
            self.message = Message("name", text, values | {"close": close[0]})
        else:
            self.message = Message(
                "name", N_("There is no algorithm {name}; there are: {known}."), values
            )
        super().__init__(name)

    def __str__(self) -> str:
        return self.message.say()


def names() -> list[str]:
    """The algorithms' names, sorted: also their addresses and what the command line calls them."""
    return sorted(module.name for module in iter_modules(__path__) if module.name[0] != "_")


def lookup(name: str) -> type[Algorithm]:
    """The algorithm called `name`. Raises UnknownAlgorithmError."""
    if name not in names():
        raise UnknownAlgorithmError(name)
    module = import_module(f"{__name__}.{name}")
    for found in vars(module).values():
        if (
            isinstance(found, type)
            and issubclass(found, Algorithm)
            and getattr(found, "NAME", "") == name
        ):
            return found
    raise TypeError(f"core/algorithms/{name}.py has no Algorithm with NAME = {name!r}")
