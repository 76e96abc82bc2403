"""Formulas as MathML, which browsers set by themselves: written in LaTeX, with places for live numbers.

`@{name}` in the LaTeX is such a place: an empty `<mn data-n="name">`, into which the browser's half
(core/live/web/widgets/formula.js) writes. A page hands its formulas to a panel through `Panel.more`.
"""

from __future__ import annotations

import re
from functools import cache

from latex2mathml.converter import convert

PLACE = re.compile(r"@\{([\w.]+)\}")
WRITTEN = re.compile(r"<mtext>@([^<]+)</mtext>")


@cache
def mathml(latex: str, *, block: bool = False) -> str:
    """One formula; `block` for one that has a line to itself, with sums and fractions in full size.

    Raises ValueError where the LaTeX is not understood: a mistake in the code, never a viewer's.
    """
    try:
        made = convert(PLACE.sub(r"\\text{@\1}", latex), display="block" if block else "inline")
    except Exception as error:
        raise ValueError(f"this is no formula: {latex}") from error
    places = set(PLACE.findall(latex))
    made = WRITTEN.sub(lambda found: f'<mn data-n="{found[1]}"></mn>', made)
    if lost := places - set(re.findall(r'data-n="([\w.]+)"', made)):
        raise ValueError(f"{latex}: no place for {', '.join(sorted(lost))}")
    return made
