"""Files of the viewer's own: stored once, named in the address, learned from as a data set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from core.i18n import N_
from core.params import Message, ParamError, Translate
from core.ui.settings import Settings, touch
from core.ui.words import plain

MEGABYTES, ARCHIVE_MEGABYTES = 10, 20
Files = Sequence[tuple[str, bytes]]  # name and content of each
Taken = Callable[[Files], tuple[dict[str, Any], list[Message]]]  # what to set, what to report
NAMED = 10  # files that can't be used: the rest is only counted


def csv_upload(settings: Settings, _: Translate) -> None:
    """The field for a CSV file. A file that can be used becomes the data; any other gets a sentence."""
    with st.expander(_("Your own signal (CSV)"), expanded=settings.values["dataset"] == "csv"):
        label = _("A CSV file with a column of numbers, one row per time step")
        kinds = ["csv", "tsv", "txt"]
        field(settings, "csv", _column, label, kinds, many=False, megabytes=MEGABYTES)
        told(settings, "csv", _)


def image_upload(settings: Settings, _: Translate) -> None:
    """The fields for a zip or many images, and for a folder of them."""
    from core.data.picture import ENDINGS

    chosen = settings.values["dataset"] == "upload"
    with st.expander(_("Your own images"), expanded=chosen):
        label = _("A zip of images, or many images at once")
        field(settings, "images", _images, label, [".zip", *ENDINGS], True, ARCHIVE_MEGABYTES)
        label = _("A folder of images; folders in it are classes")
        field(settings, "folder", _images, label, list(ENDINGS), "directory", ARCHIVE_MEGABYTES)
        told(settings, "upload", _)


def field(
    settings: Settings,
    name: str,
    taken: Taken,
    label: str,
    kinds: list[str],
    many: Any,
    megabytes: int,
) -> None:
    key = f"file.{name}.{settings.page}"
    st.file_uploader(
        label,
        type=kinds,
        accept_multiple_files=many,
        key=key,
        on_change=take,
        args=(settings, key, taken),
        max_upload_size=megabytes,
    )


def take(settings: Settings, key: str, taken: Taken) -> None:
    """Store what has just been chosen and make it the data."""
    touch()
    for kind in ("problem", "report"):
        st.session_state.pop(f"file.{kind}.{settings.page}", None)
    chosen = st.session_state.get(key)
    files = chosen if isinstance(chosen, list) else [chosen] if chosen else []
    if not files:  # they were taken back: what has been stored stays the data
        return
    try:
        values, report = taken([(file.name, file.getvalue()) for file in files])
        settings.put(values)
        st.session_state[f"file.report.{settings.page}"] = report
    except ParamError as error:
        st.session_state[f"file.problem.{settings.page}"] = error.message


def told(settings: Settings, dataset: str, _: Translate) -> None:
    """What became of the files, or that there are none."""
    problem = st.session_state.get(f"file.problem.{settings.page}")
    report = st.session_state.get(f"file.report.{settings.page}")
    if problem is not None:
        st.error(plain(problem.say(_)), icon=":material/error:")
    elif report:
        said = [plain(message.say(_)) for message in report]
        st.info("\n\n".join(said), icon=":material/check:")
    elif settings.values["dataset"] == dataset and not settings.values["upload"]:
        st.caption(_("There is no file yet: choose one, or another data set."))


def _column(files: Files) -> tuple[dict[str, Any], list[Message]]:
    from core.data import table, uploads

    ((name, data),) = files
    try:
        table.column(data)
        return {"dataset": "csv", "upload": uploads.store(data)}, []
    except ParamError as error:
        values = {"file": name[:60], "problem": error.message}
        raise ParamError(Message("upload", N_("{file}: {problem}"), values)) from None


def _images(files: Files) -> tuple[dict[str, Any], list[Message]]:
    """All that have been chosen so far, whenever one more is: a bad one is named, the good ones count."""
    from core.data import uploads
    from core.data.image_upload import collected, packed

    found = collected(files)
    values = {"dataset": "upload", "upload": uploads.store(packed(found))}
    return values, [found.report(), *found.problems[1:NAMED]]
