"""The browser component's texts for the panels of /regression. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

TEXTS: dict[str, str] = {
    "fit.label": N_(
        "Points and fit. Enter takes a point, N and P choose another, arrow keys move it, Insert adds"
        " one, Delete removes it, Escape ends"
    ),
    "fit.hint": N_("Drag a point, or click where there is none to add one."),
    "fit.point": N_("Point {index} of {count}: x = {x}, y = {y}"),
    "fit.mse": N_("Squared error"),
    "fit.huber": N_("Huber"),
    "fit.absolute": N_("Absolute error"),
    "fit.best": N_("closed form"),
    "action.squares": N_("Squares"),
    "tip.squares": N_("Show the square of each residual: the mean of their areas is the loss"),
    "action.resampled": N_("Resampled"),
    "tip.resampled": N_("Show thirty fits of points drawn again from these, with replacement"),
    "action.remove-point": N_("Remove"),
    "tip.remove-point": N_("Remove the chosen point (Delete)"),
    "action.undo-points": N_("Undo edit"),
    "tip.undo-points": N_("Take back the last change of the points"),
    "action.space": N_("3-D"),
    "tip.space": N_("The bowl in space: drag it or press the arrow keys to turn it"),
    "bowl.label": N_("The loss over β₀ and β₁, the path walked on it, and a cross at the minimum"),
    "degrees.train": N_("train"),
    "degrees.test": N_("test"),
    "degrees.x": N_("degree"),
    "degrees.hint": N_(
        "Mean squared error of the closed form of every degree. Left: too stiff, both errors are high."
        " Right: too supple, only the test error is high. The dashed line is the degree in use."
    ),
}
