"""A table that somebody has, as columns of numbers: what was decided is said, and what was left out.

Separator, decimal sign, thousands, encoding, header and comments are found by what makes the most columns
of numbers; pandas cuts the rows. Rows and columns are counted as a spreadsheet counts them: from 1, the
header included. A refusal never says what stands in the file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.data import cells, heading
from core.data.numerals import missing
from core.data.text import decoded
from core.data.uploads import refusal
from core.i18n import N_
from core.params.messages import Message

if TYPE_CHECKING:
    import pandas as pd

TIMES = re.compile(
    r"(unnamed.*|index|idx|id|no\.?|nr\.?|#|row|sample|frame|step|epoch|t|time.*|.*timestamp|unix.*|"
    r"date.*|datum|zeit.*|uhrzeit|temps|tiempo|seconds?|sekunden?|sec|s|ms|minutes?|hours?|days?|year|jahr)"
    r"(\s*[\[(/].*)?"
)
SEPARATORS = {
    ",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab"), "|": N_("bar"), " ": N_("spaces"),
}  # fmt: skip
SIGNS = {".": N_("point"), ",": N_("comma")}
NAMED = 5  # rows left out whose reasons are told
DATES = re.compile(r"date\b|datum\b|time\b|zeit\b|uhrzeit\b|timestamp\b|unix")
EVEN = 0.05  # how far steps may differ, relative to their mean, to be equal: times are rounded


@dataclass(frozen=True, eq=False)
class Column:
    """A column: its place from 1, its name (or that place), its values, float64 [N], and their rows."""

    place: int
    name: str
    values: np.ndarray
    rows: np.ndarray  # int [N], from 1
    index: bool  # unnamed, in equal steps, or time: taken only when asked for


@dataclass(frozen=True, eq=False)
class Words:
    """A column that holds no numbers: its place and name as a Column's, and what stands in its cells.

    `kinds` are the different texts in alphabetical order, `codes` int64 [N] says which of them stands in
    each row of the table's body, −1 where there is none; the body's rows are first…last.
    """

    place: int
    name: str
    kinds: tuple[str, ...]
    codes: np.ndarray


@dataclass(frozen=True, eq=False)
class Table:
    """The columns of numbers, and how they were read; `words` are the other columns that hold anything."""

    columns: tuple[Column, ...]
    header: bool
    separator: str  # "" where there is one column
    decimal: str
    thousands: str
    encoding: str
    first: int  # the first row below the header
    last: int  # the last row
    skipped: tuple[tuple[int, Message], ...]  # rows that belong to no column, each with its reason
    words: tuple[Words, ...] = ()

    def column(self, wanted: str = "") -> Column:
        """The column of that place, from 1, or that name; without one the first that is no index."""
        if not wanted:
            signals = [one for one in self.columns if not one.index]
            return next(
                (one for one in signals if np.ptp(one.values)), [*signals, *self.columns][0]
            )
        for one in self.columns:
            if wanted == str(one.place):
                return one
        for one in self.columns:
            if wanted.casefold() == one.name.casefold():
                return one
        places = ", ".join(str(one.place) for one in self.columns[:20])
        text = N_("There are no numbers in column {column}: choose one of {places}.")
        raise refusal(text, column=wanted[:60], places=places)

    def left_out(self, column: Column) -> list[tuple[int, Message]]:
        """The rows without a number in that column, each with its reason."""
        known = dict(self.skipped)
        gaps = set(range(self.first, self.last + 1)) - set(column.rows.tolist()) - known.keys()
        every = known | dict.fromkeys(gaps, Message("upload", N_("there is no number")))
        return sorted(every.items(), key=lambda one: one[0])

    def how(self) -> Message:
        """How the file is written, in a sentence."""
        header = N_("yes") if self.header else N_("no")
        how = {
            "separator": Message("upload", SEPARATORS.get(self.separator, N_("none"))),
            "decimal": Message("upload", SIGNS[self.decimal]), "header": Message("upload", header),
        }  # fmt: skip
        text = N_("Separator: {separator}. Decimal sign: {decimal}. Header: {header}.")
        if self.thousands:
            how["thousands"] = Message("upload", SIGNS[self.thousands])
            text = N_("Separator: {separator}. Decimal sign: {decimal}. Between thousands: {thousands}. "
                      "Header: {header}.")  # fmt: skip
        return Message("upload", text, how)

    def report(self, column: Column) -> list[Message]:
        """What was decided, and what was left out, in sentences."""
        values = {
            "column": column.name,
            "n": len(column.values),
            "first": f"{column.values[0]:.10g}",
        }
        left_out = self.left_out(column)
        said = [
            Message("upload", N_("Column {column}: {n} numbers, the first is {first}."), values),
            self.how(),
            Message("upload", N_("Rows left out: {n}."), {"n": len(left_out)}),
        ]
        row = N_("Row {row} was left out: {reason}.")
        said += [Message("upload", row, {"row": r, "reason": why}) for r, why in left_out[:NAMED]]
        return said


def read(data: bytes) -> Table:
    """The table in a file's bytes. ParamError about `upload` where there are no numbers in it."""
    text, encoding = decoded(data)
    if not text.strip():
        raise refusal(N_("The file is empty."))
    text, told, before = cells.rows(text)
    cut = cells.best(text, told)
    frame = cells.frame(text, cut.separator)
    remarks = heading.comments(frame)
    found = dict(cells.columns(frame, cut.way))
    for values in found.values():
        values[remarks] = np.nan
    if not found:
        raise refusal(cells.NO_NUMBERS)
    top = heading.heading(frame, found, cut.way.decimal)
    columns = (_column(place, values, top, before) for place, values in found.items())
    kept = tuple(one for one in columns if len(one.values) >= 2)
    if not kept:
        raise refusal(cells.NO_NUMBERS)
    return Table(
        kept, top.header, cut.separator, cut.way.decimal, cut.way.thousands, encoding,
        top.first + before + 1, len(frame) + before, tuple(_skipped(frame, top, before)),
        tuple(_words(frame, top, found, remarks)),
    )  # fmt: skip


def _words(
    frame: pd.DataFrame, top: heading.Heading, numbers: Collection[int], remarks: np.ndarray
) -> Iterator[Words]:
    """The columns that are not among the `numbers` and hold something below the header."""
    for place in frame:
        if place in numbers:
            continue
        held = frame[place].iloc[top.first :].str.strip()
        codes, kinds = held.factorize(sort=True)
        nothing = np.flatnonzero(missing(kinds.to_series()))
        codes[np.isin(codes, nothing) | remarks[top.first :]] = -1
        there, kept = np.unique(codes[codes >= 0], return_inverse=True)
        codes[codes >= 0] = kept
        if len(there):
            name = top.names[place].strip()
            yield Words(place + 1, name or str(place + 1), tuple(kinds[there]), codes)


def _column(place: int, values: np.ndarray, top: heading.Heading, before: int) -> Column:
    rows = top.first + np.flatnonzero(np.isfinite(values[top.first :]))
    kept = values[rows]
    name = top.names[place].strip()
    return Column(place + 1, name or str(place + 1), kept, rows + before + 1, _index(name, kept))


def _index(name: str, values: np.ndarray) -> bool:
    """Whether numbers only count rows or tell the time: in equal steps, or rising, by such a name."""
    steps = np.diff(values)
    if len(steps) < 2 or not steps.any():
        return False
    mean = steps.mean()
    if np.abs(steps - mean).max() <= EVEN * abs(mean):
        return True
    rising = not name or TIMES.fullmatch(name.casefold())
    return bool((rising and (steps >= 0).all()) or DATES.match(name.casefold()))


def _skipped(
    frame: pd.DataFrame, top: heading.Heading, before: int
) -> Iterator[tuple[int, Message]]:
    """(row, reason) of the rows that hold nothing for any column; the header is none of them."""
    empty = (frame == "").to_numpy().all(1)
    remarks = heading.comments(frame)
    for row in range(len(frame)):
        if row == top.row or row == top.comment:
            continue
        if remarks[row]:
            yield row + before + 1, Message("upload", N_("it is a comment"))
        elif empty[row]:
            yield row + before + 1, Message("upload", N_("it is empty"))
        elif row < top.first:
            yield row + before + 1, Message("upload", N_("it stands above the numbers"))
