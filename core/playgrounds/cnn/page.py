"""What the page /cnn shows: an image on its way through the network, and what came of training it."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel, sharing


def panels(_: Translate) -> list[Panel]:
    """In reading order."""
    from core.playgrounds.cnn.figures import curves

    every = curves(_)
    bench = [
        Panel(
            "confusion",
            "confusion",
            _("Confusions"),
            "confusion",
            "side",
            stage=True,
            tab=_("Confusions"),
        ),
        Panel("apart", "apart", _("Taken apart"), "apart", "side", stage=True, tab=_("Apart")),
        Panel(
            "why",
            "why",
            _("What decides"),
            "attribution",
            "side",
            stage=True,
            tab=_("Why"),
        ),
        Panel("draw", "draw", _("Draw one yourself"), None, "side", stage=True, tab=_("Draw")),
    ]
    below = [
        Panel(
            "filters",
            "filters",
            _("Kernels of the first layer"),
            "filters",
            "below",
            tab=_("Kernels"),
        ),
        Panel("errors", "errors", _("The surest mistakes"), "errors", "below", tab=_("Mistakes")),
        Panel(
            "augmented",
            "augmented",
            _("One image, augmented"),
            "augmented",
            "below",
            tab=_("Augmented"),
        ),
        Panel(
            "gradients",
            "gradients",
            _("Gradient of each layer"),
            "gradients",
            "below",
            tab=_("Gradients"),
        ),
        Panel(
            "calibration",
            "calibration",
            _("Confidence and accuracy"),
            "calibration",
            "below",
            tab=_("Calibration"),
        ),
    ]
    return [
        Panel("maps", "maps", _("What each layer makes of an image"), "maps", "main", main=True, stage=True),
        *sharing("side", _("What is shown here"), bench),
        Panel("curve", "choice", _("Curves"), "curves", "curves", stage=True, more={"variants": every}),
        Panel("layers", "layers", _("The network, layer by layer"), None, "layers"),
        *sharing("below", _("What else can be seen"), below),
        Panel(
            "more", "choice", _("More curves"), "curves", "more",
            more={"variants": [*every[1:], every[0]]},
        ),
    ]  # fmt: skip


PAGE = Page(
    panels,
    picture=N_("A digit on its way through a convolutional network: its feature maps layer by layer, the "
               "confusion matrix and the curves"),
    group=N_("Networks"),
    place=2,
    open_groups=("Network",),
    upload="images",
    sources=(
        "playgrounds/cnn/blocks.py",
        "playgrounds/cnn/architecture.py",
        "playgrounds/cnn/network.py",
        "playgrounds/cnn/attribution.py",
        "nn/augment.py",
    ),
)  # fmt: skip
