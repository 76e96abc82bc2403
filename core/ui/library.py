"""The page /runs: the runs that this browser has kept, to be opened, compared, renamed, deleted, exported."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from core.i18n import N_
from core.live.keep import OFF, shelved
from core.params import Message, ParamError, Translate
from core.training.library import LONGEST, Library, Shelved, named
from core.training.packed import configured
from core.ui import run_words
from core.ui.differences import Side, comparison
from core.ui.pages import names
from core.ui.saved_run import MEGABYTES, OPENED, follow, opened, saved_run
from core.ui.settings import touch
from core.ui.viewer import token, viewer
from core.ui.words import language, plain, translate, words

PROBLEM = "library.problem"
SHOWN = 10  # runs at first, and so many more when asked
THUMBNAIL = 160  # pixels
NEUTRAL = str(Path(__file__).parent / "images" / "no-picture.png")
SESSION = N_(
    "This browser keeps no cookie here, so your library lasts until this page is closed."
    " Export what you need."
)


def library_page() -> None:
    _ = translate()
    follow("runs")
    library = _library()
    found = _found(library)
    _head(library, _)
    well = _said(found, _)
    kept = [run for run in found if not run.deleted]
    if library is None:
        st.info(_(OFF), icon=":material/info:")
    elif not kept and well:
        st.info(_("No run is kept yet."), icon=":material/bookmarks:")
    if kept and token():
        st.info(_(SESSION), icon=":material/info:")
    most = st.session_state.get("library.shown", SHOWN)
    for run in kept[:most]:
        _row(run, _)
    if len(kept) > most:
        st.button(_("Show more"), key="library.more", on_click=_more, icon=":material/expand_more:")
    comparison(_sides(kept, _), _)
    with st.container(key="words"):
        st.markdown(words("runs", language()).body)


def _library() -> Library | None:
    from core.training.engine import engine

    return engine().library


def _found(library: Library | None) -> list[Shelved]:
    """This viewer's runs; what stands in the way is told."""
    try:
        return library.of(viewer()) if library is not None else []
    except ParamError as error:
        st.session_state[PROBLEM] = error.message
        return []


def _head(library: Library | None, _: Translate) -> None:
    """One line: title, idea, and the field for a file."""
    about = words("runs", language())
    with st.container(key="head", horizontal=True, vertical_alignment="center"):
        st.title(about.title, anchor=False, width="content")
        with st.container(key="idea"):
            st.markdown(about.idea)
        with st.popover(_("Add a saved run"), key="menu.runs", on_change=touch):
            if library is None:
                saved_run("runs", _)
                return
            key = f"library.file.{st.session_state.get('library.round', 0)}"
            st.file_uploader(
                _("Add a saved run to the library"),
                type="zip",
                key=key,
                on_change=_import,
                args=(key,),
                max_upload_size=MEGABYTES,
            )


def _said(found: list[Shelved], _: Translate) -> bool:
    """What went wrong, and what was deleted last, as long as it can be brought back. Whether all is well."""
    problem: Message | None = st.session_state.get(PROBLEM)
    if problem is not None:
        st.error(plain(problem.say(_)), icon=":material/error:")
        st.session_state.pop(PROBLEM)  # it is about what was done last
    gone = max((run for run in found if run.deleted), key=lambda run: run.deleted, default=None)
    if gone is not None:
        with st.container(key="undo", horizontal=True, vertical_alignment="center"):
            st.info(
                plain(_("“{name}” was deleted.").format(name=gone.name)), icon=":material/delete:"
            )
            act = partial(_act, lambda library: library.restore(viewer(), gone.id))
            st.button(_("Undo"), key=f"library.undo.{gone.id}", on_click=act)
    return problem is None


def _row(run: Shelved, _: Translate) -> None:
    """One run: its picture, what it is, and what can be done with it."""
    with st.container(border=True, key=f"kept-{run.id}"):
        picture, facts, acts = st.columns([2, 7, 3], vertical_alignment="center")
        alt = _("The first picture of the run, small") if run.picture else _("No picture was kept")
        picture.image(run.picture or NEUTRAL, width=THUMBNAIL, alt=alt)
        facts.markdown("  \n".join(_lines(run, _)))
        with acts.container(horizontal=True):
            st.button(
                _("Open"),
                key=f"library.open.{run.id}",
                type="primary",
                on_click=_open,
                args=(run.id,),
            )
            more = st.popover(_("More"), key=f"library.menu.{run.id}", on_change=touch)
            if more.open:
                with more:
                    _menu(run, _)


def _lines(run: Shelved, _: Translate) -> list[str]:
    """Markdown: name, then playground, step and age, then settings, then metrics."""
    side = _side(run)
    page = words(run.algorithm, language()).title if side is not None else run.algorithm
    age = run_words.aged(time.time() - run.kept, _)
    values = {"page": page, "step": f"{run.step:,}", "age": age}
    lines = [f"**{plain(run.name)}**", plain(_("{page}, step {step}, kept {age}").format(**values))]
    if side is None:
        return [*lines, _("This run was kept by another version and can't be opened by this one.")]
    own = translate(run.algorithm)
    differing = run_words.settings(side.config, own)
    lines.append(_listed(differing) or _("All settings are the defaults."))
    return [
        *lines,
        _listed(run_words.metrics(side.algorithm, run.latest, own, most=3)),
    ]


def _listed(values: dict[str, str]) -> str:
    return " · ".join(f"{plain(label)} **{plain(value)}**" for label, value in values.items())


def _menu(run: Shelved, _: Translate) -> None:
    """What is done with a run beside opening it."""
    with st.form(f"library.form.{run.id}", border=False):
        key = f"library.name.{run.id}"
        st.text_input(_("Name"), value=run.name, max_chars=LONGEST, key=key)
        st.form_submit_button(_("Rename"), on_click=_rename, args=(run.id, key))
    st.download_button(
        _("Export as a file"),
        partial(_file, viewer(), run.id),
        file_name=f"{run.algorithm}-step-{run.step}.zip",
        mime="application/zip",
        key=f"library.export.{run.id}",
        icon=":material/download:",
        on_click="ignore",
    )
    act = partial(_act, lambda library: library.delete(viewer(), run.id))
    st.button(_("Delete"), key=f"library.delete.{run.id}", icon=":material/delete:", on_click=act)


# ---- runs that can be compared ---------------------------------------------------------------------
def _side(run: Shelved) -> Side | None:
    """None where this version does not know its playground or its settings."""
    from core.playgrounds import UnknownAlgorithmError, lookup

    try:
        algorithm = lookup(run.algorithm)
        config = configured(run.config, algorithm)
    except (UnknownAlgorithmError, ParamError, TypeError, ValueError):
        return None
    return Side(run.name, algorithm, config, run.latest, run.step)


def _sides(kept: list[Shelved], _: Translate) -> dict[str, Side]:
    """The kept runs, and those on the pages of this session as they are now."""
    from core.training.engine import engine

    found = {run.id: side for run in kept if (side := _side(run)) is not None}
    for name in names():
        run = engine().get(st.session_state.get(f"run.{name}", ""))
        if run is None or run.owner != viewer() or not run.built or not run.step:
            continue
        values = {"page": words(name, language()).title, "step": f"{run.step:,}"}
        label = _("{page} as it is now, step {step}").format(**values)
        latest = run.latest
        found[f"now.{name}"] = Side(label, run.algorithm_class, run.config, latest, run.step)
    return found if kept else {}


# ---- what is done ----------------------------------------------------------------------------------
def _act(do: Callable[[Library], Any]) -> None:
    """Something with the library; what stands in the way is told."""
    touch()
    library = _library()
    try:
        if library is None:
            raise ParamError(Message("library", OFF), "")
        do(library)
    except ParamError as error:
        st.session_state[PROBLEM] = error.message


def _open(run_id: str) -> None:
    """Its page comes next, with the run at its step."""

    def do(library: Library) -> None:
        st.session_state[OPENED] = opened(library.file(viewer(), run_id))

    _act(do)


def _rename(run_id: str, key: str) -> None:
    def do(library: Library) -> None:
        library.rename(viewer(), run_id, st.session_state[key])
        st.session_state[f"library.menu.{run_id}"] = False

    _act(do)


def _file(owner: str, run_id: str) -> bytes:
    """Called outside a script, when somebody takes the file."""
    library = _library()
    if library is None:
        raise ParamError(Message("library", OFF), "")
    return library.file(owner, run_id)


def _import(key: str) -> None:
    """A file that "Save" or `--save` has written becomes a kept run, called as the file is."""
    chosen = st.session_state.get(key)
    if chosen is None:
        touch()
        return

    def do(library: Library) -> None:
        from core.saved.file import from_bytes

        content = chosen.getvalue()
        saved = from_bytes(content)
        name = Path(chosen.name.replace("\\", "/")).stem[:LONGEST]
        try:
            name = named(name)
        except ParamError:
            name = saved.packed.algorithm
        library.keep(viewer(), shelved(name, saved.packed, len(content)), content)
        st.session_state["menu.runs"] = False
        st.session_state["library.round"] = st.session_state.get("library.round", 0) + 1

    _act(do)


def _more() -> None:
    touch()
    st.session_state["library.shown"] = st.session_state.get("library.shown", SHOWN) + SHOWN
