"""The columns of a table as they can be learned from, and what kind each is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.data.table import Table
from core.i18n import N_
from core.params.messages import Message, ParamError

CLASSES = 10  # at most: there are no more colours
KINDS = 30  # of a text that becomes inputs, one each
NAMED = 20  # columns named in a sentence
EACH = 3  # rows that a kind needs on average, or a whole number to look like a class
IDS = re.compile(r"(.*[ _.-])?(id|uuid|nr|key)|.*[a-z]Id")
DATE = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:[T ].*)?"
PUNCTUATION = " .,;:!?)]}>'\"»”’…"  # what an address loses at its end
LABELS = {
    "number": N_("number"), "classes": N_("classes"), "text": N_("text"), "date": N_("date"),
    "counter": N_("counts rows or time"), "constant": N_("always the same"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Field:
    """A column as it can be learned from: `values` float64 [R], one for each row of the table's body.

    A number, not-a-number where there is a gap; or, where there are `kinds`, the place of a row's kind
    among them, −1 where there is a gap. `counts` says for a column of numbers that it only counts.
    """

    place: int
    name: str
    values: np.ndarray
    kinds: tuple[str, ...] = ()
    counts: bool = False

    @property
    def gaps(self) -> np.ndarray:
        """bool [R]."""
        return self.values < 0 if self.kinds else np.isnan(self.values)

    @property
    def held(self) -> np.ndarray:
        """The values that are there."""
        return self.values[~self.gaps]

    @property
    def kind(self) -> str:
        """One of LABELS."""
        if self.counts:
            return "counter"
        if not self.kinds:
            held = np.unique(self.held)
            return "constant" if len(held) < 2 else "classes" if self.few(held) else "number"
        if len(self.kinds) < 2:
            return "constant"
        if all(re.fullmatch(DATE, one.strip()) for one in self.kinds[:NAMED]):
            return "date"
        few = len(self.kinds) <= KINDS and len(self.held) >= EACH * len(self.kinds)
        return "classes" if few else "text"

    def few(self, distinct: np.ndarray) -> bool:
        """Whether numbers are few and whole, so that each may stand for a class."""
        whole = bool((distinct == np.round(distinct)).all())
        return whole and 2 <= len(distinct) <= CLASSES and len(self.held) >= EACH * len(distinct)

    def taken(self, rows: np.ndarray) -> Field:
        return Field(self.place, self.name, self.values[rows], self.kinds, self.counts)


def fields(table: Table) -> tuple[Field, ...]:
    """Every column of the table, in its order."""
    count = table.last - table.first + 1
    found = []
    for one in table.columns:
        values = np.full(count, np.nan)
        values[one.rows - table.first] = one.values
        whole = not np.mod(one.values, 1).any()
        named = bool(IDS.fullmatch(one.name) or IDS.fullmatch(one.name.lower()))
        counts = one.index or (named and whole and len(np.unique(one.values)) == len(one.values))
        found.append(Field(one.place, one.name, values, counts=counts))
    found += [Field(one.place, one.name, one.codes.astype(float), one.kinds) for one in table.words]
    return tuple(sorted(found, key=lambda one: one.place))


def find(every: Sequence[Field], wanted: str, param: str) -> Field:
    """The column of that place, from 1, or that name. ParamError about `param`."""
    word = wanted.strip()
    tests = (
        lambda one: word == str(one.place),
        lambda one: word == one.name,
        lambda one: word.casefold() == one.name.casefold(),
        lambda one: word.rstrip(PUNCTUATION).casefold() == one.name.rstrip(PUNCTUATION).casefold(),
    )
    for fits in tests:
        for one in every:
            if fits(one):
                return one
    names = ", ".join(one.name for one in every[:NAMED]) + (", …" if len(every) > NAMED else "")
    text = N_("There is no column {column}: the table has {columns}.")
    raise ParamError(Message(param, text, {"column": word[:60], "columns": names}), "")
