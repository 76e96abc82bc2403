"""A data set whose files are missing: a button that fetches them for everybody, its progress, and cancel.

While the box is on the page it looks again by itself, so that it also sees what somebody else has fetched. Of
a set that is here in part the sidebar offers the rest: meanwhile the run learns from what there is.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

import streamlit as st

from core.data import download, official, places
from core.data.download import Download
from core.params import ParamError, Translate
from core.ui.settings import Settings
from core.ui.viewer import viewer
from core.ui.words import plain

AGAIN = 1.5  # seconds until it looks again
MB = 1e6


def missing_data(settings: Settings, _: Translate) -> bool:
    """The box, where the chosen set's files are missing; whether they have come since it was last shown."""
    name = settings.values.get("dataset", "")
    key = f"missing.{settings.page}"
    if st.session_state.pop(f"anew.{settings.page}", False):
        return True
    if name not in official.FILES or download.present(name):
        return st.session_state.pop(key, "") == name != ""
    st.session_state[key] = name
    label = _(settings.params["dataset"].options[name])

    @st.fragment(run_every=AGAIN)
    def box() -> None:
        if download.present(name):
            st.rerun(scope="app")
        with st.container(border=True, key=f"download.{settings.page}"):
            _drawn(name, label, _)

    box()
    return False


def partial_data(settings: Settings, _: Translate) -> None:
    """The offer of the rest of a set that is here in part; once it has come, that of beginning anew."""
    name, page = settings.values.get("dataset", ""), settings.page
    key = f"part.{page}"
    if not download.in_part(name):
        if st.session_state.get(key) != name:
            st.session_state.pop(key, None)
            return
        with st.container(border=True, key=f"rest.{page}"):
            label = _(settings.params["dataset"].options[name])
            st.caption(plain(_("All of {label} is here now.").format(label=label)))
            text = _("Begin anew with all of it")
            st.button(text, key=f"anew-button.{page}", on_click=_anew, args=(page,))
        return
    st.session_state[key] = name
    found = download.current(name)
    running = found is not None and not found.over
    if not running and not official.allowed():
        return

    @st.fragment(run_every=AGAIN if running else None)
    def box() -> None:
        if running and (not download.in_part(name) or (found is not None and found.over)):
            st.rerun(scope="app")
        if found is not None and running:
            _running(found, _)
            return
        if found is not None and found.problem is not None:
            st.error(plain(found.problem.say(_)), icon=":material/error:")

    with st.container(border=True, key=f"rest.{page}"):
        label = _(settings.params["dataset"].options[name])
        st.caption(plain(_("{label} is here in part.").format(label=label)))
        box()
        if not running:
            text = _("Download all of it ({size:.0f} MB)").format(size=official.megabytes(name))
            icon = ":material/download:"
            st.button(text, key=f"fetch-rest.{page}", icon=icon, on_click=_rest, args=(name,))


def _rest(name: str) -> None:
    if download.in_part(name):
        try:
            download.start(name, viewer())
        except ParamError:  # what is allowed has changed since the button was drawn
            return


def _anew(page: str) -> None:
    st.session_state.pop(f"part.{page}", None)
    st.session_state[f"anew.{page}"] = True


def _drawn(name: str, label: str, _: Translate) -> None:
    st.markdown(plain(_("The files of {label} are not on this server yet.").format(label=label)))
    found = download.current(name)
    if found is not None and not found.over:
        _running(found, _)
        return
    if found is not None and found.problem is not None:
        st.error(plain(found.problem.say(_)), icon=":material/error:")
    if official.allowed():
        text = _("Download {label} ({size:.0f} MB)").format(
            label=label, size=official.megabytes(name)
        )
        st.button(
            text, key=f"fetch.{name}", icon=":material/download:", on_click=_start, args=(name,)
        )
    if _at_home():  # others are told by the run, without the server's path
        text = _("By hand: put {files} into {folder}.")
        files = ", ".join(file.name for file in official.FILES[name])
        st.caption(plain(text.format(files=files, folder=places.own(name))))


def _running(found: Download, _: Translate) -> None:
    text = _("Waiting for another download to end.")
    if found.stage == "running":
        told = _("{received:.1f} of {total:.1f} MB, {rate:.1f} MB/s")
        text = told.format(
            received=found.received / MB, total=found.total / MB, rate=found.rate() / MB
        )
    st.progress(min(1.0, found.received / found.total), text=text)
    if viewer() in found.people:
        key = f"cancel.{found.name}"
        st.button(_("Cancel"), key=key, on_click=download.cancel, args=(found.name, viewer()))
    else:
        st.caption(_("Somebody else who uses this server has asked for it."))


def _start(name: str) -> None:
    if download.present(name):  # pressed on a page that had not heard of it
        return
    try:
        download.start(name, viewer())
    except ParamError:  # what is allowed has changed since the button was drawn
        return


def _at_home() -> bool:
    """Whether the page was asked for at this machine's own name, and by no proxy."""
    headers = st.context.headers
    if "X-Forwarded-For" in headers or "Forwarded" in headers:
        return False
    host = re.sub(r":\d*$", "", headers.get("Host") or "").strip("[]")
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
