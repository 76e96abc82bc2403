"""Runs beside a page's own, as its address has them: `compare=lr:0.3~seed:1;hidden:8`. Pure; no Streamlit.

Each run is written by what it has otherwise than the page's own, `same` where that is nothing. Between two
runs stands `~`, between two settings `;`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote

from core.i18n import N_
from core.params import Config, Message, ParamError, unknown

MOST = 4  # runs side by side, the page's own among them
REPEATS = 8  # runs in all: of those beyond there are curves and numbers
SAME = "same"
Settings = dict[str, Any]  # of one run beside: name → canonical value


def written(runs: Sequence[Mapping[str, Any]], config: type[Config]) -> str:
    """The text from which `parsed` makes the same runs again."""

    def one(settings: Mapping[str, Any]) -> str:
        texts = [
            f"{p.name}:{quote(p.format(settings[p.name]), safe=',.+ ')}"
            for p in config.params()
            if p.name in settings
        ]
        return ";".join(texts) or SAME

    return "~".join(map(one, runs))


def parsed(
    text: str, config: type[Config]
) -> tuple[list[Settings], list[tuple[Message, str | None]]]:
    """The runs, and what was wrong with them: (problem, the value used instead; None: it was left out)."""
    declared = {param.name: param for param in config.params()}
    runs: list[Settings] = []
    wrong: list[tuple[Message, str | None]] = []
    parts = [part for part in text.split("~") if part.strip()]
    for part in parts[: REPEATS - 1]:
        settings: Settings = {}
        for entry in part.split(";"):
            name, colon, value = entry.partition(":")
            name = name.strip()
            if not colon and name in (SAME, ""):
                continue
            if name not in declared:
                wrong.append((replace(unknown(name[:60], list(declared)), param="compare"), None))
                continue
            param = declared[name]
            if name in settings:
                text = N_(
                    "{name} = {value} stands behind another value of it in one run of compare=."
                )
                told = {"name": name, "value": unquote(value)[:60]}
                wrong.append((Message("compare", text, told), param.format(settings[name])))
                continue
            try:
                settings[name] = param.parse(unquote(value))
            except ParamError as error:
                if not error.unread:
                    settings[name] = error.nearest
                instead = None if error.unread else param.format(error.nearest)
                wrong.append((error.message, instead))
        runs.append(settings)
    if len(parts) >= REPEATS:
        text = N_("The address compares {n} runs: at most {most} can be compared.")
        wrong.append((Message("compare", text, {"n": len(parts) + 1, "most": REPEATS}), None))
    return runs, wrong
