"""Where a table begins, and what its columns are called.

What stands above the numbers is a header, units, remarks or a comment. A header may consist of numbers,
as a data frame without names writes it: 0, 1, 2 …, which go on in no column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

COMMENT = re.compile(r"\s*(#|%|//)")
EARLY, FEW = 50, 10  # rows in which a header may stand below other numbers, and how many of these


@dataclass(frozen=True)
class Heading:
    """The row of the header, from 0, or None; the names of all columns; the first row below it.

    `comment` is the row of the header where it is a comment.
    """

    row: int | None
    names: list[str]
    first: int
    comment: int | None = None

    @property
    def header(self) -> bool:
        return self.row is not None or self.comment is not None


def heading(table: pd.DataFrame, numbers: dict[int, np.ndarray], way: str) -> Heading:
    """Of a table whose numeric columns are `numbers`; `way` is the decimal sign."""
    held = np.isfinite(np.stack(list(numbers.values()))).any(0)  # [N]
    filled = (table.head(EARLY) != "").to_numpy()  # [≤ EARLY, C]
    remarks = comments(table.head(EARLY))
    first = int(held.argmax())
    words = [
        row for row in range(min(len(filled), EARLY))
        if filled[row].any() and not held[row] and not remarks[row]
    ]  # fmt: skip
    late = [r for r in words if r > first and len(numbers) > 1 and filled[r, list(numbers)].all()]
    if late and held[: late[0]].sum() <= FEW < held[late[0] :].sum():
        first = late[0] + int(held[late[0] :].argmax())
    above = [row for row in words if row < first]
    if above:
        row = _names(above, filled.sum(1))
        return Heading(row, _shifted(list(table.iloc[row]), numbers), first)
    if first < EARLY and _counting(table, numbers, first, way):
        return Heading(first, list(table.iloc[first]), first + 1)
    comment, said = _said(table, remarks, first)
    return Heading(None, said, first, comment)


def comments(table: pd.DataFrame) -> np.ndarray:
    """Which rows are comments, bool [N]."""
    found = table[0].str.contains("[#%/]").to_numpy(bool, copy=True)
    if found.any():  # a look at each cell by itself takes its time
        found[found] = table[0][found].str.match(COMMENT.pattern).to_numpy(bool)
    return found


def _names(above: list[int], widths: np.ndarray) -> int:
    """The row of the names among the rows of words above the numbers: the first of the widest that reach
    down to the table without a gap, as units stand below."""
    most = max(widths[row] for row in above)
    row = max(row for row in above if widths[row] == most)
    while row - 1 in above and widths[row - 1] == most:
        row -= 1
    return row


def _shifted(names: list[str], numbers: dict[int, np.ndarray]) -> list[str]:
    """R writes no name above the rows' own: then all the others stand one column too far left."""
    last = max(numbers)
    if len(names) > 1 and not names[last] and names[0] and all(names[:last]):
        return ["", *names[:-1]]
    return names


def _counting(table: pd.DataFrame, numbers: dict[int, np.ndarray], first: int, way: str) -> bool:
    """Whether the first row of numbers only counts the columns: 0, 1, 2 … or 2019, 2020 …"""
    if len(table) - first < 3:
        return False
    cells = {place: str(table.iloc[first, place]).strip() for place in numbers}
    told = {place: cell for place, cell in cells.items() if cell}
    if not told or not all(re.fullmatch("[0-9]{1,9}", cell) for cell in told.values()):
        return False
    if len(told) > 1 and all(_decimals(table[place], numbers[place], first, way) for place in told):
        return True  # whole numbers above columns without any
    counted = [int(cell) for cell in told.values()]
    start = 0 if len(counted) == 1 else counted[0]
    if counted != list(range(start, start + len(counted))):
        return False
    if len(told) < len(cells):
        return True  # a gap above a column without gaps: there is nothing to count
    apart = [_apart(table[place], numbers[place], first, way) for place in told]
    return all(apart) or (start == 0 and any(apart))


def _decimals(cells: pd.Series, values: np.ndarray, first: int, way: str) -> bool:
    """Whether all numbers of a column but the first are written with decimals."""
    kept = np.isfinite(values[first + 1 :])
    return bool(cells.iloc[first + 1 :][kept].str.contains(way, regex=False).all())


def _apart(cells: pd.Series, values: np.ndarray, first: int, way: str) -> bool:
    """Whether the first number of a column is unlike all that follow: written otherwise, or far away."""
    below = values[first + 1 :]
    kept = np.isfinite(below)
    body = below[kept]
    if len(body) < 2:
        return False
    if _decimals(cells, values, first, way):
        return True
    low, high = body.min(), body.max()
    return bool(max(low - values[first], values[first] - high) > high - low)


def _said(table: pd.DataFrame, remarks: np.ndarray, first: int) -> tuple[int | None, list[str]]:
    """The last comment above the table and the names in it, as NumPy writes them, where they fit."""
    width = len(table.columns)
    nothing = (None, [""] * width)
    rows = [row for row in range(min(first, EARLY)) if remarks[row]]
    if not rows:
        return nothing
    cells = [str(cell).strip() for cell in table.iloc[rows[-1]]]
    cells[0] = COMMENT.sub("", cells[0]).strip()
    if not cells[0]:
        cells = [*cells[1:], ""]
    held = (table.iloc[first : first + EARLY] != "").to_numpy().sum(1)
    fits = sum(map(bool, cells)) == int(np.median(held)) and all(cells[: int(np.median(held))])
    return (rows[-1], cells) if fits else nothing
