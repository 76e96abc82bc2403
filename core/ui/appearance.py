"""The switch between a light and a dark page, which the browser keeps; Streamlit's own menu is not shown."""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

from core.params import Translate

HTML = """
<select class="ls-theme"></select>
"""

# core/live/head.py answers in the system's place what is chosen here.
SCRIPT = """
export default function ({ parentElement, data }) {
  const select = parentElement.querySelector("select");
  select.setAttribute("aria-label", data.label);
  select.title = data.label;
  select.replaceChildren(...Object.entries(data.options).map(([value, text]) => new Option(text, value)));
  select.value = window.learnscopeTheme.value;
  select.onchange = () => window.learnscopeTheme.choose(select.value);
}
"""


@cache
def _component() -> Any:
    """Registered once per process."""
    return st.components.v2.component(
        "learnscope_theme", html=HTML, js=SCRIPT, isolate_styles=False
    )


def appearance(_: Translate) -> None:
    """Stands in the page's header (style.css)."""
    options = {"system": _("System"), "light": _("Light"), "dark": _("Dark")}
    with st.container(key="appearance"):
        _component()(key="theme", data={"label": _("Appearance"), "options": options})
