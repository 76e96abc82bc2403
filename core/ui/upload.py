"""Files of the viewer's own: stored once, named in the address, learned from as a data set.

The file in use is shown with its name, also after a reload, and can be dropped. Where a link's file isn't
there, the page shows its usual data and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.data.files import DATASETS
from core.i18n import N_
from core.params import Config, Message, ParamError, Translate
from core.ui.address import Note
from core.ui.curve import curve
from core.ui.settings import Settings, touch
from core.ui.viewer import viewer
from core.ui.words import plain

if TYPE_CHECKING:
    from core.data.image_upload import ImageUpload
    from core.data.table import Table

MEGABYTES, ARCHIVE_MEGABYTES = 10, 20
COLUMNS = 200  # offered in a list
Files = Sequence[tuple[str, bytes]]  # name and content of each
InUse = Callable[[Settings, Translate], None]
Taken = Callable[[Files], tuple[dict[str, Any], list[Message]]]  # what to set, what to report


def available(
    settings: Settings, kind: str, config: Config, _: Translate
) -> tuple[Config, Note | None]:
    """The configuration, with the usual data where its file can't be had, and why."""
    if not kind or getattr(config, "dataset", "") != DATASETS[kind]:
        return config, None
    try:
        _checked(settings, kind)
        return config, None
    except ParamError as error:
        usual, label = _usual(settings, kind)
        values = {name: getattr(config, name) for name in settings.params}
        instead, _others = settings.config.repaired(values | {"dataset": usual})
        return instead, Note(error.message, _(label))


def _checked(settings: Settings, kind: str) -> None:
    """ParamError where the file of the settings can't be learned from."""
    from core.data import coloured, labelled, own_text, pairs, signals, stored, table_sets

    upload = settings.values["upload"]
    if kind == "images":
        stored.images(upload)
        return
    if kind == "classes":
        labelled.load(DATASETS[kind], upload)
        return
    if kind == "picture":
        coloured.stored(upload)
        return
    if kind == "text":
        values = settings.values
        own_text.long_enough(upload, values["context"], values["characters"])
        return
    _, table = stored.table(upload)
    if kind == "columns":
        table_sets.learnable(upload)
        return
    if kind == "pairs":
        pairs.pairs(table, settings.values["x_column"], settings.values["column"])
        return
    signals.windows(table.column(settings.values["column"]), signals.WINDOW)


def _usual(settings: Settings, kind: str) -> tuple[str, str]:
    """The data set without a file: the preset's, or the default; and its label."""
    param, chosen = settings.params["dataset"], settings.base()["dataset"]
    usual = param.default if chosen == DATASETS[kind] else chosen
    return usual, param.options[usual]


def table_upload(settings: Settings, _: Translate) -> None:
    """The field for a table. A file that can be used becomes the data; any other gets a sentence."""
    chosen = settings.values["dataset"] == DATASETS["table"]
    with st.expander(_("Your own signal (a table)"), expanded=chosen):
        label = _("A file with a column of numbers, one row per time step: CSV, or any other text")
        field(settings, "csv", _table, label, many=False, megabytes=MEGABYTES)
        told(settings, "table", _table_in_use, _)


def class_upload(settings: Settings, _: Translate) -> None:
    """The same, for whoever learns to tell the classes apart: there must be some."""
    image_upload(settings, _, _classes)


def image_upload(settings: Settings, _: Translate, taken: Taken | None = None) -> None:
    """The fields for a zip or many images, and for a folder of them."""
    taken = taken or _images
    chosen = settings.values["dataset"] == DATASETS["images"]
    with st.expander(_("Your own images"), expanded=chosen):
        label = _("A zip of images, or many images at once")
        field(settings, "images", taken, label, True, ARCHIVE_MEGABYTES)
        label = _("A folder of images; folders in it are classes")
        field(settings, "folder", taken, label, "directory", ARCHIVE_MEGABYTES)
        told(settings, "images", _images_in_use, _)


def field(
    settings: Settings, name: str, taken: Taken, label: str, many: Any, megabytes: int
) -> None:
    """A field for files of any ending: what a file is, its content says."""
    key = f"file.{name}.{settings.page}.{st.session_state.get(f'file.round.{settings.page}', 0)}"
    st.file_uploader(
        label,
        accept_multiple_files=many,
        key=key,
        on_change=take,
        args=(settings, key, taken),
        max_upload_size=megabytes,
    )


def take(settings: Settings, key: str, taken: Taken) -> None:
    """Store what has just been chosen and make it the data; what was taken back is dropped."""
    from core.data import uploads

    touch()
    page = settings.page
    for kind in ("problem", "report"):
        st.session_state.pop(f"file.{kind}.{page}", None)
    chosen = st.session_state.get(key)
    files = chosen if isinstance(chosen, list) else [chosen] if chosen else []
    if not files:
        if st.session_state.get(f"file.from.{page}") == key:
            drop(settings)
        return
    try:
        values, report = taken([(file.name, file.getvalue()) for file in files])
        settings.put(values)
        uploads.claim(values["upload"], viewer())
        st.session_state[f"file.report.{page}"] = (values["upload"], report)
        st.session_state[f"file.from.{page}"] = key
    except ParamError as error:
        st.session_state[f"file.problem.{page}"] = error.message


def drop(settings: Settings) -> None:
    """Learn from the file no longer: the usual data come back, and the fields are empty."""
    touch()
    page = settings.page
    for kind in ("problem", "report", "from"):
        st.session_state.pop(f"file.{kind}.{page}", None)
    st.session_state[f"file.round.{page}"] = st.session_state.get(f"file.round.{page}", 0) + 1
    kind = next(
        kind for kind, name in DATASETS.items() if name in settings.params["dataset"].options
    )
    gone = {"upload": "", "column": "", "x_column": "", "dataset": _usual(settings, kind)[0]}
    gone |= {"target": "", "left_out": "", "target_kind": "auto"}
    settings.put({name: value for name, value in gone.items() if name in settings.params})


def told(settings: Settings, kind: str, in_use: InUse, _: Translate) -> None:
    """What became of the files; the one in use, by its name; or that there is none."""
    problem = st.session_state.get(f"file.problem.{settings.page}")
    if problem is not None:
        st.error(plain(problem.say(_)), icon=":material/error:")
    if settings.values["dataset"] != DATASETS[kind]:
        return
    if not settings.values["upload"]:
        if problem is None:
            st.caption(_("There is no file yet: choose one, or another data set."))
        return
    with st.container(key=f"file.used.{settings.page}"):
        try:
            in_use(settings, _)
        except ParamError as error:
            st.error(plain(error.message.say(_)), icon=":material/error:")
        label = _("Stop using this file")
        st.button(label, key=f"file.drop.{settings.page}", on_click=drop, args=(settings,))


def named_file(name: str, _: Translate) -> None:
    st.markdown(plain(_("In use: {file}").format(file=name or _("a file without a name"))))


def _said(report: Sequence[Message], _: Translate) -> None:
    st.info("\n\n".join(plain(message.say(_)) for message in report))


def _table_in_use(settings: Settings, _: Translate) -> None:
    """The file's name, the curve of the column in use, a list of the others, and how it was read."""
    from core.data import stored

    name, table = stored.table(settings.values["upload"])
    column = table.column(settings.values["column"])
    named_file(name, _)
    text = _("{column}: {n} numbers from {low} to {high}")
    low, high = (f"{value:.6g}" for value in (column.values.min(), column.values.max()))
    alt = text.format(column=column.name, n=len(column.values), low=low, high=high)
    st.html(curve(column.values, alt))
    st.caption(plain(alt))
    names = {one.place: one.name for one in table.columns[:COLUMNS]} | {column.place: column.name}
    counting = {one.place for one in table.columns if one.index}

    def called(place: int) -> str:
        text = _("{column} (counts rows or time)") if place in counting else "{column}"
        return text.format(column=names[place])

    options = {place: called(place) for place in sorted(names)}
    choice(settings, "column", _("Column"), options, column.place, table.column().place)
    _said(table.report(column), _)


def choice(
    settings: Settings, param: str, label: str, options: dict[int, str], place: int, usual: int = -1
) -> None:
    """One column out of a list, by its place; the `usual` one is not named in the setting."""
    key = f"file.{param}.{settings.page}"
    if st.session_state.get(key) != place:
        st.session_state[key] = place

    def choose() -> None:
        touch()
        chosen = st.session_state[key]
        settings.put({param: "" if chosen == usual else str(chosen)})

    st.selectbox(label, list(options), format_func=options.__getitem__, key=key, on_change=choose)


def _images_in_use(settings: Settings, _: Translate) -> None:
    """The album's name, and what became of its files: just handed in, each with its reason."""
    from core.data import stored

    album = stored.images(settings.values["upload"])
    upload, report = st.session_state.get(f"file.report.{settings.page}", ("", []))
    named_file(album.name, _)
    _said(report if upload == settings.values["upload"] else album.report(), _)


def _table(files: Files) -> tuple[dict[str, Any], list[Message]]:
    from core.data import signals

    return taken(files, lambda table: signals.windows(table.column(), signals.WINDOW), "table")


def taken(
    files: Files, check: Callable[[Table], object], kind: str
) -> tuple[dict[str, Any], list[Message]]:
    """The one table among `files`, stored if it stands the `check`, which raises ParamError."""
    from core.data import named, table, uploads

    ((name, data),) = files
    try:
        check(table.read(data))
        upload = uploads.store(named.packed(name, data))
    except ParamError as error:
        values = {"file": named.short(name), "problem": error.message}
        raise ParamError(Message("upload", N_("{file}: {problem}"), values)) from None
    return {"dataset": DATASETS[kind], "upload": upload, "column": ""}, []


def _classes(files: Files) -> tuple[dict[str, Any], list[Message]]:
    from core.data.labelled import of

    return _images(files, of)


def _images(
    files: Files, check: Callable[[ImageUpload], object] | None = None
) -> tuple[dict[str, Any], list[Message]]:
    """All that have been chosen so far, whenever one more is: a bad one is named, the good ones count."""
    from core.data import uploads
    from core.data.album_file import packed
    from core.data.image_upload import collected

    found = collected(files)
    if check is not None:
        check(found)
    values = {"dataset": DATASETS["images"], "upload": uploads.store(packed(found))}
    return values, found.report()
