"""Who looks at the page: by this their runs and the files they have handed in are known."""

from __future__ import annotations

import secrets

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.live.cookie import NAME as COOKIE
from core.live.cookie import viewer_of

OFFERED = "Sec-WebSocket-Protocol"  # streamlit, a token for uploads, the session before


def viewer() -> str:
    """Who owns the runs of this browser; without a cookie, this session alone."""
    known = named()
    if not known:
        known = st.session_state["viewer"] = secrets.token_urlsafe(24)
    return known


def named() -> str:
    """The viewer, as far as it is known by now."""
    cookie = st.context.cookies.get(COOKIE, "")
    return token() or viewer_of(f"{COOKIE}={cookie}") or ""


def tab() -> str:
    """The session of this browser tab. Nobody else knows it: by it Streamlit lets the tab connect again."""
    context = get_script_run_ctx()
    return context.session_id if context is not None else ""


def tab_before() -> str:
    """The session that this tab had when it connected, and that this one has replaced; "" if none."""
    offered = st.context.headers.get(OFFERED, "").split(",")
    before = offered[2].strip() if len(offered) > 2 else ""
    return before if before != tab() else ""


def token() -> str:
    """What this session's runs belong to where the browser keeps no cookie, as in the frame of another
    site: its own pages alone are told. Empty where there is a cookie."""
    return st.session_state.get("viewer", "")
