"""A run that somebody has saved, opened again on its page, paused where it was."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.params import Message, ParamError, Translate
from core.ui.settings import Settings, touch
from core.ui.viewer import viewer
from core.ui.words import PAGES, plain

MEGABYTES = 64
PROBLEM, OPENED = "saved.problem", "saved.opened"


def saved_run(page: str, _: Translate) -> None:
    """The field for a file that “Save” or `--save` has written; one that can't be opened gets a sentence."""
    key = f"saved.{page}.{st.session_state.get('saved.round', 0)}"
    problem: Message | None = st.session_state.get(PROBLEM)
    with st.expander(
        _("Open a saved run"), icon=":material/folder_open:", expanded=problem is not None
    ):
        st.file_uploader(
            _("A run's file (.zip), from “Save” here or from --save"),
            type="zip",
            key=key,
            on_change=take,
            args=(page, key),
            max_upload_size=MEGABYTES,
        )
        if problem is not None:
            st.error(plain(problem.say(_)), icon=":material/error:")


def follow(page: str) -> None:
    """To the page of the run that has just been opened, where it isn't this one."""
    name = st.session_state.pop(OPENED, None)
    if name is not None and name != page:
        st.switch_page(str(PAGES / f"{name}.py"))


def take(page: str, key: str) -> None:
    """Opens what has just been chosen."""
    touch()
    st.session_state.pop(PROBLEM, None)
    chosen = st.session_state.get(key)
    if chosen is None:
        return
    try:
        st.session_state[OPENED] = opened(chosen.getvalue())
    except ParamError as error:
        st.session_state[PROBLEM] = error.message
        return
    st.session_state[f"menu.{page}"] = False  # it has done its work
    st.session_state["saved.round"] = st.session_state.get("saved.round", 0) + 1


def opened(content: bytes) -> str:
    """Makes a run of a file, and its settings those of its page, whose name is returned. ParamError where
    that can't be."""
    from core.data import uploads
    from core.saved.file import from_bytes
    from core.training.device import available
    from core.training.engine import engine

    saved = from_bytes(content)
    config, algorithm = saved.config, saved.algorithm_class
    for data in saved.uploads.values():
        uploads.claim(uploads.store(data), viewer())
    page = algorithm.NAME
    device = saved.device if saved.device in available() else "auto"
    run = engine().create(viewer(), algorithm, config, device, saved.packed)
    state: Any = st.session_state
    settings = Settings(page, algorithm.Config, algorithm.PRESETS)
    settings.choose(None, {name: getattr(config, name) for name in settings.params})
    state[f"run.{page}"] = run.id
    state.setdefault(f"address.{page}", {})  # what the address says there is older than the file
    extras = state.setdefault(f"extras.{page}", {})
    for name in ("play", "device"):
        extras.pop(name, None)
    return page
