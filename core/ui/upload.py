"""A column of numbers of the viewer's own: stored once, named in the address, learned from as a data set."""

from __future__ import annotations

import streamlit as st

from core.i18n import N_
from core.params import Message, ParamError, Translate
from core.ui.wishes import Wishes, touch
from core.ui.words import plain

MEGABYTES = 10


def csv_upload(wishes: Wishes, _: Translate) -> None:
    """The field for a CSV file. A file that can be used becomes the data; any other gets a sentence."""
    key, said = f"file.{wishes.page}", f"file.said.{wishes.page}"
    with st.expander(_("Your own signal (CSV)"), expanded=wishes.values["dataset"] == "csv"):
        st.file_uploader(
            _("A CSV file with a column of numbers, one row per time step"),
            type=["csv", "tsv", "txt"],
            key=key,
            on_change=take,
            args=(wishes, key, said),
            max_upload_size=MEGABYTES,
        )
        problem: Message | None = st.session_state.get(said)
        if problem is not None:
            st.error(plain(problem.say(_)), icon=":material/error:")
        elif wishes.values["dataset"] == "csv" and not wishes.values["upload"]:
            st.caption(_("There is no file yet: choose one, or another data set."))


def take(wishes: Wishes, key: str, said: str) -> None:
    """Store the file just chosen and make it the data."""
    from core.data import table, uploads

    touch()
    st.session_state.pop(said, None)
    file = st.session_state.get(key)
    if file is None:  # it was taken back: what has been stored stays the data
        return
    try:
        data = file.getvalue()
        table.column(data)
        wishes.put({"dataset": "csv", "upload": uploads.store(data)})
    except ParamError as error:
        values = {"file": file.name[:60], "problem": error.message}
        st.session_state[said] = Message("upload", N_("{file}: {problem}"), values)
