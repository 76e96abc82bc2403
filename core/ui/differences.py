"""Two runs beside each other: the settings in which they differ, and what came of it.

A page that trains several of them on one clock can be led to from here: `compared` is where its link belongs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from core.params import Config, Translate
from core.ui import run_words
from core.ui.run_words import NONE
from core.ui.settings import touch
from core.ui.words import language, plain, translate, words

if TYPE_CHECKING:
    from core.playgrounds.contract import Algorithm


@dataclass(frozen=True)
class Side:
    """One of the runs."""

    name: str
    algorithm: type[Algorithm]
    config: Config
    latest: Mapping[str, float | None]
    step: int


def comparison(sides: Mapping[str, Side], _: Translate) -> None:
    """Two of the runs, to be chosen, and their table; nothing where there is but one."""
    if len(sides) < 2:
        return
    st.markdown(f"## {_('Compare two runs')}")
    keys = list(sides)
    chosen = []
    for column, at, label in zip(
        st.columns(2), (0, 1), (_("First run"), _("Second run")), strict=True
    ):
        key = f"library.compare.{at}"
        if st.session_state.get(key) not in keys:
            st.session_state[key] = next(one for one in keys if one not in chosen)
        chosen.append(
            column.selectbox(
                label, keys, format_func=lambda one: sides[one].name, key=key, on_change=touch
            )
        )
    one, other = (sides[key] for key in chosen)
    st.markdown(table(one, other, _))


def table(one: Side, other: Side, _: Translate) -> str:
    """Markdown: what differs, then the metrics that either has."""
    names = [_("Run"), plain(one.name), plain(other.name)]
    rows = [_row(names), "|---|---|---|"]
    told = [{**_settings(side), **_metrics(side)} for side in (one, other)]
    differing = _differing(one, other)
    labels = dict.fromkeys(label for side in told for label in side)
    measured = {label for side in (one, other) for label in _metrics(side)}
    for label in labels:
        if label in measured or label in differing:
            rows.append(_row([plain(label), *(plain(side.get(label, NONE)) for side in told)]))
    pages = [_title(side) for side in (one, other)]
    rows.insert(2, _row([_("Playground"), *map(plain, pages)]))
    rows.insert(3, _row([_("Step"), f"{one.step:,}", f"{other.step:,}"]))
    said = "\n".join(rows)
    return said if differing else f"{said}\n\n{_('All settings of the two are the same.')}"


def _title(side: Side) -> str:
    return words(side.algorithm.NAME, language()).title


def _settings(side: Side) -> dict[str, str]:
    """Every setting by its label."""
    _ = translate(side.algorithm.NAME)
    params = side.config.params()
    return {_(one.label): run_words.value(one, getattr(side.config, one.name), _) for one in params}


def _metrics(side: Side) -> dict[str, str]:
    return run_words.metrics(side.algorithm, side.latest, translate(side.algorithm.NAME))


def _differing(one: Side, other: Side) -> set[str]:
    """The labels of the settings that are not the same, or that one of the two does not know."""
    first, second = _settings(one), _settings(other)
    return {
        label for label in first.keys() | second.keys() if first.get(label) != second.get(label)
    }


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
