"""Columns of a table that belong together: the rows in which each of them holds a number.

What a model with inputs needs, where a signal takes one column as it comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.data.table import Column, Table
from core.data.uploads import refusal
from core.i18n import N_
from core.params.messages import Message

LEAST = 4  # rows: three to learn from, one to test
ROWS = "0"  # asked for as x: the number of the row
NAMED = 5  # rows left out whose numbers are told


@dataclass(frozen=True, eq=False)
class Pairs:
    """x and y, float64 [N], and their rows in the file, int [N], from 1. `places` are those of the columns,
    from 1; that of x is 0 where the rows themselves are counted."""

    x: np.ndarray
    y: np.ndarray
    rows: np.ndarray
    names: tuple[str, str]
    places: tuple[int, int]
    left_out: tuple[tuple[int, Message], ...]

    def report(self, table: Table) -> list[Message]:
        """What was decided, and which rows were left out, in sentences."""
        columns = {"x": self.names[0], "y": self.names[1], "n": len(self.rows)}
        text = N_("x is column {x}, y is column {y}: {n} rows have both.")
        if not self.places[0]:
            text = N_("y is column {y}: {n} rows have it. x is the number of the row.")
        left_out = Message("upload", N_("Rows left out: {n}."), {"n": len(self.left_out)})
        row = N_("Row {row} was left out: {reason}.")
        named = [
            Message("upload", row, {"row": number, "reason": why})
            for number, why in self.left_out[:NAMED]
        ]
        return [Message("upload", text, columns), table.how(), left_out, *named]


def together(columns: Sequence[Column]) -> tuple[np.ndarray, np.ndarray]:
    """The rows in which every column holds a number, int [N], and those numbers, float64 [N, C]."""
    rows = columns[0].rows
    for one in columns[1:]:
        rows = np.intersect1d(rows, one.rows, assume_unique=True)
    return rows, np.stack([one.values[np.isin(one.rows, rows)] for one in columns], 1)


def pairs(table: Table, x: str = "", y: str = "") -> Pairs:
    """The pairs of two columns, each asked for by its place or name.

    Of those that are not asked for, y is the last column that does not count rows or time, and x the first
    other one; without any other, and where ROWS is asked for, x is the number of the row. Raises ParamError
    about `upload`.
    """
    asked = table.column(x) if x not in ("", ROWS) else None
    up = table.column(y) if y else _last(table, asked)
    across = asked or (None if x == ROWS else _first(table, up))
    rows, values = together([across, up] if across else [up])
    if len(rows) < LEAST:
        names = {"x": across.name if across else "", "y": up.name}
        if not across:
            text = N_("Column {y} holds {n} numbers: a regression needs at least {least}.")
        else:
            text = N_("Columns {x} and {y} both hold a number in {n} rows: a regression needs at least "
                      "{least}.")  # fmt: skip
        raise refusal(text, n=len(rows), least=LEAST, **names)
    left = dict(table.left_out(up))
    for row in set(up.rows.tolist()) - set(rows.tolist()):
        left[row] = Message("upload", N_("there is no number for x"))
    return Pairs(
        values[:, 0] if across else rows - rows[0] + 1.0, values[:, -1], rows,
        (across.name if across else "", up.name), (across.place if across else 0, up.place),
        tuple(sorted(left.items(), key=lambda one: one[0])),
    )  # fmt: skip


def _last(table: Table, x: Column | None) -> Column:
    others = [one for one in table.columns if one is not x] or list(table.columns)
    return next((one for one in reversed(others) if not one.index), others[-1])


def _first(table: Table, y: Column) -> Column | None:
    others = [one for one in table.columns if one is not y]
    return next((one for one in others if not one.index), others[0] if others else None)
