"""The browser component's texts for the panels of /search. See core/live/texts.py."""

from __future__ import annotations

from core.i18n import N_

TEXTS: dict[str, str] = {
    "search.trial": N_("Trial {number} ({search})"),
    "search.repeat": N_("Trial {number} ({search}, repeat {repeat})"),
    "search.loss": N_("validation loss"),
    "search.error": N_("validation error"),
    "search.number": N_("trial"),
    "search.epoch": N_("epoch"),
    "search.pruned": N_("pruned"),
    "search.diverged": N_("diverged"),
    "search.running": N_("trains"),
    "search.line": N_("{search}: best so far"),
    "stands.running": N_("Epoch {epochs} of {all}"),
    "stands.done": N_("Done after {epochs} epochs"),
    "stands.pruned": N_("Pruned after {epochs} epochs"),
    "stands.diverged": N_("Diverged in epoch {epochs}"),
    "trial.said": N_("{trial}: {status}, {objective} {value}"),
    "trial.map": N_("The answer of {trial} at every point"),
    "trial.validation": N_("validation"),
    "trial.test": N_("test"),
    "trial.loss": N_("loss"),
    "trial.accuracy": N_("accuracy"),
    "action.best-trial": N_("The best one"),
    "tip.best-trial": N_("Show the trial that validation has chosen so far, and follow it"),
    "trial.open": N_("Open in full"),
    "tip.trial-open": N_(
        "This network alone on /mlp: same values, points and initial weights, for as many epochs"
    ),
    "action.held-points": N_("Held-out points"),
    "tip.held-points": N_("Show validation and test points as diamonds; discs are learned from"),
    "history.hint": N_("Choose a trial by a click or with the arrow keys."),
    "history.label": N_("Every trial's objective, in the order in which they began"),
    "slices.label": N_("Every trial's objective over the value that it had"),
    "looks.label": N_("Every trial's objective over epochs; those that end early were pruned"),
    "importance.few": N_("Shown once {least} trials are done."),
    "importance.read": N_("Who is in the best tenth of {count} trials; with few it is uncertain."),
    "importance.control": N_(
        "Who is in the best tenth of {count} trials. The seed decides nothing: as much may be chance."
    ),
}
