"""Who looks at the page: by this their runs and the files they have handed in are known."""

from __future__ import annotations

import secrets

import streamlit as st

from core.live.cookie import NAME as COOKIE
from core.live.cookie import viewer_of


def viewer() -> str:
    """Who owns the runs of this browser; without a cookie, this session alone."""
    if not token():
        cookie = st.context.cookies.get(COOKIE, "")
        known = viewer_of(f"{COOKIE}={cookie}")
        if known:
            return known
        st.session_state["viewer"] = secrets.token_urlsafe(24)
    return token()


def token() -> str:
    """What this session's runs belong to where the browser keeps no cookie, as in the frame of another
    site: its own pages alone are told. Empty where there is a cookie."""
    return st.session_state.get("viewer", "")
