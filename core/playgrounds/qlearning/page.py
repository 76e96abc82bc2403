"""What the page /qlearning shows: values spread over a world."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel


def panels(_: Translate) -> list[Panel]:
    """In reading order."""
    from core.playgrounds.qlearning.figures import curves

    every = curves(_)
    more = {"variants": [*every[1:], every[0]]}
    return [
        Panel(
            "world", "world", _("The world"), "world", "board", main=True, stage=True, optional=True
        ),
        Panel("optimal", "optimal", _("Optimal values"), None, "optimal"),
        Panel("diagnosis", "diagnosis", _("So far"), None, "facts"),
        Panel("update", "update", _("The last update"), "update", "update", stage=True),
        Panel(
            "returns",
            "choice",
            _("Curves"),
            "curves",
            "returns",
            stage=True,
            more={"variants": every},
        ),
        Panel("more", "choice", _("More curves"), "curves", "more", more=more),
    ]


PAGE = Page(
    panels,
    picture=N_(
        "A grid world with the values that an agent has learned, its last update and its returns"
    ),
    group=N_("Reinforcement learning"),
    place=4,
    open_groups=("Method", "Learning rate", "Exploration"),
    sources=(
        "playgrounds/qlearning/agent.py",
        "playgrounds/qlearning/planning.py",
        "playgrounds/qlearning/grid.py",
    ),
)
