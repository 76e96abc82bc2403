"""A run's curves and events as tables that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from core.training.packed import Packed

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would compute


def curves(packed: Packed) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """name → steps int64 [n] and values float32 [n]."""
    arrays = packed.arrays
    return {
        name: (arrays[f"steps.{name}"], arrays[f"values.{name}"]) for name in packed.facts["widths"]
    }


def history(packed: Packed) -> str:
    """A row for every step at which something was observed, a column for every curve."""
    found = curves(packed)
    rows: dict[int, dict[str, str]] = {}
    for name, (steps, values) in found.items():
        for step, value in zip(steps.tolist(), values, strict=True):
            rows.setdefault(step, {})[name] = str(value)
    body = ([str(step), *(rows[step].get(name, "") for name in found)] for step in sorted(rows))
    return _table(["step", *found], body)


def events(packed: Packed) -> str:
    """A row for every stamp on the curves: what was changed, and turning points."""
    names = ("step", "kind", "name", "old", "new")
    body = ([_cell(str(event[name])) for name in names] for event in packed.facts["events"])
    return _table(names, body)


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([heading, *rows])
    return out.getvalue()


def _cell(text: str) -> str:
    """The text, so that no spreadsheet takes for a formula what a visitor typed."""
    if not text.startswith(FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
