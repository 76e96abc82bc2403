"""The tables in README.md and the protocol are what the declarations say."""

import pytest

from core.playgrounds import lookup, names
from core.tables import MARKED, ROOT, documents, views, with_tables


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.parent.name)
def test_tables_are_up_to_date(document):
    text = document.read_text(encoding="utf-8")
    assert MARKED.search(text), "a document without a table"
    assert with_tables(text) == text, "run python -m core.tables"


def test_every_playground_has_a_protocol_that_names_each_of_its_arrays():
    for name in names():
        text = (ROOT / "core" / "playgrounds" / name / "PROTOCOL.md").read_text(encoding="utf-8")
        for _, _, arrays in views(lookup(name))[1:]:
            assert arrays in text.replace("\\|", "|")
