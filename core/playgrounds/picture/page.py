"""What the page /picture shows: the original and both networks' pictures, PSNR, and their frequencies."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel


def panels(_: Translate) -> list[Panel]:
    """In reading order."""
    from core.playgrounds.picture.figures import psnr_variants

    return [
        Panel("pictures", "pictures", _("The picture, and how it is painted"), "pictures", "pictures",
              main=True, stage=True),
        Panel("psnr", "chart", _("PSNR"), "curves", "curves", stage=True,
              more={"variants": psnr_variants(_)}),
        Panel("spectrum", "spectrum", _("Frequencies learned"), "spectrum", "curves",
              stage=True),
    ]  # fmt: skip


PAGE = Page(
    panels,
    picture=N_(
        "A photograph, the same painted sharply by a network with Fourier features, blurred by one without"
    ),
    group=N_("Networks"),
    place=1,
    open_groups=("Inputs",),
    sources=(
        "playgrounds/picture/features.py",
        "playgrounds/picture/painter.py",
        "playgrounds/picture/look.py",
        "nn/dense.py",
        "nn/fast.py",
    ),
    upload="picture",
)
