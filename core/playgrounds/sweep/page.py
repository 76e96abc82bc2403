"""What the page /sweep shows: a map per network, the chosen one at large, all in numbers, all curves."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel
from core.playgrounds.sweep.axes import AXES


def panels(_: Translate) -> list[Panel]:
    """In reading order."""
    axes = {name: {"label": _(axis.label), "unit": axis.unit} for name, axis in AXES.items()}
    more = {"swept": axes}
    # fmt: off
    return [
        Panel("grid", "grid", _("All networks"), "maps", "picture", main=True, stage=True,
              more=more),
        Panel("cell", "cell", _("The chosen network"), "cell", "cell", stage=True, more=more),
        Panel("heat", "heat", _("All in numbers"), "left", "heat", stage=True, more=more),
        Panel("curves", "cellcurves", _("All curves"), "curves", "charts", stage=True, more=more),
    ]
    # fmt: on


PAGE = Page(
    panels,
    picture=N_(
        "Sixty-four small networks trained at once, with eight learning rates and eight strengths of L2"
    ),
    group=N_("Networks"),
    place=1,
    open_groups=("Across", "Down"),
    sources=(
        "playgrounds/sweep/networks.py",
        "playgrounds/sweep/groups.py",
        "playgrounds/sweep/cells.py",
        "playgrounds/sweep/batches.py",
        "nn/fast_batched.py",
        "nn/batched.py",
    ),
)
