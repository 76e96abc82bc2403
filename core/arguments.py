"""What is typed after `train`: the name, how long, and the hyperparameters, or a sentence of one line."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
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
    """What `train` was asked for, beside the hyperparameters: one of three lengths, where to, on what.

    `device` is "" and there may be no length where a saved run goes on: then on the device it was on.
    """

    steps: int | None = None
    epochs: int | None = None
    seconds: float | None = None
    device: str = "auto"
    save: str = ""

    @property
    def length(self) -> float | None:
        return self.steps or self.epochs or self.seconds


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


def job(flags: dict[str, str], *, anew: bool = True) -> Job:
    """How long, where and where to; these flags are taken out. Not `anew`: a saved run goes on."""
    device = flags.pop("device", "auto" if anew else "").strip().lower()
    bare = Job(device=device, save=flags.pop("save", "").strip())
    given = [length for length in ("steps", "epochs", "seconds") if length in flags]
    if not given and not anew:
        return bare
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
    if length == "seconds":
        return replace(bare, seconds=value)
    return (
        replace(bare, steps=int(value)) if length == "steps" else replace(bare, epochs=int(value))
    )


def none_left(flags: Collection[str]) -> None:
    """Refusal about a flag that a saved run does not take: it has its settings."""
    for flag in flags:
        known = ("steps", "epochs", "seconds", "device", "save", "json")
        close = difflib.get_close_matches(flag, known, n=1)
        hint = f"did you mean --{close[0]}?" if close else "the file has the settings."
        raise Refusal(f"--{flag[:60]} is not known here: {hint}")


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
