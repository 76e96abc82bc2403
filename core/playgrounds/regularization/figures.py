"""The curves of all members, everybody's colour and letter. See core/figures/curves.py.

Training curves are thin and dashed, test curves solid, both in the member's colour; they share an entry of
the legend.
"""

from __future__ import annotations

from typing import Any

from core.figures import palette
from core.figures.curves import Translate, figure
from core.playgrounds.regularization.config import COPIES
from core.playgrounds.regularization.views import EVERYBODY
from core.playgrounds.regularization.widths import NAMED

PLAIN = "#767c85"  # who is not held back has no colour
SHADES = (*palette.CLASSES, palette.MORE[0], palette.MORE[2])
COLOURS = dict(zip(COPIES, (PLAIN, *SHADES), strict=True)) | dict(zip(NAMED, SHADES, strict=False))
LETTERS = dict(
    zip((*COPIES, *NAMED), ("–", *"12DEJSBM", "⅛", "¼", "½", "1", "2", "12"), strict=True)
)


# One who explodes must not squeeze all others; undecided is ln 2 = 0.69.
LINEAR = {"rangemode": "tozero", "autorangeoptions": {"clipmax": 1.5}}


def members(_: Translate) -> dict[str, dict[str, str]]:
    """Everybody's name, colour and letter."""
    return {
        name: {"label": _(label), "colour": COLOURS[name], "letter": LETTERS[name]}
        for name, label in EVERYBODY.items()
    }


def _traces(_: Translate, kind: str, names: Any, width: float) -> list[tuple[str, str, str, float]]:
    return [(f"{kind}.{name}", _(EVERYBODY[name]), COLOURS[name], width) for name in names]


def loss_variants(_: Translate) -> list[dict[str, Any]]:
    """Of copies on a linear scale; of widths, whose losses lie far apart, on a logarithmic one."""
    found = []
    for names, axis in ((COPIES, LINEAR), (NAMED, {"type": "log"})):
        train = _traces(_, "train_loss", names, 1.2)
        test = _traces(_, "test_loss", names, 2.4)
        dashed = [curve for curve, *_rest in train]
        made = figure(
            _, _("loss (dashed: training)"), [*train, *test], ".4g", axis, log=True,
            dashed=dashed,
        )  # fmt: skip
        for one in made["bind"][: len(train)]:
            one["key"] = False
        if names is NAMED:
            made["figure"]["layout"]["yaxis"]["autorangeoptions"] = {"clipmin": 1e-3}
            made["figure"]["layout"]["xaxis"]["title"]["text"] = _("step of all networks")
        found.append({"requires": test[0][0], "title": _("Loss"), **made})
    return found


def accuracy_figure(_: Translate) -> dict[str, Any]:
    """The share of test points classified right."""
    traces = _traces(_, "test_accuracy", EVERYBODY, 2.4)
    axis = {"tickformat": ".0%"}
    return figure(_, _("share of test points right"), traces, ".1%", axis, log=False)


def norm_figure(_: Translate) -> dict[str, Any]:
    """How long everybody's weights are, as a vector."""
    traces = _traces(_, "weight_norm", EVERYBODY, 2.4)
    return figure(_, _("norm of all weights"), traces, ".4g", {}, log=True)
