"""What a table asks of a network: one column to be predicted, from which others, in which rows.

Every column is a number or one of a few texts, its kinds. What is decided is said: which column is the
target, whether it names classes, what was left out and what was filled. Refusals are ParamErrors about
`upload`, `target`, `target_kind` or `left_out`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.data.fields import CLASSES, KINDS, Field, fields, find
from core.data.table import Table
from core.data.uploads import refusal
from core.i18n import N_
from core.params.messages import Message, ParamError

INPUTS = 64  # numbers that a network is fed, all kinds counted
LEAST = 4  # rows
GAP = "—"  # the kind of what is missing in a column of texts
TARGETS = {"target", "class", "label", "y"}


@dataclass(frozen=True, eq=False)
class Plan:
    """N rows with the target y [N], class index or number, and C inputs, each a Field of N rows.

    `classes` are the names of the classes, none for a number; `rows` are the rows' numbers in the file.
    """

    target: Field
    classes: tuple[str, ...]
    y: np.ndarray
    inputs: tuple[Field, ...]
    rows: np.ndarray
    notes: tuple[Message, ...]

    @property
    def width(self) -> int:
        """D, the numbers that a network is fed."""
        return sum(max(1, len(one.kinds)) for one in self.inputs)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the D numbers, in their order."""
        return tuple(
            f"{one.name} = {kind}" if kind else one.name
            for one in self.inputs for kind in (one.kinds or ("",))
        )  # fmt: skip


def plan(
    table: Table,
    target: str = "",
    left_out: str = "",
    target_kind: str = "auto",
    gaps: str = "fill",
) -> Plan:
    """What is learned: `target` and `left_out` (places or names with commas between) are asked for;
    `target_kind` is auto, classes or number; `gaps` says fill, or leave-out: then their rows go.
    """
    every = fields(table)
    chosen = find(every, target, "target") if target else _last(every)
    y, classes, said = _target(chosen, target_kind)
    gone = _named(every, left_out)
    if chosen in gone:
        text = N_("{name}: column {column} is what is to be predicted.")
        raise ParamError(Message("left_out", text, {"column": chosen.name}), "")
    inputs, notes = _inputs([one for one in every if one is not chosen and one not in gone])
    if not inputs:
        text = N_("Nothing is left to predict column {target} from: no other column holds numbers or a few "
                  "kinds of text.")  # fmt: skip
        raise refusal(text, target=chosen.name)
    body = np.ones(len(y), bool)
    body[[row - table.first for row, _ in table.skipped if row >= table.first]] = False
    missed = int((chosen.gaps & body).sum())
    kept = body & ~chosen.gaps
    if missed:
        text = N_("Rows left out, as column {target} has no value there: {n}.")
        notes.append(Message("upload", text, {"n": missed, "target": chosen.name}))
    kept, inputs, more = _gaps(inputs, kept, gaps)
    rows = np.flatnonzero(kept)
    if len(rows) < LEAST:
        text = N_("Only {n} rows can be learned from: at least {least} are needed.")
        raise refusal(text, n=len(rows), least=LEAST)
    y = y[rows]
    if classes:
        y, classes = _there(y, classes)
    if len(classes) == 1 or not np.ptp(y):
        raise _constant(chosen)
    found = tuple(one.taken(rows) for one in inputs)
    return Plan(
        chosen.taken(rows), classes, y, found, rows + table.first, (*said, *notes, *more)
    )  # fmt: skip


def _last(every: Sequence[Field]) -> Field:
    """What is predicted where nobody says: a column that is called so, else the last that can be."""
    able = [one for one in every if one.kind == "number" or _classes(one)]
    if not able:
        text = N_("No column of this table can be predicted: each is always the same, only counts, or has "
                  "more than {most} kinds.")  # fmt: skip
        raise refusal(text, most=CLASSES)
    return next((one for one in able if one.name.casefold() in TARGETS), able[-1])


def _classes(one: Field) -> bool:
    return one.kind == "classes" and len(one.kinds) <= CLASSES


def _target(one: Field, asked: str) -> tuple[np.ndarray, tuple[str, ...], list[Message]]:
    """y [R], the classes' names, and what was decided."""
    distinct = np.unique(one.held)
    if len(distinct) < 2:
        raise _constant(one)
    said = {"target": one.name, "n": len(distinct), "most": CLASSES}
    classes = bool(one.kinds) or (one.few(distinct) if asked == "auto" else asked == "classes")
    if one.kinds and asked == "number":
        text = N_("{name} = number: column {target} holds text, which can only be classes.")
        raise ParamError(Message("target_kind", text, said), "auto")
    if classes and len(distinct) > CLASSES:
        param = "target" if one.kinds else "target_kind"
        text = N_("{name}: column {target} has {n} classes: at most {most} are allowed.")
        raise ParamError(Message(param, text, said), "" if one.kinds else "auto")
    if not classes:
        text = N_("Column {target} is predicted, a number.")
        return one.values, (), [Message("upload", text, said)]
    text = N_("Column {target} is predicted: {n} classes.")
    if not one.kinds and asked == "auto":
        text = N_("Column {target} holds {n} different whole numbers: each is taken for a class.")
    names = one.kinds or tuple(f"{value:.10g}" for value in distinct)
    y = one.values if one.kinds else np.searchsorted(distinct, one.values).astype(float)
    return y, names, [Message("upload", text, said)]


def _constant(one: Field) -> ParamError:
    text = N_("Column {target} is the same in every row: there is nothing to learn.")
    return ParamError(Message("target", text, {"target": one.name}), "")


def _there(y: np.ndarray, classes: tuple[str, ...]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Without classes that no row is left of."""
    there, codes = np.unique(y.astype(int), return_inverse=True)
    return codes.astype(float), tuple(classes[k] for k in there)


def _named(every: Sequence[Field], left_out: str) -> list[Field]:
    return [find(every, word, "left_out") for word in left_out.split(",") if word.strip()]


def _inputs(others: Sequence[Field]) -> tuple[list[Field], list[Message]]:
    """Those that can be learned from, and why the others can't; a text has two kinds at least."""
    reasons = {
        "counter": N_("Column {column} was left out: it only counts, or tells the time."),
        "date": N_("Column {column} was left out: it holds dates."),
        "constant": N_("Column {column} was left out: it is always the same."),
        "text": N_(
            "Column {column} was left out: it has {n} kinds of text; at most {most} are taken, each "
            "three rows on average."
        ),
    }
    found, notes, width = [], [], 0
    for one in others:
        values = {"column": one.name, "n": len(one.kinds), "most": KINDS}
        reason = reasons.get(one.kind)
        size = len(one.kinds) + bool(one.kinds and one.gaps.any()) or 1
        if not reason and width + size > INPUTS:
            reason = N_("Column {column} was left out: there is room for {inputs} inputs.")
            values["inputs"] = INPUTS
        if reason:
            notes.append(Message("upload", reason, values))
            continue
        width += size
        found.append(one)
        if one.kinds:
            text = N_("Column {column} holds text: {n} inputs, one for each kind.")
            notes.append(Message("upload", text, values | {"n": size}))
    return found, notes


def _gaps(
    inputs: Sequence[Field], kept: np.ndarray, how: str
) -> tuple[np.ndarray, list[Field], list[Message]]:
    """What becomes of gaps: their rows go, or texts get a kind for them; numbers are filled later."""
    notes, found = [], []
    if how == "leave-out":
        gone = np.any([one.gaps for one in inputs], 0) & kept
        if gone.any():
            text = N_("Rows left out, as an input has no value there: {n}.")
            notes.append(Message("upload", text, {"n": int(gone.sum())}))
        return kept & ~gone, list(inputs), notes
    for one in inputs:
        holes = int((one.gaps & kept).sum())
        values = {"column": one.name, "n": holes, "kind": GAP}
        if not holes:
            found.append(one)
        elif one.kinds:
            filled = np.where(one.gaps, len(one.kinds), one.values)
            found.append(Field(one.place, one.name, filled, (*one.kinds, GAP)))
            text = N_("Column {column} has {n} gaps: they are a kind of their own, {kind}.")
            notes.append(Message("upload", text, values))
        else:
            found.append(one)
            text = N_(
                "Column {column} has {n} gaps: each is filled with the training rows' median."
            )
            notes.append(Message("upload", text, values))
    return kept, found, notes
