"""Words on the page: the viewer's language, long texts from Markdown files, and texts made harmless."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st

from core.i18n import Translate, translator

CORE = Path(__file__).resolve().parents[1]
PAGES = CORE.parent / "pages"
SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&=])")


@dataclass(frozen=True)
class Words:
    """A page's long text: its title, its idea in one sentence, and the rest as Markdown."""

    title: str
    idea: str
    body: str


def language() -> str:
    """The viewer's language: the one asked for, else the browser's, else English."""
    return st.session_state.get("lang") or st.context.locale or "en"


def translate(page: str = "") -> Translate:
    """Into the viewer's language, on one page."""
    return translator(language(), page)


def words(page: str, language: str) -> Words:
    """The page's long text in the viewer's language, English if need be: a `# title`, a paragraph with
    the idea, the rest. A playground's is words.LANGUAGE.md in its folder, those of other pages
    pages/PAGE.LANGUAGE.md."""
    room = CORE / "playgrounds" / page
    files = room.glob("words.*.md") if room.is_dir() else PAGES.glob(f"{page}.*.md")
    known = {path.suffixes[0][1:]: path for path in files}
    if not known:
        return Words(page.replace("_", " ").title(), "", "")
    return _read(known[closest(language, known)])


def closest(language: str, known: Iterable[str]) -> str:
    """The one of the `known` languages for a browser's tag such as `zh-CN`: itself, `zh`, else `en`."""
    tag = language.replace("-", "_").lower()
    names = {name.lower(): name for name in known}
    return names.get(tag) or names.get(tag.partition("_")[0]) or "en"


@lru_cache(maxsize=64)
def _read(path: Path) -> Words:
    title, _, rest = path.read_text(encoding="utf-8").strip().partition("\n")
    idea, _, body = rest.strip().partition("\n\n")
    return Words(title.lstrip("# "), " ".join(idea.split()), body.strip())


def plain(text: str) -> str:
    """`text` as it is, whatever Markdown would make of it: addresses and values come from anywhere."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
