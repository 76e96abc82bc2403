"""The furniture of a playground's page: header, presets, live view, words, source."""

from __future__ import annotations

import inspect
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from core.i18n import TEST, languages, translator
from core.params import Preset, Translate
from core.playgrounds import page as declaration
from core.ui.fields import numbers
from core.ui.page_session import PageSession
from core.ui.pages import names
from core.ui.settings import Settings, touch
from core.ui.upload import available, image_upload, table_upload
from core.ui.widgets import panel
from core.ui.words import closest, language, plain, translate, words

CORE = Path(__file__).resolve().parents[1]
UPLOADS = {"table": table_upload, "images": image_upload}


def playground(name: str) -> None:
    """The whole page of the playground called `name`, as its page.py declares it."""
    from core.playgrounds import lookup

    _ = translate(name)
    page, algorithm = declaration(name), lookup(name)
    session = PageSession(name, algorithm, names())
    header(name, session.settings, _)
    config, waiting = session.settings.effective()
    config, missing = available(session.settings, page.upload, config, _)
    for note in [*waiting, *([missing] if missing else [])]:
        returns = _("Your setting is kept and comes back as soon as it can.")
        said = note.say(_, session.settings.labels(_))
        st.info(plain(f"{said} {returns}"), icon=":material/info:")
    complaints(session, _)
    run = session.run(config)
    # Before the sidebar, so that the live view's own files are on their way sooner.
    live(session, run.id, panels(name, language()), _)
    with st.sidebar:
        panel(session.settings, _, page.open_groups)
        if page.upload:
            UPLOADS[page.upload](session.settings, _)
        device(session, run.device, _)
    below(name, algorithm, page.sources, _)
    session.depart()


@st.cache_data(show_spinner=False)
def panels(name: str, language: str) -> list[dict[str, Any]]:
    """What the live view shows, in a language; figures take a moment to make, so they are kept."""
    return [one.to_json() for one in declaration(name).panels(translator(language, name))]


def header(page: str, settings: Settings, _: Translate) -> None:
    """Title and idea on one line, the presets as chips, and the chosen one's sentence of why."""
    about = words(page, language())
    with st.container(key="head", horizontal=True, vertical_alignment="bottom"):
        st.title(about.title, anchor=False, width="content")
        st.markdown(about.idea, width="content")
    with st.container(key="presets", horizontal=True):
        chips(settings, _, "good", [one for one in settings.presets if not one.failure])
        chips(settings, _, "failure", [one for one in settings.presets if one.failure])
    chosen = next((one for one in settings.presets if one.name == settings.preset), None)
    with st.container(key="why"):
        st.markdown(_(chosen.why) if chosen else _("Choose a preset, or change any setting."))


def chips(settings: Settings, _: Translate, kind: str, presets: list[Preset]) -> None:
    """One row of presets; those that fail on purpose say so by a sign."""
    labels = {one.name: _(one.label) for one in presets}
    sign = ":material/warning: " if kind == "failure" else ""
    key = f"presets.{kind}.{settings.page}"
    chosen = settings.preset if settings.preset in labels else None
    if st.session_state.get(key) != chosen or key not in st.session_state:
        st.session_state[key] = chosen
    st.pills(
        _("Instructive failures") if kind == "failure" else _("Presets"),
        list(labels),
        format_func=lambda name: sign + labels[name],
        key=key,
        on_change=choose,
        args=(settings, key),
        label_visibility="collapsed",
        wrap=False,
    )


def choose(settings: Settings, key: str) -> None:
    """A click on a chip sets everything; a click on the chosen one puts everything back to it."""
    touch()
    settings.choose(st.session_state[key] or settings.preset)


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
        base=st.get_option("server.baseUrlPath") or "",
        panels=panels,
        texts=texts(session.page, _),
        page=session.page,
        fields=numbers(session.page, session.settings.params.values()),
        palette={"classes": [*palette.CLASSES, *palette.MORE], "middle": palette.MIDDLE},
        key=key,
        on_edit=edited,
        on_lost=touch,
        lang=closest(language(), [*languages(), TEST]),
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
