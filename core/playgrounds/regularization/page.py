"""What the page /regularization shows: everybody's map, curves and weights, errors over the width."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel, sharing


def panels(_: Translate) -> list[Panel]:
    """In reading order."""
    from core.playgrounds.regularization.figures import (
        accuracy_figure,
        loss_variants,
        members,
        norm_figure,
    )

    who = {"who": members(_)}
    # fmt: off
    curves = [
        Panel("widths", "widths", _("Errors over the width"), "widths", "charts", stage=True,
              tab=_("Over width")),
        Panel("loss", "members", _("Loss"), "curves", "charts", stage=True, tab=_("Loss"),
              more={"variants": loss_variants(_)}),
        Panel("accuracy", "members", _("Test accuracy"), "curves", "charts", stage=True,
              tab=_("Accuracy"), more=accuracy_figure(_)),
        Panel("norm", "members", _("Norm of the weights"), "curves", "charts", stage=True,
              tab=_("Norm"), more=norm_figure(_)),
    ]
    return [
        Panel("maps", "maps", _("Everybody's answer at every point"), "maps", "picture", main=True,
              stage=True, more=who),
        *sharing("charts", _("Which curves"), curves),
        Panel("weights", "weights", _("Everybody's weights"), "weights", "weights", stage=True,
              more=who),
    ]
    # fmt: on


PAGE = Page(
    panels,
    picture=N_("Nine decision maps of one overfitted network and its regularised copies"),
    group=N_("Foundations"),
    place=-1,
    open_groups=("How hard",),
    sources=(
        "playgrounds/regularization/copies.py",
        "playgrounds/regularization/fast.py",
        "playgrounds/regularization/widths.py",
        "playgrounds/regularization/stopping.py",
        "nn/normalisation.py",
    ),
)
