"""The pages, found by listing the folder: a new file is a new page with its address, title and card."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from core.i18n import translator
from core.playgrounds import page as declaration
from core.ui.words import CORE, PAGES, words

# As an address that has it all: Streamlit forgets a file of its own after a part of the page was drawn alone.
ICON = "data:image/png;base64," + b64encode(
    (Path(__file__).parent / "images" / "icon.png").read_bytes()
).decode("ascii")


OTHERS = ("home", "runs")  # pages of no playground


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """The playgrounds in the order in which they declare to stand."""
    found = [path.stem for path in PAGES.glob("[!_]*.py") if path.stem not in OTHERS]
    return tuple(sorted(found, key=lambda name: (declaration(name).place, name)))


def groups(language: str) -> dict[str, list[str]]:
    """The playgrounds by their groups' titles, in the order of each one's first; "" for those of none."""
    found: dict[str, list[str]] = {}
    for name in names():
        group = declaration(name).group
        title = translator(language, name)(group) if group else ""
        found.setdefault(title, []).append(name)
    return found


def sections(language: str) -> dict[str, list[StreamlitPage]]:
    """The navigation: home, the library, and what declares no group, then the groups."""
    found = {"": [page(name, language) for name in OTHERS]}
    for title, members in groups(language).items():
        found.setdefault(title, []).extend(page(name, language) for name in members)
    return found


def page(name: str, language: str) -> StreamlitPage:
    """The page as Streamlit's navigation knows it; its address is its name."""
    title = words(name, language).title
    file = str(PAGES / f"{name}.py")
    if name == "home":
        return st.Page(file, title=title, default=True)
    return st.Page(file, title=title, url_path=name)


def image(name: str, language: str) -> tuple[Path, str] | None:
    """A picture of the playground at work, where there is one, and what it shows in words."""
    path = CORE / "playgrounds" / name / "card.png"
    said = declaration(name).picture or words(name, language).title
    return (path, translator(language, name)(said)) if path.exists() else None


@lru_cache(maxsize=1)
def style() -> str:
    """Our style sheet as an element; kept here, since a script's own caches end with its run."""
    return f"<style>{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"
