"""The Streamlit script: the frame around every page. `app.py` runs it; it only routes."""

from __future__ import annotations

import streamlit as st

from core.i18n import languages
from core.ui.address import PUNCTUATION
from core.ui.appearance import appearance
from core.ui.pages import ICON, sections, style
from core.ui.settings import touch, touched
from core.ui.words import closest, language, translate

SIDEBAR = 336  # pixels: room for a label beside its field


def choose_language() -> None:
    touch()
    st.session_state["lang"] = st.session_state["language"]


st.set_page_config(
    page_icon=ICON,
    layout="wide",
    initial_sidebar_state=SIDEBAR,
)
st.html(style())
if "lang" in st.query_params and not st.session_state.get("touched"):
    st.session_state["lang"] = st.query_params["lang"][:20].rstrip(PUNCTUATION)
_ = translate()
shown = st.navigation(sections(language()), position="top")
if shown.url_path in ("", "runs"):  # pages of no playground
    st.session_state["settled"] = shown.url_path or "home"
    touched()
shown.run()
appearance(_)
spoken = languages()
if len(spoken) > 1:
    if st.session_state.get("language") != closest(language(), spoken):
        st.session_state["language"] = closest(language(), spoken)
    st.sidebar.selectbox(_("Language"), spoken, key="language", on_change=choose_language)
