"""Texts follow the viewer, and the catalogues follow the sources."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from core import i18n

PO = """msgid ""
msgstr ""

msgid "Run"
msgstr "{run}"

msgctxt "data set"
msgid "Points"
msgstr "Punkte"
"""


@pytest.fixture
def two_languages(tmp_path, monkeypatch):
    """A project with shared texts and a playground's, and a second language in which some are translated."""
    own = tmp_path / "core" / "playgrounds" / "toy"
    own.mkdir(parents=True)
    (own / "__init__.py").write_text(
        'from core.i18n import N_\nT = N_("Points", "data set"), N_("Run")\n'
    )
    (own / "more.py").write_text('_("Only here")\n')
    (tmp_path / "app.py").write_text('from core.i18n import N_\nRUN = N_("Run")\n')
    catalogue = tmp_path / "core" / "locale" / "xx" / "LC_MESSAGES" / "learnscope.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(PO.format(run="Lauf"), encoding="utf-8")
    toy = own / "locale" / "xx" / "LC_MESSAGES" / "toy.po"
    toy.parent.mkdir(parents=True)
    toy.write_text(PO.format(run="anders"), encoding="utf-8")
    i18n.write_catalogues("xx", tmp_path)
    monkeypatch.setattr(i18n.domains, "__defaults__", (tmp_path,))
    i18n.translator.cache_clear()
    yield tmp_path
    i18n.translator.cache_clear()


def test_marked_texts_are_found_wherever_they_stand():
    source = """
Message("lr", "too {big}"); f"{_('inside')}"; N_("one "
  "text"); _(name); other("not this"); Message(name, N_("marked")); N_("Points", "data set")
"""
    found = {text for text, context in i18n.texts(source) if not context}
    assert found == {"inside", "marked", "one text", "too {big}"}
    assert ("Points", "data set") in i18n.texts(source)


def test_marking_something_else_than_a_text_is_refused():
    with pytest.raises(ValueError, match="not a text"):
        list(i18n.texts("N_(3)"))


def test_every_text_has_one_domain_and_all_are_collected():
    found = i18n.collect()
    assert found.keys() >= {"learnscope", "mlp", "gan"}
    assert all(found.values())
    for domain, texts in found.items():
        assert domain == "learnscope" or not texts.keys() & found["learnscope"].keys()
        files = {file for every in texts.values() for file in every}
        if domain != "learnscope":
            assert all(file.startswith(f"core/playgrounds/{domain}/") for file in files)


def test_english_stands_for_itself_and_is_the_fallback():
    assert "en" in i18n.languages()
    for language in ("en", "en-GB", "tlh", "", "../../etc", "C"):
        for page in ("", "mlp", "../mlp"):
            assert i18n.translator(language, page)("no such text {n}") == "no such text {n}"


def test_a_region_gets_its_language(two_languages):
    assert i18n.languages() == ["en", "xx"]
    assert i18n.translator("xx-AT")("Run") == "Lauf"
    assert i18n.translator("XX")("not translated yet") == "not translated yet"


def test_a_page_reads_its_own_domain_and_the_shared_one(two_languages):
    points = i18n.N_("Points", "data set")
    assert i18n.translator("xx", "toy")("Run") == "Lauf"  # shared: in no domain of its own
    assert i18n.translator("xx", "toy")(points) == "Punkte"
    assert i18n.translator("xx", "toy")("Points") == "Points"  # the other meaning
    assert i18n.translator("xx")(points) == "Points"


def test_the_test_language_wraps_marked_texts_and_nothing_else():
    wrap = i18n.translator(i18n.TEST, "mlp")
    told = {"label": i18n.N_("Circle"), "name": "circle", "all": [i18n.N_("A"), "A", 3, None]}
    said = i18n.translated(copy.deepcopy(told), wrap)
    assert said == {"label": "⟦Circle⟧", "name": "circle", "all": ["⟦A⟧", "A", 3, None]}


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
    before = contents(two_languages)
    i18n.write_catalogues("xx", two_languages)
    assert contents(two_languages) == before
    catalogue = two_languages / "core" / "locale" / "xx" / "LC_MESSAGES" / "learnscope.po"
    assert 'msgstr "Lauf"' in catalogue.read_text(encoding="utf-8")
    assert str(two_languages) not in catalogue.read_text(encoding="utf-8")
    assert "-Date" not in catalogue.read_text(encoding="utf-8")
    (two_languages / "app.py").write_text('_("Stop")\n')
    i18n.write_catalogues("xx", two_languages)
    rewritten = catalogue.read_text(encoding="utf-8")
    assert "Lauf" not in rewritten
    assert 'msgid "Stop"' in rewritten


def test_committed_catalogues_are_what_the_command_writes(tmp_path):
    """Of every language that there is; while there is none, that there is nothing to lag behind."""
    committed = [path for folder in i18n.domains().values() for path in folder.rglob("*.po")]
    for language in {path.parent.parent.name for path in committed}:
        before = {path: path.read_bytes() for path in committed}
        assert {path: path.read_bytes() for path in i18n.write_catalogues(language)} == before
    assert all(path.with_suffix(".mo").exists() for path in committed)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*.[pm]o") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
