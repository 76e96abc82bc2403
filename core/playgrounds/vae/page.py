"""What the page /vae shows: a latent space that unfolds while one watches."""

from __future__ import annotations

from collections.abc import Sequence

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel, sharing


def panels(_: Translate) -> list[Panel]:
    """In reading order; a panel appears where the model has something for it."""
    from core.playgrounds.vae.figures import curves

    every = curves(_)
    bench = [
        ("decode", _("Decoded plane"), "decode", _("Plane")),
        ("sliders", _("One slider per dimension"), None, _("Sliders")),
        ("interpolation", _("From image to image"), "interpolation", _("Path")),
        ("trick", _("The trick: z = μ + σ · ε"), "trick", _("Trick")),
        ("traversals", _("Dimension by dimension"), "traversals", _("Traverse")),
        ("disentanglement", _("Factors and dimensions"), "disentanglement", _("Factors")),
    ]
    dimensions = [
        ("dimensions", _("KL per dimension, in nats"), "dimensions", _("KL per dimension")),
        ("aggregate", _("All codes against the prior"), "aggregate", _("All codes")),
    ]

    def tabs(column: str, of: Sequence[tuple[str, str, str | None, str]]) -> list[Panel]:
        made = [
            Panel(name, name, title, view, column, stage=True, tab=tab)
            for name, title, view, tab in of
        ]
        return sharing(column, _("What is shown here"), made)

    rebuilt = _("Reconstructions")
    return [
        Panel("latent", "latent", _("Latent space"), "latent", "latent", main=True, stage=True),
        *tabs("bench", bench),
        Panel("reconstructions", "reconstructions", rebuilt, "reconstructions", "rebuilt", stage=True),
        *tabs("dimensions", dimensions),
        Panel("diagnosis", "diagnosis", _("Diagnosis"), None, "diagnosis"),
        Panel("bound", "choice", _("Curves"), "curves", "curves", stage=True, more={"variants": every}),
        Panel(
            "more", "choice", _("More curves"), "curves", "more",
            more={"variants": [*every[1:], every[0]]},
        ),
    ]  # fmt: skip


PAGE = Page(
    panels,
    picture=N_(
        "A latent space in training: the codes of digits in their colours, the plane decoded, and the bound"
    ),
    group=N_("Generative models"),
    place=2,
    open_groups=("Bound",),
    sources=(
        "playgrounds/vae/model.py",
        "playgrounds/vae/bounds.py",
        "playgrounds/vae/networks.py",
        "playgrounds/vae/disentangle.py",
    ),
    upload="images",
)
