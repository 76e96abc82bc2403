"""How the numbers of a table are written, and what they are.

Four ways are told apart: point or comma before the decimals, the other one between thousands or nothing.
Spaces and apostrophes between thousands, and one unit behind all numbers of a column, are understood in
any case. `cells` are pandas series of text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

GROUPS = " \u00a0\u202f'’"  # between thousands, whoever writes them
UNIT = r"([0-9])\s*([^\d\s.,;:+\-/'’][^\d.,;:/]{0,11})$"  # after a number
WORDY = r"[^0-9.,+\-\s]"  # in every cell with a unit: a plain number, which is most, has none
UNITS = 2000  # cells in which a unit is looked for
MISSING = {"", "-", "--", "?", "na", "n/a", "#n/a", "nan", "null", "none", "."}


@dataclass(frozen=True)
class Way:
    """One way of writing numbers: the sign before the decimals, and the one between thousands."""

    decimal: str
    thousands: str

    @property
    def grouped(self) -> str:
        """A pattern: a number with signs between its thousands."""
        return rf"[+-]?[1-9][0-9]{{0,2}}(?:[{GROUPS}{self.thousands}][0-9]{{3}})+(?:[{self.decimal}][0-9]*)?"

    @property
    def plain(self) -> str:
        """A pattern: a number without."""
        point = f"[{self.decimal}]"
        return rf"[+-]?(?:[0-9]+{point}?[0-9]*|{point}[0-9]+)(?:[eE][+-]?[0-9]+)?"


POINT, COMMA = Way(".", ""), Way(",", "")
ENGLISH, CONTINENTAL = Way(".", ","), Way(",", ".")
WAYS = (POINT, COMMA, ENGLISH, CONTINENTAL)  # where two fit equally well, the earlier one


def numbers(cells: pd.Series, way: Way) -> np.ndarray:
    """The finite numbers in the cells, float64 [N]; not-a-number where there is none."""
    plain = cells.str.fullmatch(way.plain).astype(bool)
    others = cells[~plain & (cells != "")]
    grouped = others[others.str.fullmatch(way.grouped).astype(bool)]
    if len(grouped):
        cells = cells.copy()
        cells[grouped.index] = grouped.str.replace(f"[{GROUPS}{way.thousands}]", "", regex=True)
        plain[grouped.index] = cells[grouped.index].str.fullmatch(way.plain).astype(bool)
    if way.decimal == ",":
        cells = cells.str.replace(",", ".", regex=False)
    found = np.full(len(cells), np.nan)
    found[plain.to_numpy()] = _read(cells[plain])
    found[~np.isfinite(found)] = np.nan
    return found


def column(cells: pd.Series, way: Way) -> np.ndarray | None:
    """The numbers of a column of a table, float64 [N], not-a-number where there is none; None where it
    holds `many` of them no more. What needs a look at each cell is done for the first UNITS alone where
    Arrow can read all others as they are: a table of 1.5 million cells in half the time."""
    rest = _plainly(cells.iloc[UNITS:]) if way.decimal == "." and len(cells) > UNITS else None
    looked_at = bare(cells if rest is None else cells.iloc[:UNITS])
    found = numbers(looked_at, way)
    if rest is None:
        return found if many(found, looked_at) else None
    whole = np.concatenate((found, rest))
    held = int((~missing(looked_at)).sum()) + int(np.isfinite(rest).sum())
    return whole if _many(whole, held) else None


def _plainly(cells: pd.Series) -> np.ndarray | None:
    """Cells of which each is a finite number without any sign of its own, or empty; else None."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        held = pa.array(cells)
        found = pc.if_else(pc.equal(held, ""), None, held).cast(pa.float64())
    except pa.ArrowException:
        return None
    values: np.ndarray = found.to_numpy(zero_copy_only=False)
    return values if int(np.isfinite(values).sum()) == len(values) - found.null_count else None


def _read(cells: pd.Series) -> np.ndarray:
    """Cells that are numbers in any case, float64: by Arrow, 30 times as fast, where it knows how."""
    import pandas as pd
    import pyarrow as pa

    try:
        found: np.ndarray = pa.array(cells).cast(pa.float64()).to_numpy(zero_copy_only=False)
        return found
    except pa.ArrowException:  # a plus sign, say
        with np.errstate(over="ignore"):
            return pd.to_numeric(cells, errors="coerce").to_numpy(np.float64)


def bare(cells: pd.Series) -> pd.Series:
    """The cells without spaces around them, currency signs, and the unit that all numbers share."""
    cells = cells.str.strip().str.replace("−", "-", regex=False)
    if cells.str.contains(
        "[$€£¥]"
    ).any():  # pandas replaces groups cell by cell: only where there are any
        cells = cells.str.replace(r"^([+-]?)[$€£¥]\s*", r"\1", regex=True)
    first = cells.head(UNITS)
    first = first[first.str.contains(WORDY)]
    units = first.str.extract(UNIT)[1].dropna() if len(first) else first
    if len(units) > 1 and units.nunique() == 1:
        cells = cells.str.replace(UNIT, r"\1", regex=True)
    return cells


def missing(cells: pd.Series) -> np.ndarray:
    """Where nothing is, or a word for nothing: bool [N]."""
    return cells.str.lower().isin(MISSING).to_numpy()


def way(columns: list[pd.Series], separator: str) -> tuple[Way, int]:
    """The way that makes the most columns of numbers, then the most numbers; and how many columns.

    What all ways allow for, such as `1,234`, is decided by what else there is.
    """

    def score(one: Way) -> tuple[int, int]:
        found = [numbers(cells, one) for cells in columns]
        good = [many(each, cells) for each, cells in zip(found, columns, strict=True)]
        return sum(good), sum(int(np.isfinite(each).sum()) for each in found)

    commas = any(cells.str.contains(",", regex=False).any() for cells in columns)
    # Without commas, points part thousands only where a number has two of them.
    grouped = commas or any(cells.str.contains(r"\..*\.").any() for cells in columns)
    ways = WAYS if commas else (POINT, CONTINENTAL) if grouped else (POINT,)
    scores = {one: score(one) for one in ways}
    best = max(ways, key=lambda one: scores[one])
    if best is COMMA and scores[COMMA] == scores[ENGLISH] and _thousands(columns, separator):
        best = ENGLISH
    return best, scores[best][0]


def many(found: np.ndarray, cells: pd.Series) -> bool:
    """Whether a column holds numbers: at least two, and in half of its cells that hold something."""
    return _many(found, int((~missing(cells)).sum()))


def _many(found: np.ndarray, held: int) -> bool:
    """Of `held` cells that hold something."""
    count = int(np.isfinite(found).sum())
    return count >= 2 and 2 * count >= held


def _thousands(columns: list[pd.Series], separator: str) -> bool:
    """Whether the commas of `1,234` part thousands: where commas part columns, or beside `999`."""
    for cells in columns:
        if cells.str.fullmatch(ENGLISH.grouped).any():
            if cells.str.fullmatch("[0-9]{4,}").any():
                return False
            if separator == "," or cells.str.fullmatch("[1-9][0-9]{0,2}").any():
                return True
    return False
