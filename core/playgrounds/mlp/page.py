"""What the page /mlp shows: a network, its decision map, its curves."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel, sharing


def panels(_: Translate) -> list[Panel]:
    """In reading order; charts take the variant that the run has metrics for."""
    from core.playgrounds.mlp.figures import loss_figure, score_figure

    scores = [
        {"requires": "test_accuracy", "title": _("Accuracy"), **score_figure(_, "accuracy")},
        {"requires": "test_r2", "title": _("R²"), **score_figure(_, "r2")},
    ]
    return [
        Panel("network", "network", _("The network"), "network", "main", stage=True),
        Panel("map", "map", _("Its answer at every point"), "map", "side", main=True, stage=True),
        Panel("loss", "chart", _("Loss"), "curves", "curves", stage=True, more=loss_figure(_)),
        Panel(
            "score", "chart", _("Score"), "curves", "curves", stage=True, more={"variants": scores}
        ),
        *sharing("inside", _("Inside the network"), _inside(_)),
        Panel("confusion", "matrix", _("Confusions"), "confusion", "confusion"),
    ]


def _inside(_: Translate) -> list[Panel]:
    """What shares one place below the stage."""
    return [
        Panel(
            "layers",
            "layerdiagnosis",
            _("Diagnosis, layer by layer"),
            "diagnosis",
            "inside",
            tab=_("Diagnosis"),
        ),
        Panel("space", "space", _("Layer space"), "space", "inside", tab=_("Layer space")),
        Panel(
            "landscape",
            "landscape",
            _("Loss around the weights"),
            "landscape",
            "inside",
            tab=_("Landscape"),
        ),
        Panel(
            "pruning",
            "pruning",
            _("Without the smallest weights"),
            "pruning",
            "inside",
            tab=_("Pruning"),
        ),
        Panel(
            "uncertainty",
            "uncertainty",
            _("Where nobody knows"),
            "uncertainty",
            "inside",
            tab=_("Uncertainty"),
        ),
    ]


PAGE = Page(
    panels,
    picture=N_("A small network in training: its drawing, the decision map and the loss curves"),
    group=N_("Networks"),
    place=1,
    open_groups=("Training",),
    upload="columns",
    sources=(
        "data/encoding.py",
        "nn/dense.py",
        "nn/losses.py",
        "nn/optimisers.py",
        "nn/fast.py",
        "nn/unrolled.py",
        "playgrounds/mlp/landscape.py",
        "playgrounds/mlp/signs.py",
        "playgrounds/mlp/space.py",
    ),
)
