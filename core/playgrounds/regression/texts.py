"""The browser component's texts for the panels of /regression. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

TEXTS: dict[str, str] = {
    "fit.label": N_(
        "Points and fit. Enter takes a point, N and P choose another, arrow keys move it, Insert adds"
        " one, Delete removes it, Escape ends"
    ),
    "fit.hint": N_("Drag a point, or click to add one."),
    "fit.point": N_("Point {index} of {count}: x = {x}, y = {y}"),
    "fit.mse": N_("Squared error"),
    "fit.huber": N_("Huber"),
    "fit.absolute": N_("Absolute error"),
    "fit.cross_entropy": N_("Cross-entropy"),
    "fit.best": N_("closed form"),
    "fit.parts": N_("what each neuron adds"),
    "classes.new": N_("Class of a new point"),
    "classes.name": N_("Class {name}"),
    "classes.legend_2": N_("Discs are A, squares B; pale is unsure."),
    "classes.legend_3": N_("Discs are A, squares B, triangles C; pale is unsure."),
    "classes.point": N_("Point {index} of {count}, class {name}: x₁ = {x}, x₂ = {y}"),
    "neurons.part": N_("{v} f({w} x {b})"),
    "neurons.hint": N_("Choose a neuron to see it in the curve and in the formulas."),
    "action.parts": N_("Neurons"),
    "tip.parts": N_("Show what each neuron adds: the pale lines and c make up the thick one"),
    "action.restore-points": N_("Restore"),
    "tip.restore-points": N_(
        "Bring the points back that were drawn at first; undo takes that back"
    ),
    "action.squares": N_("Squares"),
    "tip.squares": N_("Show the square of each residual: the mean of their areas is the loss"),
    "action.resampled": N_("Resampled"),
    "tip.resampled": N_("Show thirty fits of points drawn again from these, with replacement"),
    "action.remove-point": N_("Remove"),
    "tip.remove-point": N_("Remove the chosen point (Delete)"),
    "action.undo-points": N_("Undo"),
    "tip.undo-points": N_("Take back the last change of the points"),
    "action.space": N_("3-D"),
    "tip.space": N_("The bowl in space: drag it or press the arrow keys to turn it"),
    "bowl.label_polynomial": N_(
        "The loss over β₀ and β₁, the path walked on it, and a cross at the minimum"
    ),
    "bowl.label_network": N_("Nothing: a network's loss has too many directions"),
    "bowl.label_classes": N_("The loss over w₁ and w₂ for each loss, and the path walked on it"),
    "degrees.train": N_("train"),
    "degrees.test": N_("test"),
    "degrees.x": N_("degree"),
    "degrees.y": N_("mean squared error"),
    "degrees.hint": N_(
        "Mean squared error of the closed form of every degree. Left: too stiff, both errors are high."
        " Right: too supple, only the test error is high. The dashed line is the degree in use."
    ),
}
