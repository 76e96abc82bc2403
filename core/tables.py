"""The tables of documents, made from what playgrounds declare: `python -m core.tables` rewrites them.

A document marks the place by a pair of comments, `<!-- table: views mlp -->` … `<!-- end -->`. Kinds are
`views NAME` (the arrays of a playground's views) and `metrics` (the numbers of all playgrounds).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from core.playgrounds import lookup, names
from core.playgrounds.declared import Array

ROOT = Path(__file__).resolve().parent.parent
MARKED = re.compile(r"(<!-- table: ([a-z]+) ?(\w*) -->\n).*?(<!-- end -->)", re.DOTALL)


def documents() -> list[Path]:
    """The documents that have tables."""
    return [ROOT / "README.md", *sorted(ROOT.glob("core/playgrounds/*/PROTOCOL.md"))]


def with_tables(text: str) -> str:
    """The document with its tables as they are now."""

    def made(found: re.Match[str]) -> str:
        kind, name = found[2], found[3]
        rows = views(lookup(name)) if kind == "views" else metrics()
        return f"{found[1]}{table(rows)}{found[4]}"

    return MARKED.sub(made, text)


def table(rows: Iterable[tuple[str, ...]]) -> str:
    """Markdown; the first row is the heading."""
    heading, *rest = (tuple(cell.replace("|", "\\|") for cell in row) for row in rows)
    lines = [heading, tuple("---" for _ in heading), *rest]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def views(algorithm: Any) -> list[tuple[str, ...]]:
    """Every view with its options and arrays, the static ones first."""
    found: list[tuple[str, ...]] = [("view", "options", "arrays")]
    if algorithm.STATIC:
        found.append(("(static)", "", arrays(algorithm.STATIC)))
    for name, view in algorithm.VIEWS.items():
        options = "; ".join(f"`{option}`: {words}" for option, words in view.options.items())
        found.append((f"`{name}`", options, arrays(view.arrays)))
    return found


def arrays(declared: Mapping[str, Array]) -> str:
    """`name` dtype [shape], what the numbers mean, and when it is there."""
    said = []
    forms = [(name, array) for name, first in declared.items() for array in first.forms]
    for name, array in forms:
        more = [
            array.unit and f"in {array.unit}",
            array.coding,
            array.only and f"only: {array.only}",
            array.shades and "shades",
        ]
        words = ", ".join(one for one in more if one)
        shape = ", ".join(array.axes)
        said.append(f"`{name}` {array.dtype} [{shape}]" + (f" ({words})" if words else ""))
    return "; ".join(said)


def metrics() -> list[tuple[str, ...]]:
    """Every number of every playground."""
    found: list[tuple[str, ...]] = [
        ("playground", "number", "what it is", "better", "of which data")
    ]
    for name in names():
        for key, one in lookup(name).METRICS.items():
            kind, _, member = key.partition(".")
            if member.isdigit() and member != "1":
                continue  # members that are numbered stand in one row
            shown = f"{kind}.NUMBER" if member.isdigit() else key
            words = one.help or one.label
            found.append((f"`{name}`", f"`{shown}`", words, one.better, one.evaluated_on))
    return found


if __name__ == "__main__":
    for document in documents():
        before = document.read_text(encoding="utf-8")
        after = with_tables(before)
        if after != before:
            document.write_text(after, encoding="utf-8")
            print(document.relative_to(ROOT))
