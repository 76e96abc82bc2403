"""Texts follow the viewer, and the catalogues follow the sources."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from core import i18n


@pytest.fixture
def two_languages(tmp_path, monkeypatch):
    """A project with one text, "Run", and a second language in which it is translated."""
    (tmp_path / "app.py").write_text('from core.i18n import N_\nRUN = N_("Run")\n')
    catalogue = tmp_path / "xx" / "LC_MESSAGES" / "learnscope.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid ""\nmsgstr ""\n\nmsgid "Run"\nmsgstr "Lauf"\n', encoding="utf-8")
    i18n.write_catalogues(tmp_path, tmp_path)
    monkeypatch.setattr(i18n, "LOCALE", tmp_path)
    i18n.translator.cache_clear()
    yield tmp_path
    i18n.translator.cache_clear()


def test_committed_catalogues_are_what_the_command_writes(tmp_path):
    shutil.copytree(i18n.LOCALE, tmp_path / "locale")
    i18n.write_catalogues(i18n.ROOT, tmp_path / "locale")
    fresh = contents(tmp_path / "locale")
    stale = [name for name, found in contents(i18n.LOCALE).items() if found != fresh.pop(name)]
    assert not stale, f"run `python -m core.i18n` and commit: {stale} lag behind the sources"
    assert not fresh


def test_catalogues_say_nothing_about_time_or_machine():
    template = (i18n.LOCALE / "learnscope.pot").read_text(encoding="utf-8")
    assert "-Date" not in template
    assert str(i18n.ROOT) not in template


def test_marked_texts_are_found_wherever_they_stand():
    source = """
Message("lr", "too {big}"); f"{_('inside')}"; N_("one "
  "text"); _(name); other("not this"); Message(name, N_("marked"))
"""
    assert sorted(i18n.texts(source)) == ["inside", "marked", "one text", "too {big}"]


def test_marking_something_else_than_a_text_is_refused():
    with pytest.raises(ValueError, match="not a text"):
        list(i18n.texts("N_(3)"))


def test_english_stands_for_itself_and_is_the_fallback():
    assert "en" in i18n.languages()
    for language in ("en", "en-GB", "tlh", "", "../../etc", "C"):
        assert i18n.translator(language)("no such text {n}") == "no such text {n}"


def test_a_region_gets_its_language(two_languages):
    assert i18n.languages() == ["en", "xx"]
    assert i18n.translator("xx-AT")("Run") == "Lauf"
    assert i18n.translator("XX")("not translated yet") == "not translated yet"


def test_two_viewers_read_two_languages_at_once(two_languages):
    both_read = Barrier(2, timeout=10)

    def read(language: str) -> set[str]:
        found = set()
        for _ in range(200):
            both_read.wait()
            found.add(i18n.translator(language)("Run"))
        return found

    with ThreadPoolExecutor(2) as viewers:
        assert list(viewers.map(read, ["en", "xx"])) == [{"Run"}, {"Lauf"}]


def test_rewriting_keeps_translations_and_drops_what_is_gone(two_languages):
    catalogue = two_languages / "xx" / "LC_MESSAGES" / "learnscope.po"
    assert 'msgstr "Lauf"' in catalogue.read_text(encoding="utf-8")
    (two_languages / "app.py").write_text('_("Stop")\n')
    i18n.write_catalogues(two_languages, two_languages)
    rewritten = catalogue.read_text(encoding="utf-8")
    assert "Lauf" not in rewritten
    assert 'msgid "Stop"' in rewritten


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
