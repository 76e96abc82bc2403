"""What the command line tells people: every algorithm's hyperparameters and presets, as text."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from core.params import Choices, Param, Sizes, Subset

WIDTH = 100
COLUMN = 30  # letters of a flag with its default, beside which there is room for words
LENGTHS = "(--steps N | --epochs N | --seconds S)"
REST = "[--device auto|cpu|cuda|mps] [--json]"
LIVE = "What is marked live can also be changed while it trains, on its page."
WIDTHS = (14, 24, 18, 8)  # letters of the overview's columns at most; the presets have the rest
HINT = "`train NAME --help` tells NAME's settings, their bounds and its presets; `list --json` everything."
LONGEST = 40  # letters of a default that are shown: a drawing has thousands


def overview(classes: Sequence[Any]) -> str:
    """A table of all algorithms: name, what it is, what a step is, its hyperparameters' number, presets."""
    rows = [("NAME", "WHAT IT IS", "A STEP IS ONE", "SETTINGS", "PRESETS")]
    for one in classes:
        presets = ", ".join(preset.name for preset in one.PRESETS)
        rows.append((one.NAME, one.LABEL, one.UNIT, str(len(one.Config.params())), presets))
    widths = [min(max(len(row[k]) for row in rows), most) for k, most in enumerate(WIDTHS)]
    widths.append(WIDTH - sum(widths) - 2 * len(widths))
    lines = [line for row in rows for line in _row(row, widths)]
    return "\n".join([*lines, "", HINT])


def _row(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """A row of a table, in as many lines as its longest cell needs."""
    cells = [
        textwrap.wrap(cell, w, break_on_hyphens=False) for cell, w in zip(row, widths, strict=True)
    ]
    found = zip_longest(*cells, fillvalue="")
    return [
        "  ".join(f"{part:{w}}" for part, w in zip(line, widths, strict=True)).rstrip()
        for line in found
    ]


def examples(classes: Sequence[Any]) -> str:
    """One command for every algorithm, to be copied."""
    return "\n".join(["Examples:", *(f"  {example(one)}" for one in classes)])


def example(algorithm_class: Any) -> str:
    """A command that trains its first preset."""
    preset = algorithm_class.PRESETS[0].name
    return f"python -m core train {algorithm_class.NAME} --preset {preset} --steps 500 --json"


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
    parts += [_section("Presets", presets), _section("Numbers", numbers)]
    return "\n\n".join([*parts, examples([algorithm_class])])


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
