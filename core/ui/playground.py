"""The furniture of a playground's page: header, presets, live view, words, source."""

from __future__ import annotations

import inspect
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from core.i18n import TEST, languages, translator
from core.params import Preset, Translate
from core.playgrounds import page as declaration
from core.ui.columns import columns_upload
from core.ui.comparison import told
from core.ui.copied import take_copy
from core.ui.download import missing_data, partial_data
from core.ui.fields import numbers
from core.ui.own_text import text_upload
from core.ui.page_session import PageSession
from core.ui.pairs import pairs_upload
from core.ui.picture import picture_upload
from core.ui.saved_run import follow, saved_run
from core.ui.settings import Settings, touch
from core.ui.upload import class_upload, image_upload, table_upload
from core.ui.viewer import token
from core.ui.widgets import legend, panel, way_back
from core.ui.words import closest, language, plain, translate, words

CORE = Path(__file__).resolve().parents[1]
# Seconds that the sidebar waits for a new run's first picture: its forty widgets keep the browser busy.
PATIENCE = 0.5
UPLOADS = {"table": table_upload, "pairs": pairs_upload, "columns": columns_upload,
           "images": image_upload, "classes": class_upload,
           "picture": picture_upload, "text": text_upload}  # fmt: skip


def playground(name: str) -> None:
    """The whole page of the playground called `name`, as its page.py declares it."""
    from core.playgrounds import lookup

    _ = translate(name)
    page, algorithm = declaration(name), lookup(name)
    everything = panels(name, language())
    shown = [one["name"] for one in everything if "of" not in one]
    follow(name)
    take_copy(name, _)
    session = PageSession(name, algorithm, page.upload, shown)
    menu = header(name, session.settings, _)
    config, session.told = session.wanted()
    session.idle = config.idle()
    for note in session.told:
        returns = _("Your setting is kept and comes back as soon as it can.")
        said = note.say(_, session.settings.labels(_))
        st.info(plain(f"{said} {returns}"), icon=":material/info:")
    complaints(session, _)
    came = missing_data(session.settings, _)
    run = session.run(config)
    if came:
        session.retry(run)
    with st.sidebar:  # its first line alone: it gives the page its width
        legend(_)
    live(session, run.id, picked(everything, session.extras.get("show", "")), _)
    run.drawn.wait(PATIENCE)
    with menu:
        presets(session.settings, _)
    with st.sidebar:
        rest(session, _)
        partial_data(session.settings, _)
        panel(session.settings, config, _, session.change, page.open_groups)
        if page.upload:
            UPLOADS[page.upload](session.settings, _)
        device(session, run.device, _)
    below(name, algorithm, page.sources, _)
    session.depart()


def rest(session: PageSession, _: Translate) -> None:
    """What the sidebar says of all settings: drawn alone after a change that leaves the page as it is."""

    @st.fragment(key=session.rest)
    def drawn() -> None:
        way_back(session.settings, _)
        if session.departed:
            session.follow()

    drawn()


@st.cache_data(show_spinner=False)
def panels(name: str, language: str) -> list[dict[str, Any]]:
    """What the live view shows, in a language; figures take a moment to make, so they are kept."""
    return [one.to_json() for one in declaration(name).panels(translator(language, name))]


def picked(panels: list[dict[str, Any]], show: str) -> list[dict[str, Any]]:
    """Those of the panels that the address asks for, side by side on the stage; all where it asks for none.

    Several main pictures are one picture of different data: they come together.
    """
    if not show:
        return panels
    asked = set(show.split(","))
    main = any(one["main"] for one in panels if one["name"] in asked)
    return [
        one | {"stage": True, "column": "picked-main" if one["main"] else f"picked-{one['name']}"}
        for one in panels
        if one["name"] in asked or (main and one["main"])
    ]


def header(page: str, settings: Settings, _: Translate) -> PopoverContainer:
    """One line: title, idea, and the menu of presets, which is filled once the picture is on its way."""
    about = words(page, language())
    with st.container(key="head", horizontal=True, vertical_alignment="center"):
        st.title(about.title, anchor=False, width="content")
        with st.container(key="idea"):  # shortened where there is no room: the menu has all of it
            st.markdown(about.idea)
        chosen = next((one for one in settings.presets if one.name == settings.preset), None)
        label = _("Preset: {name}").format(name=plain(_(chosen.label))) if chosen else _("Presets")
        return st.popover(label, key=f"menu.{page}", on_change=touch)


def presets(settings: Settings, _: Translate) -> None:
    """The idea in full, then every preset with its reason; those that fail on purpose say so by a sign."""
    with st.container(key="menu"):
        st.markdown(words(settings.page, language()).idea)
        saved_run(settings.page, _)
        for failure, title in ((False, _("Presets")), (True, _("Instructive failures"))):
            group = [one for one in settings.presets if one.failure == failure]
            if group:
                st.markdown(f"**{title}**")
            for one in group:
                st.button(
                    f"**{plain(_(one.label))}** {_(one.why)}",
                    key=f"preset.{settings.page}.{one.name}",
                    icon=":material/warning:" if failure else None,
                    type="primary" if one.name == settings.preset else "secondary",
                    on_click=choose,
                    args=(settings, one),
                    width="stretch",
                )


def choose(settings: Settings, preset: Preset) -> None:
    """Sets everything, or puts everything back where this one was chosen; the menu has done its work."""
    touch()
    settings.choose(preset.name)
    st.session_state[f"menu.{settings.page}"] = False


def complaints(session: PageSession, _: Translate) -> None:
    """What was wrong with the address, in sentences that can be dismissed."""
    if not session.notes:
        return
    with st.container(key="complaints", horizontal=True, vertical_alignment="center"):
        said = [plain(note.say(_)) for note in session.notes]
        st.warning("\n\n".join(said), icon=":material/link_off:")
        st.button(_("Dismiss"), key=f"dismiss.{session.page}", on_click=session.dismiss)


def device(session: PageSession, requested: str, _: Translate) -> None:
    """Where the run computes: only what this machine has."""
    key = f"device.{session.page}"

    def take() -> None:
        touch()
        # Streamlit calls this too where a page was left in a hurry.
        if st.session_state[key] != requested:
            session.extras["device"] = st.session_state[key]

    if st.session_state.get(key) != requested:
        st.session_state[key] = requested if requested in session.devices else "auto"
    labels = {"auto": _("automatic"), "cpu": "CPU", "cuda": "CUDA (GPU)", "mps": "MPS (GPU)"}
    st.selectbox(
        _("Device"),
        session.devices,
        format_func=lambda name: labels[name],
        key=key,
        on_change=take,
        help=_("Tiny networks often learn faster on the CPU: a GPU waits longer than it computes."),
    )


def live(session: PageSession, run: str, panels: list[dict[str, Any]], _: Translate) -> None:
    """The part that moves: everything in it travels past Streamlit."""
    from core.figures import palette
    from core.live.texts import texts
    from core.live.view import live_view

    key = f"view.{session.page}"

    def edited() -> None:
        session.edit((st.session_state.get(key) or {}).get("edit") or {})

    live_view(
        run=run,
        token=token(),
        panels=panels,
        texts=texts(session.page, _),
        page=session.page,
        fields=numbers(session.page, session.settings.params.values()),
        palette={"classes": [*palette.CLASSES, *palette.MORE], "middle": palette.MIDDLE},
        key=key,
        on_edit=edited,
        on_lost=touch,
        lang=closest(language(), [*languages(), TEST]),
        present=session.extras.get("present") == "true",
        compare=told(session, _),
        tabs=[one for one in st.session_state.get(f"tabs.{session.page}", "").split(",") if one],
    )


def below(page: str, algorithm: type, sources: Collection[str], _: Translate) -> None:
    """What one is looking at, the keys, and the algorithm's own file."""
    with st.container(key="words"):
        st.markdown(words(page, language()).body)
        source = st.expander(
            _("The source of what you have just watched"), icon=":material/code:", on_change=touch
        )
        if (
            source.open
        ):  # colouring a thousand lines takes the browser a second: not before it is asked
            files = [Path(inspect.getsourcefile(algorithm) or ""), *(CORE / one for one in sources)]
            for tab, file in zip(source.tabs([file.name for file in files]), files, strict=True):
                tab.code(_read(file), language="python", line_numbers=True)


@lru_cache(maxsize=32)
def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")
