"""CSV columns: what is understood, and where a file goes wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.table import column
from core.params import ParamError


@pytest.mark.parametrize(
    ("data", "place", "name", "values"),
    [
        (b"1\n2.5\n-3e2\n", 0, "1", [1, 2.5, -300]),
        (b"level\n1\n2\n", 0, "level", [1, 2]),
        (b"day,level\nMon,1\nTue,2\n", 0, "level", [1, 2]),
        (b"Mon,1,5\nTue,2,6\n", 3, "3", [5, 6]),
        (b"a;b\r\n1;2\r\n3;4\r\n", 2, "b", [2, 4]),
        (b"a\tb\n1\t2\n3\t4\n", 0, "a", [1, 3]),
        (b'"a, in m";b\n1;2\n3;4\n', 1, "a, in m", [1, 3]),
        (b"\xef\xbb\xbfa\n 1 \n2\n\n\n", 0, "a", [1, 2]),
        (b'text,b\n"one\ntwo",1\nthree,2\n', 2, "b", [1, 2]),
    ],
)
def test_finds_the_column(data, place, name, values):
    found = column(data, place)
    assert found.name == name
    assert found.values.tolist() == values


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        (b"", 0, "The file is empty"),
        (b"\n\n", 0, "The file is empty"),
        (b"1\n", 0, "only one row"),
        (b"level\n1\n", 0, "Column level holds only one number"),
        (
            b"day,level\nMon,1\nTue,high\n",
            0,
            "Row 3, column level is high: that is no finite number",
        ),
        (b"1\nnan\n", 0, "Row 2, column 1 is nan: that is no finite number"),
        (b"1\n1_000\n", 0, "Row 2, column 1 is 1_000"),
        (b"1\n1e999\n", 0, "Row 2, column 1 is 1e999"),
        (b"a,b\n1,2\n,3\n", 0, "Row 3, column a is empty: fill the gap"),
        (b"1\n\n2\n", 0, "Row 2 is empty: fill the gap"),
        (b"a;b\n1,5;2\n2,5;3\n", 1, "Row 2, column a is 1,5: write a decimal point, not a comma"),
        (b"a,b\n1,2\n3\n", 0, "Row 3 has 1 cells, but the first row has 2"),
        (b"a,b\nx,y\nz,w\n", 0, "Row 2 holds no number"),
        (b"a\n1\n2\n", 2, "There is no column 2: the file has 1"),
        ("a\n1\n2\n".encode("utf-16"), 0, "in UTF-16: save it as CSV in UTF-8"),
        (b"a\n1\n\xe42\n", 0, r"Row 3 is not in UTF-8 \(byte e4\)"),
        (b"a\n1\n\x002\n", 0, "Row 3 contains a zero byte"),
        (b'a\n"1\n2\n', 0, "can't be read as CSV"),
        (b'a,b\n1,"' + b"x" * 200_000 + b'"\n2,y\n', 0, "can't be read as CSV"),
        (b"0\n" * (50 * 2**20), 0, r"has 100\.0 MB: at most 10 MB"),
        (b"0\n" * 500_001, 0, "has 500001 rows: at most 500000"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_where_a_file_goes_wrong_is_said(data, place, said):
    with pytest.raises(ParamError, match=said) as caught:
        column(data, place)
    assert caught.value.message.param == "upload"


@given(st.binary(max_size=300))
def test_whatever_is_handed_in_gives_numbers_or_a_sentence(data):
    try:
        said = str(len(column(data).values))
    except ParamError as error:
        said = error.message.say()
    assert said
