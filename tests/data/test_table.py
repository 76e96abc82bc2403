"""Tables that people have: what is decided of each kind, and which sentence other files get."""

from __future__ import annotations

import math
import random
import zipfile
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data import cells, table
from core.params import ParamError

WAVE = [20 + 5 * math.sin(k / 10) for k in range(400)]


def comma(number, form="{:.4f}"):
    return form.format(number).replace(".", ",")


def continental(number):
    return f"{number:,.2f}".translate(str.maketrans(",.", ".,"))


def lines(head, row, values=WAVE):
    return head + "".join(f"{row(k, v)}\n" for k, v in enumerate(values))


def grouped(number, space):
    whole, _, rest = f"{number:,.2f}".partition(".")
    return f"{whole.replace(',', space)},{rest}"


# name: (file, column, first value, separator, decimal sign)
KINDS = {
    "index unnamed": (lines(",value\n", lambda k, v: f"{k},{v:.4f}"), "value", 20, ",", "."),
    "time stamps": (
        lines("time,value\n", lambda k, v: f"2026-03-01 00:{k // 60:02}:{k % 60:02},{v:.4f}"),
        "value", 20, ",", ".",
    ),
    "unix time": (
        lines("timestamp,value\n", lambda k, v: f"{17e8 + 60 * k + 7 * math.sin(9 * k):.2f},{v:.4f}"),
        "value", 20, ",", ".",
    ),
    "decimal comma": (lines("Zeit;Wert\n", lambda k, v: f"{k};{comma(v)}"), "Wert", 20, ";", ","),
    "decimal comma alone": (lines("Wert\n", lambda k, v: comma(v)), "Wert", 20, "", ","),
    "decimal comma, no name": (lines("", lambda k, v: comma(v, "{:.2f}")), "1", 20, "", ","),
    "three decimals, tab": (lines("t\tv\n", lambda k, v: f"{k}\t{comma(v, '{:.3f}')}"), "v", 20, "\t", ","),
    "sep=;": (lines("sep=;\na;b\n", lambda k, v: f"{k};{v:.4f}"), "b", 20, ";", "."),
    "header 0": (lines("0\n", lambda k, v: f"{v:.4f}"), "0", 20, "", "."),
    "header 0 of whole numbers": (lines("0\n", lambda k, v: f"{v * 20 + 800:.0f}"), "0", 1200, "", "."),
    "header ,0": (lines(",0\n", lambda k, v: f"{k},{v:.4f}"), "0", 20, ",", "."),
    "header 0,1": (lines("0,1\n", lambda k, v: f"{k},{v:.4f}"), "1", 20, ",", "."),
    "header of years": (
        lines("2019,2020\n", lambda k, v: f"{v:.0f},{v + 3:.0f}"), "2019", 20, ",", ".",
    ),
    "header of places": (
        lines("10,25,50\n", lambda k, v: f"{v:.2f},{v + 1:.2f},{v + 2:.2f}"), "10", 20, ",", ".",
    ),
    "compact dates": (
        lines("date;v\n", lambda k, v: f"2026{1 + k // 28 % 12:02}{1 + k % 28:02};{v:.4f}"),
        "v", 20, ";", ".",
    ),
    "quoted decimal comma": (
        lines('"Zeit","Wert"\n', lambda k, v: f'"{k}","{comma(v)}"'), "Wert", 20, ",", ",",
    ),
    "no header": (lines("", lambda k, v: f"{v:.4f}"), "1", 20, "", "."),
    "tabs": (lines("t\tv\n", lambda k, v: f"{k}\t{v:.4f}"), "v", 20, "\t", "."),
    "bars": (lines("t|v\n", lambda k, v: f"{k}|{v:.4f}"), "v", 20, "|", "."),
    "spaces": (lines("  t    v\n", lambda k, v: f"{k:5} {v:9.4f}"), "v", 20, " ", "."),
    "rows named by R": (lines('"t" "v"\n', lambda k, v: f'"{k + 1}" {k} {v:.4f}'), "v", 20, " ", "."),
    "quoted": (lines('"name","v, m"\n', lambda k, v: f'"x, {k}","{v:.4f}"'), "v, m", 20, ",", "."),
    "thousands 1,234.5": (
        lines("t,v\n", lambda k, v: f'{k},"{v * 1000:,.2f}"'), "v", 20_000, ",", ".",
    ),
    "thousands 1,234": (lines("v\n", lambda k, v: f'"{v * 1000:,.0f}"'), "v", 20_000, ",", "."),
    "thousands 1.234,5": (
        lines("Zeit;Wert\n", lambda k, v: f"{k};{continental(v * 1000)}"), "Wert", 20_000, ";", ",",
    ),
    "thousands 1 234,5": (
        lines("Temps;Valeur\n", lambda k, v: f"{k};{grouped(v * 1000, chr(0x202F))}"),
        "Valeur", 20_000, ";", ",",
    ),
    "thousands 1 234,5 alone": (
        lines("Valeur\n", lambda k, v: grouped(v * 1000, " ")), "Valeur", 20_000, "", ",",
    ),
    "thousands 1'234.5": (
        lines("t;v\n", lambda k, v: f"{k};{v * 1000:,.2f}".replace(",", "'")), "v", 20_000, ";", ".",
    ),
    "units in the cells": (lines("t;v\n", lambda k, v: f"{k};{v:.2f} °C"), "v", 20, ";", "."),
    "per cent": (lines("v\n", lambda k, v: f"{v:.2f}%"), "v", 20, "", "."),
    "European dates": (
        lines("Datum;Wert\n", lambda k, v: f"{1 + k % 28:02}.{1 + k // 28 % 12:02}.2026;{comma(v)}"),
        "Wert", 20, ";", ",",
    ),
    "names in a comment": (lines("# t v\n", lambda k, v: f"{k:.18e} {v:.18e}"), "v", 20, " ", "."),
    "blank columns": (lines("t,,v,\n", lambda k, v: f"{k},,{v:.4f},"), "v", 20, ",", "."),
    "a column that never changes": (lines("id,v\n", lambda k, v: f"7,{v:.4f}"), "v", 20, ",", "."),
    "minus signs": (lines("x;y\n", lambda k, v: f"{comma(v)};−{comma(v)}"), "x", 20, ";", ","),
    "exponents": (lines("a,b\n", lambda k, v: f"{v:.6e},{-v:.2E}"), "a", 20, ",", "."),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_decided(kind):
    text, name, first, separator, decimal = KINDS[kind]
    found = table.read(text.encode())
    column = found.column()
    assert (column.name, len(column.values), column.values[0]) == (name, 400, first)
    assert (found.separator, found.decimal) == (separator, decimal)
    assert found.left_out(column) == []
    assert found.header == (kind not in ("no header", "decimal comma, no name"))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_ends_of_lines(encoding, end):
    text = lines("Größe;Ü µm\n", lambda k, v: f"{k};{comma(v)}").replace("\n", end)
    column = table.read(text.encode(encoding)).column()
    assert (column.name, len(column.values), column.values[0]) == ("Ü µm", 400, 20)


def body(head, tail="", gap=lambda k: False):
    return lines(head, lambda k, v: f"{k},{'' if gap(k) else f'{v:.4f}'}") + tail


@pytest.mark.parametrize(
    ("text", "count", "left_out"),
    [
        (body("t,v\ns,mm\n"), 400, {2: "it stands above the numbers"}),
        (body("t,v\n", "s,mm\n"), 400, {402: "there is no number"}),
        (body("t,v\n", "Total,\n"), 400, {402: "there is no number"}),
        (body("# by x, y, z\n# Bob's 5\" thing\nt,v\n", "# the end\n"), 400,
         {1: "it is a comment", 2: "it is a comment", 404: "it is a comment"}),
        (body("Device: X\nRate: 100 Hz\n\nt,v\n"), 400,
         {1: "it stands above the numbers", 2: "it stands above the numbers", 3: "it is empty"}),
        (body("Device,X\nRate,100\n\nt,v\n"), 400,
         {1: "it stands above the numbers", 2: "it stands above the numbers", 3: "it is empty"}),
        (body("t,v\n", gap=lambda k: k in (7, 9)), 398, {9: "there is no number", 11: "there is no number"}),
        (body("t,v\n", "400,NaN\n401,err\n402,1e999\n"), 400,
         dict.fromkeys((402, 403, 404), "there is no number")),
    ],
)  # fmt: skip
def test_rows_that_are_left_out_are_told_with_their_reasons(text, count, left_out):
    found = table.read(text.encode())
    column = found.column()
    assert (column.name, len(column.values)) == ("v", count)
    assert {row: why.say() for row, why in found.left_out(column)} == left_out
    said = " ".join(one.say() for one in found.report(column))
    assert f"Column v: {count} numbers, the first is 20." in said
    assert "Separator: comma. Decimal sign: point. Header: yes." in said
    assert f"Rows left out: {len(left_out)}." in said


def test_other_columns_are_offered_and_an_index_only_when_asked_for():
    found = table.read(lines(",a,word,b\n", lambda k, v: f"{k},{v},x,{-v}").encode())
    assert [(one.place, one.name, one.index) for one in found.columns] == [
        (1, "1", True), (2, "a", False), (4, "b", False),
    ]  # fmt: skip
    assert found.column().name == "a"
    assert found.column("4").name == found.column("B").name == "b"
    assert np.array_equal(found.column("1").values, np.arange(400))
    with pytest.raises(ParamError, match="no numbers in column 3: choose one of 1, 2, 4"):
        found.column("3")


def test_where_there_is_only_an_index_it_is_the_column():
    assert table.read(b"n\n0\n1\n2\n3\n").column().name == "n"


def test_two_columns_of_whole_numbers_are_not_taken_for_decimals():
    rows = random.Random(0)
    text = "".join(f"{rows.randrange(10, 99)},{rows.randrange(10, 99)}\n" for _ in range(400))
    found = table.read(text.encode())
    assert (found.separator, len(found.columns)) == (",", 2)


def archive():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("xl/workbook.xml", "secret")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b"\n \n\t\n", "The file is empty"),
        (b"secret\n", "No column of numbers was found"),
        (b"1\n", "No column of numbers was found"),
        (b"secret,word\nx,y\n", "No column of numbers was found"),
        (b"secret\n\x02\n", "Row 2 contains a control character: this is no text file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "contains a control character"),
        (archive(), r"another kind \(ZIP, XLSX, ODS\): save the table as CSV"),
        (b"0\n" * (50 * 2**20), r"has 100\.0 MB: at most 10 MB"),
        (b"0\n" * 500_001, "has 500001 rows: at most 500000"),
        (b"1," * 400 + b"\n" + b"1," * 400, "has 401 columns: at most 300"),
        (b"," * 290 + b"\n" + b"1\n" * 300_000, "The table is too large"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_refusal_says_why_and_not_what_stands_in_the_file(data, said):
    with pytest.raises(ParamError, match=said) as caught:
        table.read(data)
    assert caught.value.message.param == "upload"
    assert "secret" not in str(caught.value)


def test_a_large_table_is_cut_by_a_sample(monkeypatch):
    sizes = []
    cut = cells.cut
    monkeypatch.setattr(
        cells, "cut", lambda text, *rest: sizes.append(len(text)) or cut(text, *rest)
    )
    text = lines("t,v\n", lambda k, v: f"{k},{v:.4f}", WAVE * 100)
    assert len(table.read(text.encode()).column().values) == 40_000
    assert sorted(sizes)[-2] < 0.5 * len(text)


@pytest.mark.parametrize("text", ['a\n"1\n2\n3\n4\n', 'a,b\n1,"x\n2,y\n3,z\n'])
def test_a_quotation_mark_without_a_fellow_is_a_sign(text):
    assert len(table.read(text.encode()).column().values) >= 2


@settings(deadline=None)
@given(
    st.binary(max_size=300)
    | st.text("0123456789.,;:\t \"'#-+eE%|ax\n\r\ufeff\u202f", max_size=120).map(str.encode)
)
def test_whatever_is_handed_in_gives_numbers_or_a_sentence(data):
    try:
        said = str(len(table.read(data).column().values))
    except ParamError as error:
        said = error.message.say()
    assert said
