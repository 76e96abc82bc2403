"""What people write: the numbers of tests/numerals.json, which the browser reads too, and names."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.params.reading import entries, name, readings

TABLE = json.loads((Path(__file__).parent / "numerals.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "meant"), TABLE.items())
def test_a_number_means_what_the_table_says(text, meant):
    assert list(readings(text)) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("1,000", [1000]), ("1.000", [1, 1000]), ("1.500", [1500]), ("2,0", [2]), ("1.5e3", [1500])],
)
def test_a_whole_number_has_commas_for_thousands(text, meant):
    assert list(readings(text, whole=True)) == meant


@given(st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False))
def test_whatever_python_writes_is_read_with_point_or_comma(value):
    assert readings(repr(value)) == (value,)
    assert value in readings(repr(value).replace(".", ","))


@given(st.text(max_size=12))
def test_any_text_has_at_most_two_meanings_and_none_is_no_number(text):
    assert len(readings(text)) <= 2
    assert not any(math.isnan(value) for value in readings(text))
    assert all(entry for entry in entries(text))


def test_a_name_is_known_in_any_case_but_never_guessed():
    known = ("leaky_relu", "relu", "Ant-v5", "ant-V5", "two words")
    assert name("Leaky-ReLU", known) == "leaky_relu"
    assert name("RELU ", known) == "relu"
    assert name("Two_Words", known) == "two words"
    assert name("Ant-v5", known) == "Ant-v5"
    assert name("ANT-V5", known) is None, "two names differ in case alone"
    assert name("rel", known) is None
