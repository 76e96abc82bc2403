"""What is typed after `train`: the name, how long, and the hyperparameters, or a sentence of one line."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import click

from core.console import say
from core.params import Config, ParamError, reading, unknown

LONGEST = 1e9


class Refusal(click.ClickException):
    """Bad arguments: exit code 2 and one line."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        say(f"learnscope: {self.format_message()}", sys.stderr)


@dataclass(frozen=True)
class Job:
    """What `train` was asked for, beside the hyperparameters: exactly one of three lengths."""

    steps: int | None = None
    epochs: int | None = None
    seconds: float | None = None
    device: str = "auto"


def algorithm(name: str) -> Any:
    """The class of that name."""
    from core.playgrounds import lookup, names

    name = reading.name(name, names()) or name
    if name in names():
        return lookup(name)
    close = difflib.get_close_matches(name, names(), n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(names())}."
    raise Refusal(f"NAME = {name[:60] or '(missing)'} is no algorithm: {hint}")


def flags(arguments: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The name and `--flag value` or `--flag=value` pairs, in any order; `-` and `_` are the same."""
    name, flags, rest = "", {}, list(arguments)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            if name:
                raise Refusal(f"{word[:60]} is one argument too many: give one NAME and --flags.")
            name = word
            continue
        flag, equals, value = word[2:].partition("=")
        flag = flag.replace("-", "_")
        if flag != "json" and not equals:
            if not rest:
                raise Refusal(f"--{flag[:60]} needs a value.")
            value = rest.pop(0)
        if flag in flags:
            raise Refusal(f"--{flag[:60]} was given twice.")
        flags[flag] = value
    return name, flags


def job(flags: dict[str, str]) -> Job:
    """How long and where; these flags are taken out."""
    given = [length for length in ("steps", "epochs", "seconds") if length in flags]
    if len(given) != 1:
        raise Refusal("Give one of --steps N, --epochs N or --seconds S.")
    length = given[0]
    text = flags.pop(length)
    try:
        (value,) = reading.readings(text, whole=length != "seconds")
        if not 0 < value <= LONGEST or (length != "seconds" and value != int(value)):
            raise ValueError(text)
    except (ValueError, OverflowError):
        kind = "a number" if length == "seconds" else "a whole number"
        bounds = f"greater than 0, at most {LONGEST:g}"
        raise Refusal(f"{length} = {text[:60]}: give {kind} {bounds}.") from None
    device = flags.pop("device", "auto").strip().lower()
    if length == "seconds":
        return Job(seconds=value, device=device)
    return Job(**{length: int(value)}, device=device)


def config(algorithm_class: Any, flags: dict[str, str]) -> Config:
    """The configuration that preset and flags make."""
    presets = {preset.name: preset for preset in algorithm_class.PRESETS}
    wanted = flags.pop("preset", None)
    chosen = None if wanted is None else reading.name(wanted, presets)
    if wanted is not None and chosen is None:
        raise Refusal(f"preset = {wanted[:60]} is not known: choose one of {', '.join(presets)}.")
    values: dict[str, Any] = dict(presets[chosen].values) if chosen is not None else {}
    config_class = algorithm_class.Config
    declared = {param.name: param for param in config_class.params()}
    try:
        for name, text in flags.items():
            if name not in declared:
                raise ParamError(unknown(name, declared))
            values[name] = declared[name].parse(text)
        return _built(config_class, values, flags)
    except ParamError as error:
        raise Refusal(error.message.say()) from None


def _built(config_class: type[Config], values: dict[str, Any], typed: Collection[str]) -> Config:
    """The configuration. What contradicts a flag and was not typed itself gives way to it."""
    for _ in range(Config.CONFLICTS):
        try:
            return config_class(**values)
        except ParamError as error:
            name = error.message.param
            if name in typed:
                raise
            say(f"learnscope: {error.message.say()} Used: {error.nearest}.", sys.stderr)
            values = {**values, name: error.nearest}
    return config_class(**values)
