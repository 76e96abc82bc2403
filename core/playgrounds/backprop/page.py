"""What the page /backprop shows: the loop, the network with its numbers, one weight's chain rule."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel


def panels(_: Translate) -> list[Panel]:
    """In reading order."""
    from core.playgrounds.backprop.figures import curves, formulas

    return [
        Panel("loop", "loop", _("The loop of learning"), "numbers", "loop", stage=True),
        Panel("network", "numbers", _("The network"), "numbers", "board", main=True, stage=True),
        Panel(
            "weight",
            "weight",
            _("The chosen weight"),
            "numbers",
            "rule",
            stage=True,
            more={"formulas": formulas()},
        ),
        Panel(
            "curves",
            "choice",
            _("Curves"),
            "curves",
            "chart",
            stage=True,
            more={"variants": curves(_)},
        ),
    ]


PAGE = Page(
    panels,
    picture=N_(
        "A small network with every number of a step on it, and the chain rule of one weight beside it"
    ),
    group=N_("Foundations"),
    place=-2,
    open_groups=("Training",),
    sources=("playgrounds/backprop/passes.py", "nn/optimisers.py", "nn/activations.py"),
)
