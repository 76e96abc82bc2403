"""Two columns of a table that belong together, however the table is written."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from core.data import pairs as pairing
from core.data.pairs import pairs
from core.data.table import read
from core.params import ParamError

CASES = Path("/work/shared/cases/csv")
RNG = np.random.default_rng(3)
X, Y = RNG.normal(3, 2, 60).round(2), RNG.normal(2000, 900, 60).round(2)


def written(separator=",", decimal=".", thousands="", names=("dose", "response"), quote=False):
    def cell(value):
        text = f"{value:,.2f}" if thousands else f"{value:.2f}"
        text = text.translate(str.maketrans({",": thousands, ".": decimal}))
        return f'"{text}"' if quote else text

    rows = [separator.join(names)] if names else []
    rows += [f"{cell(x)}{separator}{cell(y)}" for x, y in zip(X, Y, strict=True)]
    return "\n".join(rows) + "\n"


def check(data: bytes, names=("dose", "response")):
    found = pairs(read(data))
    assert found.x == pytest.approx(X)
    assert found.y == pytest.approx(Y)
    assert found.names == names
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("separator", "decimal", "thousands"),
    [(s, d, t) for s, d in product(",;\t|", ".,") for t in ("", ".", " ") if s != d and t != d],
)
@pytest.mark.parametrize("named", [True, False])
def test_separators_decimal_signs_and_thousands_are_found(separator, decimal, thousands, named):
    names = ("dose", "response") if named else ()
    check(written(separator, decimal, thousands, names).encode(), names or ("1", "2"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_are_found(encoding):
    names = ("größe", "höhe")
    check(written(";", ",", names=names).encode(encoding), names)


def test_quoted_cells_units_and_excels_first_line_are_understood():
    check(written(quote=True).encode())
    check(b"sep=;\r\n" + written(";").replace("\n", "\r\n").encode())
    rows = [f"{x:.2f} mg,{y:.2f} ms" for x, y in zip(X, Y, strict=True)]
    check(("dose,response\n" + "\n".join(rows)).encode())


def test_rows_without_both_numbers_are_left_out_and_named():
    rows = [f"{x},{y}" for x, y in zip(X, Y, strict=True)]
    for place, cells in {3: ",7", 8: "2,", 11: "nan,4", 14: "1,inf", 20: "n/a,n/a", 30: ""}.items():
        rows.insert(place, cells)
    table = read(("dose,response\n" + "\n".join(rows)).encode())
    found = pairs(table)
    assert found.x == pytest.approx(X)
    assert found.y == pytest.approx(Y)
    assert [row for row, _ in found.left_out] == [5, 10, 13, 16, 22, 32]
    said = " ".join(one.say() for one in found.report(table))
    assert "x is column dose, y is column response: 60 rows have both." in said
    assert "Rows left out: 6." in said
    assert "Row 5 was left out: there is no number for x." in said
    assert "Row 10 was left out: there is no number." in said


def test_columns_are_chosen_and_can_be_asked_for():
    table = read(
        b"day,a,b,c\n" + b"".join(b"%d,%d,%d,%d\n" % (k, k * k, k % 7, k**3) for k in range(20))
    )
    assert pairs(table).names == ("a", "c")  # days are counted
    assert pairs(table, "day", "b").names == ("day", "b")
    assert pairs(table, "4", "2").names == ("c", "a")
    assert pairs(table, "", "2").names == ("b", "a")
    rows = pairs(table, pairing.ROWS, "c")
    assert rows.x.tolist() == list(range(1, 21))
    assert rows.places == (0, 4)
    with pytest.raises(ParamError, match="no numbers in column e"):
        pairs(table, "e")


def test_one_column_is_read_over_the_number_of_its_row():
    found = pairs(read(b"height\n1,5\n1,7\n1,6\n1,9\n"))
    assert found.x.tolist() == [1, 2, 3, 4]
    assert found.y.tolist() == [1.5, 1.7, 1.6, 1.9]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a,b\n1,2\n3,4\n5,6\n", "both hold a number in 3 rows"),
        (b"a,b\n1,\n2,\n,3\n,4\n5,\n6,\n,7\n,8\n", "both hold a number in 0 rows"),
        (b"a\n1\n2\n", "holds 2 numbers: a regression needs at least 4"),
        (b"name,town\nx,y\nz,w\n", "No column of numbers"),
        (b"", "empty"),
    ],
)
def test_what_makes_no_regression_gets_a_sentence(data, said):
    with pytest.raises(ParamError, match=said):
        pairs(read(data))


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not on this machine")
@pytest.mark.parametrize(
    "name", ["decimal-comma", "index-first", "sep-line", "time-first", "header-zero"]
)
def test_the_files_of_the_cases(name):
    found = pairs(read((CASES / f"{name}.csv").read_bytes()))
    assert len(found.y) == 400
    assert found.y[0] == 20.0
    assert found.left_out == ()
