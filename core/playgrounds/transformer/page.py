"""What the page /transformer shows: sequences being learned, and where the heads look."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel


def panels(_: Translate) -> list[Panel]:
    """In reading order."""
    from core.playgrounds.transformer.figures import curves

    every = curves(_)
    return [
        Panel("attention", "attention", _("Where the heads look"), "attention", "main",
              main=True, stage=True),
        Panel("sample", "sample", _("What it writes"), "sample", "side", stage=True),
        Panel("curve", "choice", _("Curves"), "curves", "curves", stage=True, more={"variants": every}),
    ]  # fmt: skip


PAGE = Page(
    panels,
    picture=N_("The attention of a small transformer in training: which place looks at which, head by head"),
    group=N_("Networks"),
    place=3,
    open_groups=("Data",),
    sources=(
        "playgrounds/transformer/attention.py",
        "playgrounds/transformer/gpt.py",
        "playgrounds/transformer/cells.py",
        "playgrounds/transformer/recurrent.py",
        "playgrounds/transformer/scores.py",
    ),
)  # fmt: skip
