"""The browser component's texts for the panels of /optimizers. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

TEXTS: dict[str, str] = {
    "race.label": N_(
        "The surface from above with everybody's path. Click to place the start; or press Enter for a "
        "crosshair, move it with the arrow keys and press Enter again."
    ),
    "race.hint": N_("Click to place the start."),
    "race.read": N_("x₁ = {x1}, x₂ = {x2}: loss {loss}"),
    "race.minimum": N_("minimum"),
    "race.start": N_("start"),
    "race.runner": N_("{name}: loss {loss}"),
    "race.gone": N_("{name}: left the picture"),
    "race.loss": N_("loss"),
    "race.left": N_("left"),
    "race.absent": N_("no matrix here"),
    "race.legend": N_("Who is where: the loss of each. Choose one to read its update."),
    "relief.label": N_(
        "The surface in three dimensions. Turn it with the pointer or the arrow keys."
    ),
    "relief.hint": N_("Drag to turn; higher is a larger loss, on a logarithmic scale."),
    "race.plane": N_(
        "The plane holds {share} % of the paths of {count} weights: off it a loss differs from the height."
    ),
    "action.undo-start": N_("Undo start"),
    "tip.undo-start": N_("Take back the last placed start: the race that it ended goes on"),
    "action.spent": N_("Per gradient"),
    "tip.spent": N_(
        "Draw the curves over the gradients computed: a minibatch's counts as its share"
    ),
    "range.rate": N_("learning rate of each; bold: usable"),
    "range.usable": N_("Usable learning rates"),
    "range.entry": N_("{name}: {low} – {high}"),
    "range.nothing": N_("{name}: none found"),
    "range.none": N_(
        "Choose the schedule Range test: all begin anew at the start, and the learning rate rises from a"
        " ten-thousandth of the one that is set up to it."
    ),
    "update.weights": N_("Two of {count} weights: {first}, {second} between the hidden layers."),
    "update.of": N_("The last update: {name}"),
    "action.member": N_("Whose update"),
}
