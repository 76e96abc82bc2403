"""What the page /regression shows: points and fit, the bowl, the formulas, the curves."""

from __future__ import annotations

from core.i18n import N_
from core.params import Translate
from core.playgrounds.declared import Page, Panel


def panels(_: Translate) -> list[Panel]:
    """In reading order; charts take the variant that the run has metrics for."""
    from core.playgrounds.regression.figures import (
        accuracy_variants,
        formulas,
        gap_variants,
        loss_variants,
    )

    loss, gap, accuracy = loss_variants(_), gap_variants(_), accuracy_variants(_)
    return [
        Panel("fit", "fit", _("Points and fit"), "fit", "main", main=True, stage=True),
        Panel("classes", "classes", _("Classes"), "classes", "main", main=True, stage=True),
        Panel("bowl", "bowl", _("The bowl of the loss"), "bowl", "side", stage=True),
        Panel("neurons", "neurons", _("What every neuron adds"), "numbers", "side", stage=True),
        Panel("loss", "chart", _("Loss"), "curves", "curves", stage=True, more={"variants": loss}),
        Panel(
            "formulas", "formulas", _("With numbers"), "numbers", "numbers", stage=True,
            more={"formulas": formulas()},
        ),
        Panel("gap", "chart", _("Gap"), "curves", "gap", more={"variants": gap}),
        Panel("accuracy", "chart", _("Accuracy"), "curves", "gap", more={"variants": accuracy}),
        Panel("diagnosis", "diagnosis", _("So far"), None, "facts"),
        Panel("degrees", "degrees", _("Errors over the degree"), "degrees", "degrees"),
    ]  # fmt: skip


PAGE = Page(
    panels,
    picture=N_("Points with a fitted line and squared residuals beside the bowl of the loss"),
    group=N_("Foundations"),
    place=-4,
    upload="pairs",
    open_groups=("Model", "Training"),
    sources=(
        "playgrounds/regression/linear.py",
        "playgrounds/regression/least_squares.py",
        "playgrounds/regression/logistic.py",
        "playgrounds/regression/network.py",
    ),
)
