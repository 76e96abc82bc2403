"""What a visitor sees where a page's script failed: a sentence. Streamlit has logged the trace by then."""

from __future__ import annotations

import streamlit as st

from core.ui.words import translate


def show_failure(error: Exception) -> bool:
    """Streamlit's `on_script_error`, also for what a widget's callback raises; True: shown, show no trace."""
    _ = translate()
    st.error(
        _(
            "This page could not be shown in full because of an error in Learnscope. Reload the page. If it"
            " comes back, tell whoever runs this server: what happened is in the server's log."
        ),
        icon=":material/error:",
    )
    return True
