"""The browser component's texts for the panels of /sweep. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

TEXTS: dict[str, str] = {
    "sweep.value": N_("{axis} {value}"),
    "sweep.percent": N_("{axis} {value} %"),
    "sweep.number": N_("Network {number}"),
    "sweep.cell": N_("{setting}: {metric} {value}"),
    "sweep.left": N_("{setting}: diverged at step {step}"),
    "sweep.metric": N_("What colours the networks"),
    "tip.sweep-metric": N_("The number that colours frames, cells and curves"),
    "sweep.best": N_("Best: {setting} ({value})"),
    "sweep.worst": N_("Worst: {setting} ({value})"),
    "sweep.none": N_("All have diverged."),
    "sweep.hint": N_("Choose a network by a click, with Enter or the arrow keys."),
    "heat.gone": N_("× {step}"),
    "heat.label": N_("{metric} of every network"),
    "cell.open": N_("Open in full"),
    "tip.cell-open": N_(
        "This network alone on /mlp, with the same setting, points and initial weights"
    ),
    "cell.left": N_("Diverged at step {step}: the loss of a minibatch was {loss}."),
    "cell.none": N_("Diverged at step {step}: the loss of a minibatch was no number."),
    "cell.map": N_("The answer of {setting} at every point"),
    "action.test-data": N_("Test points"),
    "tip.test-data": N_("Show the test points as diamonds; training points are discs"),
    "curves.step": N_("step (one minibatch)"),
    "curves.chosen": N_("{setting}: {value}"),
    "curves.mean": N_("mean of {count}"),
    "curves.sd": N_("± standard deviation"),
    "curves.range": N_("min to max"),
    "curves.read": N_("Mean {mean}, standard deviation {sd}, from {low} to {high}"),
    "curves.label": N_("{metric} of every network over steps"),
    "curves.empty": N_("Press play: every network draws its own curve here."),
}
