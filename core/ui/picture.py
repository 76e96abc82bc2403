"""A picture of the viewer's own in the sidebar: one image file in colour, whatever its size."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.data.files import DATASETS
from core.params import Message, Translate
from core.ui.settings import Settings
from core.ui.upload import MEGABYTES, Files, field, named_file, told
from core.ui.words import plain


def picture_upload(settings: Settings, _: Translate) -> None:
    """The field for a picture. A file that can be used becomes the data; any other gets a sentence."""
    chosen = settings.values["dataset"] == DATASETS["picture"]
    with st.expander(_("Your own picture"), expanded=chosen):
        label = _("An image: PNG, JPEG, GIF, BMP, WebP, TIFF or PPM; its middle square is learned")
        field(settings, "picture", _picture, label, many=False, megabytes=MEGABYTES)
        told(settings, "picture", _in_use, _)


def _picture(files: Files) -> tuple[dict[str, Any], list[Message]]:
    from core.data import coloured

    ((name, data),) = files
    upload, found = coloured.taken(name, data)
    return {"dataset": DATASETS["picture"], "upload": upload}, found.report()


def _in_use(settings: Settings, _: Translate) -> None:
    """The picture as it is kept, its name, and what became of it."""
    from core.data import coloured

    found = coloured.stored(settings.values["upload"])
    named_file(found.name, _)
    st.image(found.pixels, width=128)
    st.caption(plain(found.report()[0].say(_)))
