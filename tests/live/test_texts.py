"""The component's texts: one meaning for each key, and gaps that can be filled."""

import re

import pytest

from core.live.texts import TEXTS, texts
from core.playgrounds import names


@pytest.mark.parametrize("page", names())
def test_a_page_gets_its_own_texts_and_the_shared_ones_with_plain_names_as_gaps(page):
    found = texts(page, str)
    assert found.keys() > TEXTS.keys()
    for key, text in found.items():
        assert text, key
        assert all(re.fullmatch(r"\w+", gap) for gap in re.findall(r"\{([^}]*)\}", text)), key


def test_a_page_cannot_give_a_shared_text_another_meaning(monkeypatch):
    monkeypatch.setitem(TEXTS, "map.hint", "Something else")
    with pytest.raises(ValueError, match=r"mlp gives shared texts another meaning: map.hint"):
        texts("mlp", str)
