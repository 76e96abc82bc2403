"""A text of the viewer's own in the sidebar: a file, or what is pasted into a field."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.data.files import DATASETS
from core.params import Message, ParamError, Translate
from core.ui.settings import Settings, touch
from core.ui.upload import MEGABYTES, Files, field, named_file, told
from core.ui.words import plain

LONGEST = 200_000  # characters that are pasted; longer texts are files
SHOWN = 120  # characters of the beginning


def text_upload(settings: Settings, _: Translate) -> None:
    """The fields for a text. What can be used becomes the data; anything else gets a sentence."""
    chosen = settings.values["dataset"] == DATASETS["text"]
    with st.expander(_("Your own text"), expanded=chosen):
        label = _(
            "A text file in any language; a book is enough, a page is too little to learn much"
        )
        field(settings, "text", _text, label, many=False, megabytes=MEGABYTES)
        key = f"file.paste.{settings.page}"
        st.text_area(_("Or paste a text here"), key=key, max_chars=LONGEST, height=90)
        name = _("pasted text")
        st.button(
            _("Learn from this text"),
            key=f"{key}.take",
            on_click=_paste,
            args=(settings, key, name),
        )
        told(settings, "text", _in_use, _)


def _text(files: Files) -> tuple[dict[str, Any], list[Message]]:
    from core.data import own_text

    ((name, data),) = files
    upload, found = own_text.taken(name, data)
    return {"dataset": DATASETS["text"], "upload": upload}, found.report()


def _paste(settings: Settings, key: str, name: str) -> None:
    """Make what is in the field the data; what can't be used stays in the field, with a sentence."""
    touch()
    page = settings.page
    for kind in ("problem", "report", "from"):
        st.session_state.pop(f"file.{kind}.{page}", None)
    try:
        values, report = _text([(name, st.session_state[key].encode("utf-8", "replace"))])
        settings.put(values)
        st.session_state[f"file.report.{page}"] = (values["upload"], report)
    except ParamError as error:
        st.session_state[f"file.problem.{page}"] = error.message


def _in_use(settings: Settings, _: Translate) -> None:
    """The text's name, its length, and how it begins."""
    from core.data import own_text

    found = own_text.stored(settings.values["upload"])
    named_file(found.name, _)
    st.caption(plain(found.report()[0].say(_)))
    start = " ".join(found.text[: 2 * SHOWN].split())[:SHOWN]
    st.caption(plain(_("It begins: {start}").format(start=start)))
