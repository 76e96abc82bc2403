"""A text of one's own: what is kept of it, and what is refused with which words."""

import pytest

from core.data import own_text
from core.params.messages import ParamError

TEXT = "Fish swim.\nBirds fly; so do bats, und Käfer.\n" * 20


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNSCOPE_UPLOADS", str(tmp_path / "uploads"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_kept_as_it_is_whatever_its_encoding(encoding):
    upload, found = own_text.taken("folder/mine.txt", TEXT.replace("\n", "\r\n").encode(encoding))
    assert found.text == TEXT.rstrip()
    assert own_text.stored(upload) == found
    assert found.report()[0].say() == "mine.txt has 899 characters, 26 different ones."


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "mine.txt has no text in it."),
        (b" \n\n ", "mine.txt has no text in it."),
        (b"a" * 300, "mine.txt consists of one character alone: there is nothing to predict."),
        (b"PK\x03\x04....", "is no text but a file of another kind (ZIP"),
        (b"abc\x00\x01\x02def", "control character"),
        (b"x y" * 4_000_000, "The file has 11.4 MB"),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(data, why):
    with pytest.raises(ParamError) as refused:
        own_text.taken("mine.txt", data)
    assert why in refused.value.message.say()
    assert "mine.txt" in refused.value.message.say()


def test_a_text_shorter_than_the_context_says_how_much_it_takes():
    upload, _ = own_text.taken("mine.txt", TEXT.encode())
    own_text.long_enough(upload, 64)
    with pytest.raises(ParamError) as refused:
        own_text.long_enough(upload, 64, characters=100)
    said = refused.value.message.say()
    assert said == "The text has 100 characters; with a context of 64 it takes 130."


def test_an_upload_of_another_kind_is_no_text():
    with pytest.raises(ParamError) as refused:
        own_text.unpacked(b"learnscope picture {}\n...")
    assert refused.value.message.say() == "This upload holds no text: upload one on this page."
