"""The field for a table of which two columns are learned from: x, and y that is to be predicted."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.data.files import DATASETS
from core.i18n import N_
from core.params import Message, ParamError, Translate
from core.ui.settings import Settings, touch
from core.ui.upload import COLUMNS, MEGABYTES, Files, field, in_use, named_file, told
from core.ui.words import plain


def pairs_upload(settings: Settings, _: Translate) -> None:
    """A file that can be used becomes the data; any other gets a sentence, and what was there stays."""
    chosen = settings.values["dataset"] == DATASETS["pairs"]
    with st.expander(_("Your own points (a table)"), expanded=chosen):
        label = _("A file with two columns of numbers: CSV, or any other text")
        field(settings, "csv", _taken, label, many=False, megabytes=MEGABYTES)
        told(settings, "pairs", _)


def _taken(files: Files) -> tuple[dict[str, Any], list[Message]]:
    from core.data import named, table, uploads
    from core.data.pairs import pairs

    ((name, data),) = files
    try:
        pairs(table.read(data))
        upload = uploads.store(named.packed(name, data))
    except ParamError as error:
        values = {"file": named.short(name), "problem": error.message}
        raise ParamError(Message("upload", N_("{file}: {problem}"), values)) from None
    return {"dataset": DATASETS["pairs"], "upload": upload, "x_column": "", "column": ""}, []


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
        _choice(settings, param, options, place, _)
    said = [message.say(_) for message in found.report(table)]
    said.append(
        _("A quarter of the rows, drawn by chance, only tests. Both columns are scaled to the picture: "
          "losses and coefficients are those of the scaled numbers.")
    )  # fmt: skip
    st.info("\n\n".join(map(plain, said)))


def _choice(
    settings: Settings, param: str, options: dict[int, str], place: int, _: Translate
) -> None:
    """One column out of a list, by its place."""
    key = f"file.{param}.{settings.page}"
    if st.session_state.get(key) != place:
        st.session_state[key] = place

    def choose() -> None:
        touch()
        settings.put({param: str(st.session_state[key])})

    st.selectbox(
        _(settings.params[param].label),
        sorted({*options, place}),
        format_func=lambda one: options.get(one, str(one)),
        key=key,
        on_change=choose,
    )


in_use["pairs"] = _in_use
