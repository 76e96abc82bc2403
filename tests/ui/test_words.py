"""Texts: foreign text stays text, and every page has its words."""

import re

from hypothesis import given
from hypothesis import strategies as st

from core.ui.pages import names
from core.ui.words import plain, words


@given(st.text(max_size=80))
def test_foreign_text_is_never_markup(text):
    """A CommonMark reader drops the backslash before punctuation; what is left is the text itself."""
    escaped = plain(text)
    assert not re.search(r"(?<!\\)[\[\]<>`*!:$~]", escaped.replace("\\\\", ""))
    assert re.sub(r"\\(.)", r"\1", escaped) == " ".join(text.split())


def test_every_page_has_a_title_an_idea_and_a_text():
    for name in ("home", *names()):
        about = words(name, "en")
        assert about.title
        assert about.idea.endswith(".")
        assert len(about.body) > 300


def test_an_unknown_language_reads_english():
    assert words("mlp", "xx-YY") == words("mlp", "en")
    assert words("mlp", "../../../etc/passwd") == words("mlp", "en")
    assert words("not_written", "en").title == "Not Written"
