"""What the command line tells people: every algorithm's hyperparameters and presets, as text."""

from __future__ import annotations

import textwrap
from typing import Any

from core.params import Choices, Param, Sizes, Subset

WIDTH = 100
COLUMN = 30  # letters of a flag with its default, beside which there is room for words
LENGTHS = "(--steps N | --epochs N | --seconds S)"
REST = "[--device auto|cpu|cuda|mps] [--json]"
LIVE = "What is marked live can also be changed while it trains, on its page."
LONGEST = 40  # letters of a default that are shown: a drawing has thousands


def summary(algorithm_class: Any) -> str:
    """Name, one line per hyperparameter, and the presets' names."""
    lines = [f"{algorithm_class.NAME}: {algorithm_class.LABEL}"]
    lines += [f"  {_flag(param)}  ({param.bounds()})" for param in algorithm_class.Config.params()]
    presets = ", ".join(preset.name for preset in algorithm_class.PRESETS)
    return "\n".join([*lines, f"  presets: {presets}"])


def manual(algorithm_class: Any) -> str:
    """Its hyperparameters in their groups, with everything that is declared of them; its presets."""
    name, config_class = algorithm_class.NAME, algorithm_class.Config
    usage = f"Usage: python -m core train {name} [--preset P] [--PARAM VALUE ...] {LENGTHS} {REST}"
    about = f"{algorithm_class.LABEL}. A step is one {algorithm_class.UNIT}. {LIVE}"
    parts = [_filled(usage, " " * 7), _filled(about)]
    params: tuple[Param, ...] = config_class.params()
    for group in dict.fromkeys(param.group for param in params):
        rows = [(_flag(param), _told(param)) for param in params if param.group == group]
        parts.append(_section(group, rows))
    presets = [(f"--preset {preset.name}", preset.why) for preset in algorithm_class.PRESETS]
    numbers = [(key, one.help or one.label) for key, one in algorithm_class.METRICS.items()]
    return "\n\n".join([*parts, _section("Presets", presets), _section("Numbers", numbers)])


def _section(title: str, rows: list[tuple[str, str]]) -> str:
    """Two columns under a title; what is too long for the first has a line of its own."""
    column = min(max(len(left) for left, _ in rows), COLUMN) + 4
    lines = [f"{title}:"]
    for left, right in rows:
        filled = _filled(f"{'':{column}}{right}", " " * column)
        if len(left) > COLUMN:
            lines.append(f"  {left}")
        else:
            filled = f"  {left}".ljust(column) + filled[column:]
        lines.append(filled)
    return "\n".join(lines)


def _filled(text: str, indent: str = "") -> str:
    """Lines that fit; what is to be typed stays in one piece."""
    return textwrap.fill(
        text, WIDTH, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )


def _flag(param: Param) -> str:
    """The flag with its default."""
    default = param.format(param.default)
    short = default if len(default) <= LONGEST else default[: LONGEST - 3] + "..."
    return f"--{param.name} {short}".rstrip()


def _told(param: Param) -> str:
    """What it does; in brackets what is allowed, its unit, and whether it is live."""
    facts = [param.bounds(), param.unit, "live" if param.live else ""]
    if isinstance(param, Sizes | Choices):
        facts.insert(1, f"up to {param.longest}, with commas")
    elif isinstance(param, Subset):
        facts.insert(1, "one or more, with commas")
    return f"{param.help} [{'; '.join(filter(None, facts))}]"
