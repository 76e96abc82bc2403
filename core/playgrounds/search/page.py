"""What the page /search shows: trials in their order, the chosen one, what mattered, all curves."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel
from core.playgrounds.search.config import FUNCTIONS, OPTIMIZERS, SAMPLERS, SEARCHED


def panels(_: Translate) -> list[Panel]:
    """In reading order."""
    options = {name: _(label) for name, label in (FUNCTIONS | OPTIMIZERS).items()}
    more = {
        "named": {name: _(label) for name, label in SEARCHED.items()},
        "options": options,
        "samplers": {name: _(label) for name, label in SAMPLERS.items()},
    }
    # fmt: off
    return [
        Panel("history", "history", _("Trials"), "trials", "picture", main=True, stage=True, more=more),
        Panel("trial", "trial", _("The chosen trial"), "trial", "cell", stage=True, more=more),
        Panel("slices", "slices", _("Values and objective"), "trials", "slices", stage=True, more=more),
        Panel("looks", "looks", _("All curves"), "looks", "charts", stage=True, more=more),
        Panel("importance", "importance", _("What mattered"), "importance", "side", stage=True, more=more),
    ]
    # fmt: on


PAGE = Page(
    panels,
    picture=N_(
        "The objective of many trials of two searches, the best so far as a line, and the best network's map"
    ),
    group=N_("Networks"),
    place=1,
    open_groups=("Search",),
    sources=(
        "playgrounds/search/samplers.py",
        "playgrounds/search/pruning.py",
        "playgrounds/search/studies.py",
        "playgrounds/search/importance.py",
        "playgrounds/search/trial.py",
    ),
)
