"""What the page /transformer shows: a model of sequences while it learns, and one token of it taken apart."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel, sharing


def panels(_: Translate) -> list[Panel]:
    """In reading order."""
    from core.playgrounds.transformer.figures import curves

    title = _("What each token looks at")
    return [
        Panel("attention", "attention", title, "attention", "main", main=True, stage=True),
        Panel("samples", "samples", _("What is written on"), "samples", "side", stage=True),
        Panel("curve", "curves", _("Curves"), "curves", "curves", stage=True, more={"variants": curves(_)}),
        *sharing("below", _("What else can be seen"), _below(_)),
    ]  # fmt: skip


def _below(_: Translate) -> list[Panel]:
    """What shares one place below the stage."""
    shown = [
        ("apart", _("One token taken apart"), _("Apart")),
        ("heads", _("What each head does"), _("Heads")),
        ("patch", _("What is carried over from another prompt"), _("Patch")),
        ("lens", _("What each layer would say"), _("Lens")),
        ("embedding", _("Where the tokens lie"), _("Embedding")),
        ("reach", _("How far back memory reaches"), _("Reach")),
        ("clock", _("The clock of arithmetic"), _("Clock")),
    ]
    board = Panel(
        "board", "board", _("The smallest network that adds"), None, "below", tab=_("Board")
    )
    return [
        *(Panel(name, name, title, name, "below", tab=tab) for name, title, tab in shown),
        board,
    ]


PAGE = Page(
    panels,
    picture=N_("The attention of a small transformer that has learned to reverse strings: which place looks "
               "at which, head by head"),
    group=N_("Networks"),
    place=2,
    open_groups=("Data", "Model"),
    upload="text",
    sources=(
        "playgrounds/transformer/attention.py",
        "playgrounds/transformer/gpt.py",
        "playgrounds/transformer/encoder_decoder.py",
        "playgrounds/transformer/seq2seq.py",
        "playgrounds/transformer/cells.py",
        "playgrounds/transformer/recurrent.py",
        "playgrounds/transformer/scores.py",
    ),
)  # fmt: skip
