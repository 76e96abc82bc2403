"""What the page /gan shows: two networks at play, what they make, and what goes wrong."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel


def panels(_: Translate) -> list[Panel]:
    """In reading order; a panel appears where the data are of its kind."""
    from core.playgrounds.gan.figures import curves, profiles

    every = curves(_)
    more = {"variants": every[1:], "only": "points"}
    return [
        Panel("samples", "samples", _("Samples"), "samples", "picture", main=True, stage=True),
        Panel("grid", "grid", _("Generated images"), "grid", "picture", main=True, stage=True),
        Panel("waves", "waves", _("Signals"), "waves", "picture", main=True, stage=True),
        Panel("strip", "strip", _("From noise to noise"), "strip", "strip"),
        Panel("flow", "flow", _("Data flow"), "flow", "flow", stage=True),
        Panel("diagnosis", "diagnosis", _("Diagnosis"), None, "diagnosis"),
        Panel(
            "losses",
            "choice",
            _("Curves"),
            "curves",
            "curves",
            stage=True,
            more={"variants": every},
        ),
        Panel("quality", "choice", _("More curves"), "curves", "quality", more=more),
        Panel("neighbours", "neighbours", _("Is it copying?"), "neighbours", "neighbours"),
        Panel(
            "profile", "profile", _("In common"), None, "profile", more={"variants": profiles(_)}
        ),
    ]


PAGE = Page(
    panels,
    picture=N_(
        "A generator in training: its samples over the discriminator's surface, the data flow and the losses"
    ),
    group=N_("Generative models"),
    place=3,
    open_groups=("Generator", "Discriminator"),
    sources=(
        "playgrounds/gan/turns.py",
        "playgrounds/gan/fast.py",
        "playgrounds/gan/objectives.py",
        "playgrounds/gan/points.py",
        "playgrounds/gan/diagnosis.py",
    ),
    upload="table",
)
