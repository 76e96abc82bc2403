"""What the page /optimizers shows: the surface with everybody's path, the losses, one update in numbers."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel, sharing


def panels(_: Translate) -> list[Panel]:
    """In reading order."""
    from core.playgrounds.optimizers.figures import (
        distance_figure,
        formulas,
        loss_figure,
        rate_figure,
        runners,
        sharpness_figure,
    )

    who = runners(_)
    # fmt: off
    pictures = [
        Panel("race", "race", _("Seen from above"), "race", "picture", main=True, stage=True,
              tab=_("Map"), more={"runners": who}),
        Panel("relief", "relief", _("In three dimensions"), "race", "picture", stage=True,
              tab=_("3-D"), more={"runners": who}),
    ]
    curves = [
        Panel("loss", "racechart", _("Loss"), "curves", "charts", stage=True, tab=_("Loss"),
              more=loss_figure(_)),
        Panel("distance", "racechart", _("Distance to the minimum"), "curves", "charts", stage=True,
              tab=_("Distance"), more=distance_figure(_)),
        Panel("sharpness", "racechart", _("Sharpness and its limit"), "curves", "charts", stage=True,
              tab=_("Sharpness"), more=sharpness_figure(_)),
        Panel("range", "rangetest", _("Learning-rate range test"), "range", "charts", stage=True,
              tab=_("Range test"), more={"runners": who}),
        Panel("rate", "chart", _("Learning rate"), "curves", "charts", stage=True,
              tab=_("Schedule"), more=rate_figure(_)),
    ]
    return [
        *sharing("picture", _("How the surface is shown"), pictures),
        *sharing("charts", _("Which curves"), curves),
        Panel("update", "update", _("The last update"), "update", "update", stage=True,
              more={"runners": who, "formulas": formulas()}),
    ]
    # fmt: on


PAGE = Page(
    panels,
    picture=N_("Six optimisers on one surface: their paths from one start into different valleys"),
    group=N_("Foundations"),
    place=-3,
    open_groups=("Surface",),
    sources=(
        "nn/optimisers.py",
        "playgrounds/optimizers/surfaces.py",
        "playgrounds/optimizers/network.py",
        "nn/plane.py",
        "nn/sharpness.py",
        "playgrounds/optimizers/muon.py",
        "playgrounds/optimizers/schedules.py",
    ),
)
