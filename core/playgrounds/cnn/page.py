"""What the page /cnn shows: an image on its way through the network, and what came of training it."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel, sharing


def panels(_: Translate) -> list[Panel]:
    """In reading order."""
    from core.playgrounds.cnn.figures import curves

    every = curves(_)
    transfer, transfer_loss, ensemble, loss, accuracy, *others = every
    again = {"variants": [transfer_loss, accuracy, loss, transfer, ensemble, *others]}
    title = _("What each layer makes of an image")
    return [
        Panel("maps", "maps", title, "maps", "main", main=True, stage=True),
        *sharing("side", _("What is shown here"), _beside(_)),
        Panel("curve", "choice", _("Curves"), "curves", "curves", stage=True, more={"variants": every}),
        Panel("layers", "layers", _("The network, layer by layer"), None, "layers"),
        *sharing("below", _("What else can be seen"), _below(_)),
        Panel("more", "choice", _("More curves"), "curves", "more", more=again),
    ]  # fmt: skip


def _beside(_: Translate) -> list[Panel]:
    """What shares one place on the stage."""
    shown = [
        ("confusion", _("Confusions"), "confusion", _("Confusions")),
        ("apart", _("Taken apart"), "apart", _("Apart")),
        ("why", _("What decides"), "attribution", _("Why")),
        ("draw", _("Draw one yourself"), None, _("Draw")),
    ]
    return [
        Panel(name, name, title, view, "side", stage=True, tab=tab)
        for name, title, view, tab in shown
    ]


def _below(_: Translate) -> list[Panel]:
    """What shares one place below it."""
    shown = [
        ("filters", _("Kernels of the first layer"), _("Kernels")),
        ("embedding", _("Images as the last hidden layer sees them"), _("Embedding")),
        ("maximised", _("What maximises a unit"), _("Maximised")),
        ("errors", _("The surest mistakes"), _("Mistakes")),
        ("augmented", _("One image, augmented"), _("Augmented")),
        ("gradients", _("Gradient of each layer"), _("Gradients")),
        ("calibration", _("Confidence and accuracy"), _("Calibration")),
        ("ensemble", _("The ensemble and its networks"), _("Ensemble")),
    ]
    panels = [Panel(name, name, title, name, "below", tab=tab) for name, title, tab in shown]
    return [
        *panels,
        Panel("toy", "toy", _("A convolution to play with"), None, "below", tab=_("Convolution")),
    ]


PAGE = Page(
    panels,
    picture=N_("A digit on its way through a convolutional network: its feature maps layer by layer, the "
               "confusion matrix and the curves"),
    group=N_("Networks"),
    place=2,
    open_groups=("Network",),
    upload="classes",
    sources=(
        "playgrounds/cnn/blocks.py",
        "playgrounds/cnn/architecture.py",
        "playgrounds/cnn/network.py",
        "playgrounds/cnn/precision.py",
        "playgrounds/cnn/attribution.py",
        "playgrounds/cnn/maximise.py",
        "playgrounds/cnn/tsne_child.py",
        "nn/augment.py",
    ),
)  # fmt: skip
