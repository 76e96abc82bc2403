"""One column of numbers out of a CSV file, or a sentence that says where the file goes wrong.

Cells are separated by commas, semicolons or tabs, and numbers have a decimal point. The first row may
hold names. Rows and columns are counted as a spreadsheet counts them: from 1, the header included.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.data.uploads import check_size, refusal
from core.i18n import N_

ROWS = 500_000
SEPARATORS = ";\t,"  # where two fit equally well, the earlier one


@dataclass(frozen=True)
class Column:
    """A column: its place from 1, its name (or that place), and its values, float64 [N]."""

    place: int
    name: str
    values: np.ndarray


def column(data: bytes, place: int = 0) -> Column:
    """The column at `place`, from 1; 0 means the first that holds numbers.

    Raises ParamError about `upload` with a sentence that names row and column.
    """
    text = _decoded(data)
    rows = list(_rows(text))
    if len(rows) < 2:
        raise refusal(N_("The file has only one row: a signal needs many, one number in each."))
    header = not any(_number(cell) is not None for cell in rows[0][1])
    names, body = rows[0][1], rows[header:]
    if place > len(names):
        values = {"place": place, "columns": len(names)}
        raise refusal(N_("There is no column {place}: the file has {columns}."), **values)
    if place == 0:
        numbers = (k for k, cell in enumerate(body[0][1], 1) if _number(cell) is not None)
        place = next(numbers, 0)
        if place == 0:
            text = N_("Row {row} holds no number (a number is written as 1234.5).")
            raise refusal(text, row=body[0][0])
    name = names[place - 1].strip() if header else ""
    found = Column(place, name or str(place), np.array(list(_values(body, place, name))))
    if len(found.values) < 2:
        raise refusal(
            N_("Column {column} holds only one number: a signal needs many."), column=found.name
        )
    return found


def _values(body: list[tuple[int, list[str]]], place: int, name: str) -> Iterator[float]:
    for row, cells in body:
        cell = cells[place - 1].strip()
        number = _number(cell)
        if number is not None:
            yield number
            continue
        values = {"row": row, "column": name or place, "cell": cell[:40]}
        if not cell:
            raise refusal(N_("Row {row}, column {column} is empty: fill the gap."), **values)
        if _number(cell.replace(",", ".")) is not None and cell.count(",") == 1:
            text = N_("Row {row}, column {column} is {cell}: write a decimal point, not a comma.")
            raise refusal(text, **values)
        raise refusal(
            N_("Row {row}, column {column} is {cell}: that is no finite number."), **values
        )


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """(row, cells) for every row; rows are equally long and none is empty but at the very end."""
    lines = re.split(r"\r\n|\n|\r", text)
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        raise refusal(N_("The file is empty."))
    if len(lines) > ROWS:
        text = N_("The file has {rows} rows: at most {most} are allowed.")
        raise refusal(text, rows=len(lines), most=ROWS)
    width, row = 0, 0
    reader = csv.reader(lines, delimiter=_separator(lines[:2]), strict=True)
    try:
        for row, cells in enumerate(reader, 1):
            if not any(cell.strip() for cell in cells):
                raise refusal(N_("Row {row} is empty: fill the gap."), row=row)
            width = width or len(cells)
            if len(cells) != width:
                text = N_("Row {row} has {cells} cells, but the first row has {width}.")
                raise refusal(text, row=row, cells=len(cells), width=width)
            yield row, cells
    except csv.Error as error:
        text = N_("Row {row} can't be read as CSV ({error}).")
        raise refusal(text, row=row + 1, error=str(error)) from None


def _separator(first: list[str]) -> str:
    """The separator that cuts the first rows into the most cells, equally many in each."""

    def fits(separator: str) -> tuple[bool, int]:
        counts = [len(next(csv.reader([line[:9999]], delimiter=separator), [])) for line in first]
        return len(set(counts)) == 1 and counts[0] > 1, counts[0]

    return max(SEPARATORS, key=fits)


def _decoded(data: bytes) -> str:
    check_size(len(data))
    row = data.count(b"\n", 0, data.find(b"\0")) + 1
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusal(N_("The file is in UTF-16: save it as CSV in UTF-8."))
    if b"\0" in data:
        raise refusal(N_("Row {row} contains a zero byte: this is no text file."), row=row)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = N_("Row {row} is not in UTF-8 (byte {byte:02x}): save the file as CSV in UTF-8.")
        row = data.count(b"\n", 0, error.start) + 1
        raise refusal(text, row=row, byte=data[error.start]) from None


def _number(cell: str) -> float | None:
    """The finite number that a cell holds, or None."""
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in cell else None
