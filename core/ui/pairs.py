"""The field for a table of which two columns are learned from: x, and y that is to be predicted."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.data.files import DATASETS
from core.params import Message, Translate
from core.ui.settings import Settings
from core.ui.upload import COLUMNS, MEGABYTES, Files, choice, field, named_file, taken, told
from core.ui.words import plain


def pairs_upload(settings: Settings, _: Translate) -> None:
    """A file that can be used becomes the data; any other gets a sentence, and what was there stays."""
    chosen = settings.values["dataset"] == DATASETS["pairs"]
    with st.expander(_("Your own points (a table)"), expanded=chosen):
        label = _("A file with two columns of numbers: CSV, or any other text")
        field(settings, "csv", _taken, label, many=False, megabytes=MEGABYTES)
        told(settings, "pairs", _in_use, _)


def _taken(files: Files) -> tuple[dict[str, Any], list[Message]]:
    from core.data.pairs import pairs

    values, report = taken(files, pairs, "pairs")
    return values | {"x_column": ""}, report


def _in_use(settings: Settings, _: Translate) -> None:
    """The file's name, a list of columns for x and for y, and how it was read."""
    from core.data import stored
    from core.data.pairs import pairs

    name, table = stored.table(settings.values["upload"])
    named_file(name, _)
    found = pairs(table, settings.values["x_column"], settings.values["column"])
    names = {one.place: one.name for one in table.columns[:COLUMNS]}
    rows = {0: _("the number of the row")}
    for param, options, place in (
        ("x_column", rows | names, found.places[0]),
        ("column", names, found.places[1]),
    ):
        every = dict(sorted(({place: str(place)} | options).items()))
        choice(settings, param, _(settings.params[param].label), every, place)
    said = [message.say(_) for message in found.report(table)]
    said.append(
        _("A quarter of the rows, drawn by chance, only tests. Both columns are scaled to the picture: "
          "losses and coefficients are those of the scaled numbers.")
    )  # fmt: skip
    st.info("\n\n".join(map(plain, said)))
