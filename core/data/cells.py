"""A text cut into cells: by which separator, and into which columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

import numpy as np

from core.data import numerals
from core.data.numerals import Way
from core.data.uploads import refusal
from core.i18n import N_

if TYPE_CHECKING:
    import pandas as pd

ROWS, COLUMNS, CELLS = 500_000, 300, 6_000_000
SAMPLE = 20_000  # cells by which it is decided how to cut
LETTERS = 400_000  # of them together
SEPARATORS = (
    ";",
    "\t",
    ",",
    "|",
    "",
    " ",
)  # where two fit equally well, the earlier one; "" is none
NOWHERE = "\x1f"  # a separator that no text contains
NO_NUMBERS = N_("No column of numbers was found: one is needed, with a number in each row.")
TOO_WIDE = N_("The table has {columns} columns: at most {most} are allowed.")
PATTERNS = {"": NOWHERE, " ": r"\s+"}


@dataclass(frozen=True)
class Cut:
    """How a text becomes a table: what parts its cells, and how its numbers are written."""

    separator: str  # "" where there is one column
    way: Way


def rows(text: str) -> tuple[str, str, int]:
    """The text without Excel's line `sep=;`; the separator that this line gives, or ""; and its rows."""
    lines = text.count("\n") + 1
    if lines > ROWS:
        said = N_("The file has {rows} rows: at most {most} are allowed.")
        raise refusal(said, rows=lines, most=ROWS)
    told = re.match(r'"?sep=(.)"?[;,\t ]*\n', text, re.IGNORECASE)
    return (text[told.end() :], told[1], 1) if told else (text, "", 0)


def best(text: str, told: str) -> Cut:
    """The cut that makes the most columns of numbers, then the fewest of words. ParamError without any."""
    found: dict[Cut, tuple[int, int]] = {}  # columns of numbers, and minus those of words
    lines, widest = text.split("\n", SAMPLE)[:SAMPLE], 0
    for separator in [told] if told else SEPARATORS:
        if separator not in ("", " ", told) and separator not in text:
            continue
        if separator == " " and _tabbed(lines):
            continue  # spaces stand in its cells
        width = _width(lines, separator)
        widest = max(widest, width)
        if width > COLUMNS:
            continue
        long = sum(map(len, lines[:50])) // min(50, len(lines)) + 1
        sample = "\n".join(lines[: max(50, min(SAMPLE // width, LETTERS // long))])
        table = cut(sample, separator, width)
        columns = [numerals.bare(table[place]) for place in table]
        quoted = separator or ("," if '"' in sample else "")  # why else would it be quoted?
        way, count = numerals.way(columns, quoted)
        if not _torn(columns, way, separator):
            found[Cut(separator, way)] = (count, -_words(columns, way))
    most = max(found, key=lambda one: found[one], default=None)
    if most is None or not found[most][0]:
        if widest > COLUMNS:
            raise refusal(TOO_WIDE, columns=widest, most=COLUMNS)
        raise refusal(NO_NUMBERS)
    return most


def cut(text: str, separator: str, width: int) -> pd.DataFrame:
    """Every cell as text; what is missing at a row's end is empty."""
    import pandas as pd

    if (text.count("\n") + 1) * width > CELLS:
        raise refusal(N_("The table is too large: at most {most} cells are allowed."), most=CELLS)
    how = {
        "sep": PATTERNS.get(separator, separator), "header": None, "names": range(width), "dtype": str,
        "index_col": False, "keep_default_na": False, "skip_blank_lines": False,
        "skipinitialspace": True, "low_memory": False,
    }  # fmt: skip
    for quoting in (
        csv.QUOTE_MINIMAL,
        csv.QUOTE_NONE,
    ):  # a quotation mark without a fellow is a sign
        try:
            return pd.read_csv(StringIO(text), quoting=quoting, **how)
        except pd.errors.ParserError:
            continue
    raise refusal(N_("The rows can't be told apart: this is no CSV file."))


def frame(text: str, separator: str) -> pd.DataFrame:
    """The whole table."""
    width = _width(text.split("\n"), separator)
    if width > COLUMNS:
        raise refusal(TOO_WIDE, columns=width, most=COLUMNS)
    return cut(text, separator, width)


def _width(lines: list[str], separator: str) -> int:
    """Cells of the widest line, or a few more: quotation marks don't count."""
    if not separator:
        return 1
    if separator == " ":
        return max(max((len(line.split()) for line in lines), default=1), 1)
    return max(line.count(separator) for line in lines) + 1


def _words(columns: list[pd.Series], way: Way) -> int:
    """How many columns hold something in most rows, and mostly no numbers."""
    held = [cells for cells in columns if 2 * int((cells != "").sum()) > len(cells)]
    return sum(not numerals.many(numerals.numbers(cells, way), cells) for cells in held)


def _tabbed(lines: list[str]) -> bool:
    """Whether tabs part the cells of all lines, or nearly all."""
    filled = [line for line in lines if line.strip()]
    return sum("\t" in line for line in filled) > 0.9 * len(filled)


def _torn(columns: list[pd.Series], way: Way, separator: str) -> bool:
    """Whether a comma or space that belongs to the numbers was taken for the separator."""
    if separator not in (",", " ") or len(columns) < 2:
        return False
    found = np.stack([np.isfinite(numerals.numbers(cells, way)) for cells in columns])  # [C, N]
    filled = np.stack([(cells != "").to_numpy() for cells in columns])
    widths = (filled * np.arange(1, len(columns) + 1)[:, None]).max(0)  # [N]
    body = found.any(0)
    if not body.any():
        return False
    width, first = int(np.median(widths[body])), int(body.argmax())
    names = next(
        (int(w) for w in widths[:first][::-1] if w), 0
    )  # of the row above the first numbers
    if 0 < names < width:
        return not (names == width - 1 and _numbered(columns[0][body]))
    if names or width != 2:
        return False
    left, right = columns[0][body], columns[1][body]
    return _halves(left, right, separator)


def _numbered(cells: pd.Series) -> bool:
    """Whether the cells are the names of rows: words, or 1, 2, 3 … (R writes no name above them)."""
    found = numerals.numbers(cells, numerals.POINT)
    return bool(np.isnan(found).all() or (np.diff(found) == 1).all())


def _halves(left: pd.Series, right: pd.Series, separator: str) -> bool:
    """Whether two columns without names are two halves of numbers: `20,05`, `1 234`."""
    digits = right[right != ""]
    if not left.str.fullmatch("[+-]?[0-9]+").all() or not digits.str.fullmatch("[0-9]+").all():
        return False
    if separator == " ":
        return bool(digits.str.fullmatch("[0-9]{3}").all() and digits.str.startswith("0").any())
    longer = digits[digits.str.len() > 1]
    tenths = digits.str.len().max() == 1 and digits.nunique() >= 8
    return bool(longer.str.startswith("0").any() or (left == "-0").any() or tenths)


def columns(table: pd.DataFrame, way: Way) -> Iterator[tuple[int, np.ndarray]]:
    """(place from 0, numbers [N]) for every column that holds numbers."""
    for place in table:
        found = numerals.column(table[place], way)
        if found is not None:
            yield int(place), found
